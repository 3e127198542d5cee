import { createHash } from 'node:crypto';
import { LbTargetGroup, type LbTargetGroupConfig } from '@cdktf/provider-aws/lib/lb-target-group';
import { Construct, type IConstruct } from 'constructs';
import { claimName, generatedName } from '../shared/names';
import { type Issue, report } from '../shared/problems';
import { isUnknown } from '../shared/unknown';
import { check, checkName, checkWholeNumber } from '../shared/validation';
import { healthCheckBlock, type TargetHealthCheck, validateTargetHealthCheck } from './health-check';
import { type Stickiness, stickinessBlock, validateStickiness } from './stickiness';
import { isHttp, type TargetProtocol, type TargetProtocolVersion } from './target-protocol';

/** Which target gets the next request; what excludes each other cannot be written together. */
export type BalancingAlgorithm =
  /** In turn. `slowStartSeconds`: 30-900, a new target's share grows over that time; 0 or absent: full share at once. */
  | { readonly kind: 'round-robin'; readonly slowStartSeconds?: number }
  /** Fewest open requests first: for requests of very different cost. */
  | { readonly kind: 'least-outstanding-requests' }
  /** At random; `anomalyMitigation` sends less to targets that answer with more errors than the others. Default true. */
  | { readonly kind: 'weighted-random'; readonly anomalyMitigation?: boolean };

/** What the targets are and how the balancer treats them. */
export interface TargetProps {
  /** `ip`: tasks with a network interface of their own (awsvpc), pods. `instance`: bridge and host networking. */
  readonly kind: 'ip' | 'instance';
  /**
   * The port that the container listens on, 1-65535. With dynamic host ports the registration names the real one, and
   * this is only the group's default.
   */
  readonly port: number;
  /**
   * What the balancer speaks to the target. `HTTPS` and `TLS` encrypt inside the VPC too; the target's certificate is
   * not verified. @default 'HTTP' behind an application balancer, the listener's transport behind a network balancer
   */
  readonly protocol?: TargetProtocol;
  /** HTTP and HTTPS only. `GRPC` needs an HTTPS listener. @default 'HTTP1' */
  readonly protocolVersion?: TargetProtocolVersion;
  /** When a target gets traffic and when it stops. @default `/` answers 200-299, or a TCP connect */
  readonly healthCheck?: TargetHealthCheck;
  /**
   * 0-3600. Seconds that open requests get when a target leaves. @default 60: AWS's 300 makes every deployment wait five
   * minutes; raise it for long downloads and web sockets
   */
  readonly deregistrationDelaySeconds?: number;
  /** Keeps a client on one target. @default none: any target can answer any request */
  readonly stickiness?: Stickiness;
  /** HTTP and HTTPS only. @default { kind: 'round-robin' } */
  readonly algorithm?: BalancingAlgorithm;
  /** Network balancer: hand on the client's address. @default AWS's: on for instances and UDP, off for TCP to addresses */
  readonly preserveClientIp?: boolean;
  /** What the generated name is made from, the service behind it. @default the target group's own path */
  readonly calledAfter?: IConstruct;
  /** Network balancer: prepend the PROXY protocol v2 header, which the target must then understand. @default false */
  readonly proxyProtocolV2?: boolean;
}

export interface TargetGroupProps extends TargetProps {
  /** The VPC that the targets are in. */
  readonly vpcId: string;
  /**
   * 1-32 letters, digits and hyphens. A name of yours has to be changed together with `kind`, `port` or `protocol`,
   * because AWS replaces the group then and names are unique. @default made from the construct path and a hash of what
   * AWS cannot change in place
   */
  readonly name?: string;
  /** The second group of a blue/green deployment, whose generated name must be another one. @default false */
  readonly alternate?: boolean;
}

const API = 'https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html';
const ATTRIBUTES =
  'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-target-group-attributes.html';

/** Characters of the hash of the immutable fields; the name has 32 in all. */
const HASH_LENGTH = 6;

/** Where requests go: addresses or instances, and how their health is asked. */
export class TargetGroup extends Construct {
  public readonly targetGroup: LbTargetGroup;
  public readonly targetGroupArn: string;
  public readonly targetGroupName: string;
  /** `targetgroup/web/73e2d6bc24d8a067`: the `TargetGroup` dimension and the second half of a resource label. */
  public readonly arnSuffix: string;
  public readonly kind: TargetProps['kind'];
  public readonly port: number;
  public readonly protocol: TargetProtocol;
  public readonly protocolVersion?: TargetProtocolVersion;
  /** The port that health is asked on, where it is not the traffic port. */
  public readonly healthCheckPort?: number;
  public readonly sticky: boolean;

