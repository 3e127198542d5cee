import type { LbTargetGroupHealthCheck } from '@cdktf/provider-aws/lib/lb-target-group';
import type { Issue } from '../shared/problems';
import { check, checkWholeNumber } from '../shared/validation';
import { isHttp, type TargetProtocol, type TargetProtocolVersion } from './target-protocol';

export type HealthCheckProtocol = 'HTTP' | 'HTTPS' | 'TCP';

/** When a target gets traffic, and when it stops getting it. */
export interface TargetHealthCheck {
  /** How health is asked. @default the target's own protocol; TCP for a network balancer */
  readonly protocol?: HealthCheckProtocol;
  /** Path that is asked, beginning with `/`, up to 1024 characters; HTTP and HTTPS. @default '/' (gRPC: the standard health service) */
  readonly path?: string;
  /** Answers that count as healthy: `200`, `200-299`, `200,302`; for gRPC status codes 0-99. @default '200-299' (gRPC: '0') */
  readonly codes?: string;
  /** Asked on this port, 1-65535, instead of the traffic port. */
  readonly port?: number;
  /** 5-300, more than the timeout. @default 15: half of AWS's, a broken task is out of the balancer in 45 s */
  readonly intervalSeconds?: number;
  /** 2-120. @default 5 */
  readonly timeoutSeconds?: number;
  /** 2-10 good answers until a target gets traffic. @default 2: AWS's 5 makes each deployment a minute longer */
  readonly healthyThreshold?: number;
  /** 2-10 bad answers until it stops. @default 3: one lost packet is no failure */
  readonly unhealthyThreshold?: number;
}

/** What the check depends on besides itself. */
export interface HealthCheckSubject {
  readonly protocol: TargetProtocol;
  readonly protocolVersion?: TargetProtocolVersion;
}

const SEE = 'https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html';
const INTERVAL = 15;
const TIMEOUT = 5;

/** Pure, so that a test can ask about one field without building a stack. */
export function validateTargetHealthCheck(healthCheck: TargetHealthCheck, subject: HealthCheckSubject): Issue[] {
  const { path, codes, port, intervalSeconds, timeoutSeconds, healthyThreshold, unhealthyThreshold } = healthCheck;
  const protocol = healthCheckProtocol(healthCheck, subject);
  const field = (name: string): string => `healthCheck.${name}`;
  const isTcp = protocol === 'TCP';
  return [
    ...check(field('protocol'), healthCheck.protocol, (given) => given !== 'TCP' || !isHttp(subject.protocol), {
      limit: 'HTTP or HTTPS where the targets speak HTTP',
      fix: 'name a path that answers without authentication, { path: "/healthz" }',
      see: SEE,
    }),
    ...check(field('path'), path, () => !isTcp, noHttpCheck('path')),
    ...check(field('codes'), codes, () => !isTcp, noHttpCheck('codes')),
    ...check(field('path'), path, (text) => /^\/\S{0,1023}$/.test(text), {
      limit: 'a path that begins with "/", up to 1024 characters without spaces',
      fix: 'write "/healthz"',
      see: SEE,
    }),
    ...check(field('codes'), codes, (text) => validCodes(text, subject), {
      limit:
        subject.protocolVersion === 'GRPC'
          ? 'gRPC status codes from 0 to 99, single, listed or as a range'
          : `HTTP status codes from 200 to ${isHttp(subject.protocol) ? 499 : 599}, single, listed or as a range`,
      fix: subject.protocolVersion === 'GRPC' ? 'write "0" or "0-12"' : 'write "200", "200,302" or "200-299"',
      see: SEE,
    }),
    ...checkWholeNumber(field('port'), port, [1, 65_535], { fix: 'leave it out to use the traffic port', see: SEE }),
    ...checkWholeNumber(field('intervalSeconds'), intervalSeconds, [5, 300], seconds('write 15')),
    ...checkWholeNumber(field('timeoutSeconds'), timeoutSeconds, [2, 120], seconds('write 5')),
    ...checkWholeNumber(field('healthyThreshold'), healthyThreshold, [2, 10], { fix: 'write 2', see: SEE }),
    ...checkWholeNumber(field('unhealthyThreshold'), unhealthyThreshold, [2, 10], { fix: 'write 3', see: SEE }),
    ...check(field('timeoutSeconds'), timeoutSeconds ?? TIMEOUT, (timeout) => timeout < (intervalSeconds ?? INTERVAL), {
      limit: `less than intervalSeconds (${intervalSeconds ?? INTERVAL})`,
      fix: 'shorten the timeout or lengthen the interval',
      see: SEE,
    }),
  ];
}

/** The `health_check` block, everything written out: what AWS would choose is not ours to change later. */
export function healthCheckBlock(
  healthCheck: TargetHealthCheck,
  subject: HealthCheckSubject,
): LbTargetGroupHealthCheck {
  const { port, intervalSeconds = INTERVAL, timeoutSeconds = TIMEOUT } = healthCheck;
  const { healthyThreshold = 2, unhealthyThreshold = 3 } = healthCheck;
  const protocol = healthCheckProtocol(healthCheck, subject);
  const grpc = subject.protocolVersion === 'GRPC';
  return {
    enabled: true,
    protocol,
    port: port === undefined ? 'traffic-port' : String(port),
    interval: intervalSeconds,
    timeout: timeoutSeconds,
    healthyThreshold,
    unhealthyThreshold,
    ...(protocol === 'TCP'
      ? {}
      : {
          path: healthCheck.path ?? (grpc ? '/grpc.health.v1.Health/Check' : '/'),
          matcher: healthCheck.codes ?? (grpc ? '0' : '200-299'),
        }),
  };
}

function healthCheckProtocol({ protocol, path }: TargetHealthCheck, subject: HealthCheckSubject): HealthCheckProtocol {
  if (protocol !== undefined) return protocol;
  if (isHttp(subject.protocol)) return subject.protocol;
  return path === undefined ? 'TCP' : 'HTTP';
}

/** Network balancers take 200-599, application balancers 200-499; gRPC has its own 0-99. */
function validCodes(text: string, { protocol, protocolVersion }: HealthCheckSubject): boolean {
  const [min, max] = protocolVersion === 'GRPC' ? [0, 99] : [200, isHttp(protocol) ? 499 : 599];
  return text.split(',').every((part) => {
    const match = /^(\d{1,3})(?:-(\d{1,3}))?$/.exec(part);
    if (match === null) return false;
    const from = Number(match[1]);
    const to = Number(match[2] ?? match[1]);
    return from >= min && to <= max && from <= to;
  });
}

function noHttpCheck(field: string): { limit: string; fix: string; see: string } {
  return {
    limit: `no ${field} with a TCP health check, which only opens a connection`,
    fix: `leave out ${field}, or ask over HTTP: { protocol: "HTTP" }`,
    see: SEE,
  };
}

function seconds(fix: string): { unit: string; fix: string; see: string } {
  return { unit: 'seconds', fix, see: SEE };
}
