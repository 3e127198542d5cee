import { pinnedAddonVersion } from '../../../modules/eks/addon-versions';
import {
  DEFAULT_KUBERNETES_VERSION,
  KUBERNETES_RELEASES,
  kubernetesVersionWarnings,
  validateKubernetesVersion,
} from '../../../modules/eks/kubernetes-versions';

const today = new Date('2026-11-20T12:00:00Z');

it.each(['1.31', '1.34', '1.36', '1.37'])('takes version %s', (version) => {
  expect(validateKubernetesVersion(version, today)).toEqual([]);
});

it('refuses a version after its extended support ended, and says which are supported', () => {
  const [issue] = validateKubernetesVersion('1.24', today);
  expect(issue).toMatchObject({ field: 'version', value: '1.24', rule: 'eks.version-ended' });
  expect(issue?.limit).toContain('supported');
  expect(issue?.limit).toContain('1.31, 1.32, 1.33, 1.34, 1.35, 1.36');
});

it('refuses 1.31 from the day after its extended support ended', () => {
  expect(validateKubernetesVersion('1.31', new Date('2026-11-26T12:00:00Z'))).toEqual([]);
  expect(validateKubernetesVersion('1.31', new Date('2026-11-27T12:00:00Z'))).toHaveLength(1);
});

it.each(['1.3', 'v1.33', 'latest', '1.33.2', '2.33', '', '1.336'])(
  'refuses %p, which is no minor version',
  (version) => {
    const issues = validateKubernetesVersion(version, today);
    expect(issues).toHaveLength(1);
    expect(issues[0]?.value).toBe(version);
    expect(issues[0]?.limit).toContain('1.36');
  },
);

it('refuses the number 1.30, which JavaScript reads as 1.3', () => {
  const fromUntypedCode: string = JSON.parse('1.30');
  expect(validateKubernetesVersion(fromUntypedCode, today)).toMatchObject([{ field: 'version', value: 1.3 }]);
});

it('refuses a version that only Terraform will know', () => {
  expect(validateKubernetesVersion('${var.version}', today)).toMatchObject([{ field: 'version' }]);
});

it.each([
  ['1.33', 'is billed as extended support'],
  ['1.34', 'ends on 2026-12-02'],
  ['1.37', 'up to 1.36'],
])('warns of %s', (version, text) => {
  const [warning, ...more] = kubernetesVersionWarnings(version, today);
  expect(more).toEqual([]);
  expect(warning?.limit).toContain(text);
});

it('warns of nothing while a version has more than 60 days of standard support', () => {
  expect(kubernetesVersionWarnings('1.35', today)).toEqual([]);
  expect(kubernetesVersionWarnings(DEFAULT_KUBERNETES_VERSION, today)).toEqual([]);
  expect(kubernetesVersionWarnings('1.24', today)).toEqual([]);
});

it('lists releases newest first, each with its dates in order', () => {
  const versions = KUBERNETES_RELEASES.map(({ version }) => version);
  expect(versions).toEqual([...versions].sort().reverse());
  expect(versions[0]).toBe(DEFAULT_KUBERNETES_VERSION);
  for (const { released, endOfStandardSupport, endOfExtendedSupport } of KUBERNETES_RELEASES) {
    expect([released, endOfStandardSupport, endOfExtendedSupport].every((day) => !Number.isNaN(Date.parse(day)))).toBe(
      true,
    );
    expect([released, endOfStandardSupport, endOfExtendedSupport].sort()).toEqual([
      released,
      endOfStandardSupport,
      endOfExtendedSupport,
    ]);
  }
});

it.each(['vpc-cni', 'kube-proxy', 'coredns', 'eks-pod-identity-agent', 'aws-ebs-csi-driver', 'metrics-server'])(
  'pins %s for the default version',
  (name) => {
    expect(pinnedAddonVersion(name, DEFAULT_KUBERNETES_VERSION)).toMatch(/^v\d+\.\d+\.\d+-eksbuild\.\d+$/);
  },
);

it('never pins a kube-proxy of another minor', () => {
  for (const { version } of KUBERNETES_RELEASES) {
    expect(pinnedAddonVersion('kube-proxy', version) ?? `v${version}.`).toContain(`v${version}.`);
  }
});