  public constructor(scope: Construct, id: string, props: TargetGroupProps) {
    super(scope, id);
    const { kind, port, protocol = 'HTTP', protocolVersion, healthCheck = {}, vpcId, stickiness } = props;
    const { deregistrationDelaySeconds = 60, preserveClientIp, proxyProtocolV2 } = props;
    const subject = { protocol, protocolVersion };
    report(this, [
      ...validateTargetGroupProps(props),
      ...validateTargetHealthCheck(healthCheck, subject),
      ...validateStickiness(stickiness, protocol),
    ]);
    const name = props.name ?? targetGroupName(this, props);
    claimName(this, 'target group', name);

    const speaksHttp = isHttp(protocol);
    this.targetGroup = new LbTargetGroup(this, 'TargetGroup', {
      name,
      targetType: kind,
      port,
      protocol,
      protocolVersion: speaksHttp ? (protocolVersion ?? 'HTTP1') : undefined,
      vpcId,
      deregistrationDelay: String(deregistrationDelaySeconds),
      healthCheck: healthCheckBlock(healthCheck, subject),
      stickiness: stickinessBlock(stickiness),
      ...(speaksHttp ? algorithmArguments(props.algorithm) : {}),
      preserveClientIp: preserveClientIp === undefined ? undefined : String(preserveClientIp),
      proxyProtocolV2,
      // A listener or rule keeps the old group until it points to the new one: new first, then re-point, then delete.
      lifecycle: { createBeforeDestroy: true },
    });
    this.targetGroupArn = this.targetGroup.arn;
    this.targetGroupName = this.targetGroup.name;
    this.arnSuffix = this.targetGroup.arnSuffix;
    this.kind = kind;
    this.port = port;
    this.protocol = protocol;
    this.protocolVersion = protocolVersion;
    this.healthCheckPort = healthCheck.port === port ? undefined : healthCheck.port;
    this.sticky = stickiness !== undefined;
  }
}

/** `dev-web-88df6f`; the second group of a service is `dev-web-alt-88df6f`. */
function targetGroupName(group: TargetGroup, props: TargetGroupProps): string {
  const { calledAfter = group, alternate = false } = props;
  const hash = immutableHash(props);
  // The path of a group says which one it is; that of a service does not.
  const suffix = alternate && calledAfter !== group ? `alt-${hash}` : hash;
  return generatedName(calledAfter, { max: 32, suffix });
}

/** Short hash of the fields that AWS cannot change in place, so that the replacement has another name than the original. */
function immutableHash({ kind, port, protocol, protocolVersion, vpcId }: TargetGroupProps): string {
  // A token has another text whenever something is added to the app; it must not reach a name.
  const known = [kind, port, protocol, protocolVersion, vpcId].map((value) => (isUnknown(value) ? '' : (value ?? '')));
  return createHash('sha256').update(JSON.stringify(known)).digest('hex').slice(0, HASH_LENGTH);
}

function algorithmArguments(
  algorithm: BalancingAlgorithm = { kind: 'round-robin' },
): Pick<LbTargetGroupConfig, 'loadBalancingAlgorithmType' | 'loadBalancingAnomalyMitigation' | 'slowStart'> {
  switch (algorithm.kind) {
    case 'round-robin':
      return { loadBalancingAlgorithmType: 'round_robin', slowStart: algorithm.slowStartSeconds };
    case 'least-outstanding-requests':
      return { loadBalancingAlgorithmType: 'least_outstanding_requests' };
    case 'weighted-random':
      return {
        loadBalancingAlgorithmType: 'weighted_random',
        loadBalancingAnomalyMitigation: (algorithm.anomalyMitigation ?? true) ? 'on' : 'off',
      };
  }
}

/** Pure, so that a test can ask about one field without building a stack. */
export function validateTargetGroupProps(props: Omit<TargetGroupProps, 'vpcId'>): Issue[] {
  const { name, port, protocol = 'HTTP', protocolVersion, deregistrationDelaySeconds, algorithm } = props;
  const speaksHttp = isHttp(protocol);
  const slowStart = algorithm?.kind === 'round-robin' ? algorithm.slowStartSeconds : undefined;
  const httpOnly = { limit: 'HTTP or HTTPS targets', fix: 'leave it out behind a network balancer', see: ATTRIBUTES };
  const networkOnly = {
    limit: 'TCP, UDP, TCP_UDP or TLS targets',
    fix: 'leave it out: HTTP targets get X-Forwarded-For',
    see: ATTRIBUTES,
  };
  return [
    ...checkName('name', name, {
      pattern: /^[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?$/,
      max: 32,
      allowed: 'letters, digits and hyphens, not beginning or ending with a hyphen',
      see: API,
    }),
    ...checkWholeNumber('port', port, [1, 65_535], { fix: 'write the port that the container listens on', see: API }),
    ...checkWholeNumber('deregistrationDelaySeconds', deregistrationDelaySeconds, [0, 3600], {
      unit: 'seconds',
      fix: 'write 60',
      see: ATTRIBUTES,
    }),
    ...check('algorithm.slowStartSeconds', slowStart, (n) => n === 0 || (Number.isInteger(n) && n >= 30 && n <= 900), {
      limit: '0 (off) or a whole number from 30 to 900 seconds',
      fix: 'write 30, or leave it out',
      see: ATTRIBUTES,
    }),
    ...check('algorithm', algorithm, () => speaksHttp, httpOnly),
    ...check('protocolVersion', protocolVersion, () => speaksHttp, httpOnly),
    ...check('preserveClientIp', props.preserveClientIp, () => !speaksHttp, networkOnly),
    ...check(
      'preserveClientIp',
      props.preserveClientIp,
      (keep) => keep || (protocol !== 'UDP' && protocol !== 'TCP_UDP'),
      {
        limit: 'true for UDP and TCP_UDP, which always hand on the client address',
        fix: 'leave it out',
        see: ATTRIBUTES,
      },
    ),
    ...check('proxyProtocolV2', props.proxyProtocolV2, () => !speaksHttp, networkOnly),
  ];
}
