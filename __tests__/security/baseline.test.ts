import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { VERIFIED_APPS } from '../../tools/verify-aws/apps';
import { type StackJson, synthApp } from '../support/synth';
import { ACCEPTED_FINDINGS, acceptedLines } from './accepted-findings';
import { defaultProgram } from './default-program';
import { DEFAULT_RULES, OPT_IN_RULES, RULES } from './rules';
import { securityPage } from './security-page';
import { findings, record, type SecurityRule, State } from './security-rule';

const PROGRAMS = [...VERIFIED_APPS, { name: 'one of everything', build: defaultProgram }];

/** Where the program of defaults does not satisfy an opt-in. */
const OPEN_OPT_INS = [
  'balancer-access-logs aws_lb default/LoadBalancer/LoadBalancer',
  'balancer-web-acl aws_lb default/LoadBalancer/LoadBalancer',
  'cluster-network-policy aws_eks_addon default/Eks/Addon-vpc-cni/Addon',
  'container-not-root aws_ecs_task_definition default/Web/Task/TaskDefinition',
  'file-system-own-key aws_efs_file_system default/Files/FileSystem',
  'group-several-types aws_autoscaling_group default/Instances/AutoScalingGroup',
  'ingress-no-plain-http aws_vpc_security_group_ingress_rule default/LoadBalancer/SecurityGroup/Rules/In-the-internet-tcp-80',
  'log-group-own-key aws_cloudwatch_log_group default/Eks/LogGroup',
  'log-group-own-key aws_cloudwatch_log_group default/Network/FlowLog/LogGroup',
  'log-group-own-key aws_cloudwatch_log_group default/Web/Task/LogGroup',
  'log-group-year aws_cloudwatch_log_group default/Web/Task/LogGroup',
  'repository-own-key aws_ecr_repository default/Images/Repository',
  'target-group-encrypted aws_lb_target_group default/Web/Exposure/Route/Targets/TargetGroup',
  'vpc-private-registry aws_vpc default/Network/Vpc',
];

function states(build: (app: Parameters<typeof defaultProgram>[0]) => void): State[] {
  return Object.values(synthApp(build)).map((json) => new State(json));
}

function unaccepted(of: readonly State[]): string[] {
  const accepted = acceptedLines();
  const now = findings(DEFAULT_RULES, of);
  for (const finding of now) found.add(finding);
  return now.filter((finding) => !accepted.includes(finding));
}

function violated({ violation }: SecurityRule): State {
  const whole = 'provider' in violation || 'terraform' in violation;
  return new State((whole ? record(violation) : { resource: violation }) as StackJson);
}

/** Types and findings that the programs below have. */
const seen = new Set<string>();
const found = new Set<string>();

describe('what programs say to AWS', () => {
  it.each(PROGRAMS)('$name has no finding but those that are accepted, each with a reason', ({ build }) => {
    const all = states((app) => build(app));
    for (const type of all.flatMap(({ parts }) => parts.map((part) => part.type))) seen.add(type);
    expect(unaccepted(all)).toEqual([]);
  });

  it('meets something of every rule, but for those about what is never made', () => {
    const unmet = RULES.filter(({ types }) => !types.some((type) => seen.has(type))).map(({ id }) => id);
    expect(unmet.sort()).toEqual(['identity-no-users', 'kubernetes-no-wildcard-role', 'vpc-nothing-of-the-default']);
  });
});

describe('opt-ins', () => {
  it('are open in a program of defaults at exactly these places', () => {
    expect(
      findings(
        OPT_IN_RULES,
        states((app) => defaultProgram(app)),
      ).sort(),
    ).toEqual(OPEN_OPT_INS);
  });

  it.each(OPT_IN_RULES)('$id is satisfied by its one property', (rule) => {
    const after = states((app) => defaultProgram(app, new Set([rule.id])));
    expect(findings([rule], after)).toEqual([]);
    expect(unaccepted(after)).toEqual([]);
  });
});

describe('accepted findings', () => {
  it('are all still found, and have a reason', () => {
    expect(acceptedLines().filter((line) => !found.has(line))).toEqual([]);
    expect(ACCEPTED_FINDINGS.filter(({ why }) => why === '')).toEqual([]);
  });
});

describe('the rules', () => {
  it('have an id of their own each', () => {
    expect(new Set(RULES.map(({ id }) => id)).size).toBe(RULES.length);
  });

  it.each(RULES)('$id sees what it is about', (rule) => {
    expect(findings([rule], [violated(rule)])).not.toEqual([]);
  });
});

it('docs/security.md says what the rules say (npm run docs writes it)', () => {
  expect(readFileSync(join(__dirname, '..', '..', 'docs', 'security.md'), 'utf8')).toBe(securityPage());
});
