import { HelmRelease, type HelmReleaseProps, validateHelmReleaseProps } from '../../../modules/eks-addons/helm-release';
import { LoadBalancerController } from '../../../modules/eks-addons/load-balancer-controller';
import { synthPlatform } from '../../support/cluster-stacks';
import { resources, theResource } from '../../support/synth';

const podinfo: HelmReleaseProps = {
  chart: { repository: 'https://stefanprodan.github.io/podinfo', chart: 'podinfo', version: '6.9.2' },
  namespace: 'podinfo',
};

function release(props: Partial<HelmReleaseProps> = {}): Record<string, unknown> {
  const { platform } = synthPlatform((stack) => new HelmRelease(stack, 'Podinfo', { ...podinfo, ...props }));
  return theResource(platform, 'helm_release');
}

describe('a Helm release', () => {
  it('is removed when its install fails, rolled back when its upgrade fails, and waits for what it starts', () => {
    expect(release()).toMatchObject({
      name: 'podinfo',
      repository: 'https://stefanprodan.github.io/podinfo',
      chart: 'podinfo',
      version: '6.9.2',
      namespace: 'podinfo',
      create_namespace: true,
      atomic: true,
      wait: true,
      cleanup_on_fail: true,
      upgrade_install: true,
      timeout: 600,
      max_history: 10,
    });
  });

  it('does not make kube-system, which every cluster has', () => {
    expect(release({ namespace: 'kube-system' })).toMatchObject({ create_namespace: false });
  });

  it('passes its values as one document', () => {
    expect(release({ values: { ui: { message: '${USER}' } } }).values).toEqual(['{"ui":{"message":"$${USER}"}}']);
  });

  it('keeps secret values out of the state with write-only arguments, as text', () => {
    const secretValues = { revision: 3, values: { 'b.token': '0123', 'a.password': 'p${x}' } };
    expect(release({ secretValues })).toMatchObject({
      set_wo: [
        { name: 'a.password', value: 'p$${x}', type: 'string' },
        { name: 'b.token', value: '0123', type: 'string' },
      ],
      set_wo_revision: 3,
    });
  });

  it('does not roll back what it does not wait for', () => {
    expect(release({ wait: false })).toMatchObject({ wait: false, atomic: false });
  });
});

describe('the order of releases', () => {
  const dependsOn = (json: Record<string, unknown>) => json.depends_on;

  it.each(['before', 'after'])('waits for the load balancer controller that is written %s it', (place) => {
    const { platform } = synthPlatform((stack) => {
      if (place === 'after') new HelmRelease(stack, 'Podinfo', podinfo);
      new LoadBalancerController(stack, 'LoadBalancerController');
      if (place === 'before') new HelmRelease(stack, 'Podinfo', podinfo);
    });
    const [podinfoJson] = resources(platform, 'helm_release').filter(({ name }) => name === 'podinfo');
    const [controller] = resources(platform, 'helm_release').filter(({ name }) => name !== 'podinfo');
    expect(dependsOn(podinfoJson ?? {})).toEqual([expect.stringMatching(/^helm_release\.LoadBalancerController_/)]);
    expect(dependsOn(controller ?? {})).toBeUndefined();
  });

  it('turns round for a release that precedes the controller', () => {
    const { platform } = synthPlatform((stack) => {
      new LoadBalancerController(stack, 'LoadBalancerController');
      new HelmRelease(stack, 'Cni', { ...podinfo, precedesLoadBalancerController: true });
    });
    const [cni] = resources(platform, 'helm_release').filter(({ name }) => name === 'podinfo');
    const [controller] = resources(platform, 'helm_release').filter(({ name }) => name !== 'podinfo');
    expect(dependsOn(cni ?? {})).toBeUndefined();
    expect(dependsOn(controller ?? {})).toEqual([expect.stringMatching(/^helm_release\.Cni_/)]);
  });
});

describe('a release is refused', () => {
  it.each<[string, Partial<HelmReleaseProps>]>([
    ['chart.version', { chart: { ...podinfo.chart, version: '>= 6' } }],
    ['chart.version', { chart: { ...podinfo.chart, version: 'latest' } }],
    ['chart.repository', { chart: { ...podinfo.chart, repository: 'http://charts.example.com' } }],
    ['namespace', { namespace: 'default' }],
    ['namespace', { namespace: 'Shop' }],
    ['releaseName', { releaseName: 'a'.repeat(54) }],
    ['timeoutSeconds', { timeoutSeconds: 29 }],
    ['timeoutSeconds', { timeoutSeconds: 7201 }],
    ['maxHistory', { maxHistory: 0 }],
    ['maxHistory', { maxHistory: 51 }],
    ['secretValues.revision', { secretValues: { revision: 0, values: {} } }],
    ['values.password', { values: { password: 'hunter2' } }],
  ])('for a bad %s', (field, bad) => {
    expect(validateHelmReleaseProps({ ...podinfo, ...bad }).map((issue) => issue.field)).toEqual([field]);
  });

  it.each<[string, Partial<HelmReleaseProps>]>([
    ['a version with v and build', { chart: { ...podinfo.chart, version: 'v1.21.1-rc.1+build.5' } }],
    ['an OCI registry', { chart: { ...podinfo.chart, repository: 'oci://public.ecr.aws/karpenter' } }],
    ['53 characters', { releaseName: 'a'.repeat(53) }],
    ['the limits', { timeoutSeconds: 30, maxHistory: 50 }],
    ['the other limits', { timeoutSeconds: 7200, maxHistory: 1 }],
  ])('but not for %s', (_what, good) => {
    expect(validateHelmReleaseProps({ ...podinfo, ...good })).toEqual([]);
  });
});
