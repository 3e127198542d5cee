import { DEFAULT_TLS_POLICY, type TlsPolicy } from '../load-balancing/tls-policy';
import type { Issue } from '../shared/problems';
import { check, checkName, checkWholeNumber } from '../shared/validation';

/** Several Ingress objects of a cluster that share one load balancer, and its price. */
export interface IngressGroup {
  /** 1-63 lower-case letters, digits, `-` and `.`; whoever may make an Ingress can join a group by its name. */
  readonly name: string;
  /** -1000 to 1000; rules of a lower number are asked first. Two members need two. @default 0 */
  readonly order?: number;
}

/** Health check of the target group; the words are those of ECS services. */
export interface AlbHealthCheck {
  /** @default '/' */
  readonly path?: string;
  /** Answers that count as healthy: `200`, `200-299`. @default '200-399', as Kubernetes probes judge */
  readonly codes?: string;
  /** 5-300. @default 15 */
  readonly intervalSeconds?: number;
  /** 2-120, less than the interval. @default 5 */
  readonly timeoutSeconds?: number;
  /** 2-10. @default 2 */
  readonly healthyThreshold?: number;
  /** 2-10. @default 3 */
  readonly unhealthyThreshold?: number;
}

/** How a load balancer made from an Ingress behaves. */
export interface AlbOptions {
  /** @default 'internet-facing' */
  readonly scheme?: 'internet-facing' | 'internal';
  /** Shares a load balancer. @default one of its own, about 20 USD a month */
  readonly group?: IngressGroup;
  /** ARNs of ACM certificates. @default the controller looks in ACM for one that covers the hosts */
  readonly certificateArns?: readonly string[];
  /** `http` serves without encryption, on port 80 only. @default 'https': port 80 redirects to 443 */
  readonly protocol?: 'https' | 'http';
  /** @default 'ELBSecurityPolicy-TLS13-1-2-2021-06' */
  readonly tlsPolicy?: TlsPolicy;
  /** @default 'ip'; `instance` goes through a port of every node and needs a Service of type NodePort */
  readonly targetType?: 'ip' | 'instance';
  /** IPv4 blocks that may connect. @default everybody */
  readonly clients?: readonly string[];
  readonly healthCheck?: AlbHealthCheck;
  /** Load balancer attributes, `idle_timeout.timeout_seconds: '120'`. @default invalid headers are dropped */
  readonly attributes?: Readonly<Record<string, string>>;
  /** ARN of a WAF web ACL. @default none */
  readonly webAclArn?: string;
}

const PREFIX = 'alb.ingress.kubernetes.io';
const SEE = 'https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/ingress/annotations/';

/** What the AWS Load Balancer Controller reads. It takes lists as JSON or with commas, and everything as text. */
export function albAnnotations(options: AlbOptions): Record<string, string> {
  const { scheme = 'internet-facing', group, targetType = 'ip', clients, healthCheck = {}, webAclArn } = options;
  const { protocol = 'https', certificateArns, tlsPolicy = DEFAULT_TLS_POLICY } = options;
  const attributes = { 'routing.http.drop_invalid_header_fields.enabled': 'true', ...options.attributes };
  const { path = '/', codes = '200-399', intervalSeconds = 15, timeoutSeconds = 5 } = healthCheck;
  const { healthyThreshold = 2, unhealthyThreshold = 3 } = healthCheck;
  const https =
    protocol === 'http'
      ? { 'listen-ports': JSON.stringify([{ HTTP: 80 }]) }
      : {
          'listen-ports': JSON.stringify([{ HTTP: 80 }, { HTTPS: 443 }]),
          'ssl-redirect': '443',
          'ssl-policy': tlsPolicy,
          'certificate-arn': certificateArns?.join(','),
        };
  return prefixed({
    scheme,
    'target-type': targetType,
    ...https,
    'group.name': group?.name,
    'group.order': group === undefined ? undefined : String(group.order ?? 0),
    'inbound-cidrs': clients?.join(','),
    'healthcheck-path': path,
    'success-codes': codes,
    'healthcheck-interval-seconds': String(intervalSeconds),
    'healthcheck-timeout-seconds': String(timeoutSeconds),
    'healthy-threshold-count': String(healthyThreshold),
    'unhealthy-threshold-count': String(unhealthyThreshold),
    'load-balancer-attributes': Object.entries(attributes)
      .map(([key, value]) => `${key}=${value}`)
      .sort()
      .join(','),
    'wafv2-acl-arn': webAclArn,
  });
}

function prefixed(annotations: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(annotations).flatMap(([key, value]) => (value === undefined ? [] : [[`${PREFIX}/${key}`, value]])),
  );
}

/** Pure, so that a test can ask about one field without building a stack. */
export function validateAlbOptions({
  group,
  protocol,
  certificateArns,
  clients,
  healthCheck = {},
}: AlbOptions): Issue[] {
  const { path, intervalSeconds, timeoutSeconds, healthyThreshold, unhealthyThreshold } = healthCheck;
  const fix = 'leave it out for the default';
  return [
    ...checkName('group.name', group?.name, {
      pattern: /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/,
      max: 63,
      allowed: 'lower-case letters, digits, "-" and ".", a letter or digit at both ends',
      fix: 'write for example "public"',
      see: `${SEE}#group.name`,
    }),
    ...checkWholeNumber('group.order', group?.order, [-1000, 1000], { fix, see: `${SEE}#group.order` }),
    ...check('certificateArns', certificateArns, (arns) => protocol !== 'http' && arns.length > 0, {
      limit: 'one or more certificates, and only with protocol "https"',
      fix:
        protocol === 'http'
          ? 'remove the certificates, or serve https'
          : 'leave it out: the controller finds one in ACM',
      see: `${SEE}#certificate-arn`,
    }),
    ...(certificateArns ?? []).flatMap((certificate, index) =>
      check(`certificateArns[${index}]`, certificate, (arn) => /^arn:[\w-]+:(acm|iam):/.test(arn), {
        limit: 'the ARN of an ACM certificate of the same region',
        fix: 'write arn:aws:acm:<region>:<account>:certificate/<id>',
        see: `${SEE}#certificate-arn`,
      }),
    ),
    ...(clients ?? []).flatMap((block, index) =>
      check(`clients[${index}]`, block, (cidr) => /^\d{1,3}(\.\d{1,3}){3}\/\d{1,2}$/.test(cidr), {
        limit: 'an IPv4 block',
        fix: 'write for example "203.0.113.0/24"',
        see: `${SEE}#inbound-cidrs`,
      }),
    ),
    ...check('healthCheck.path', path, (text) => /^\/\S{0,1023}$/.test(text), {
      limit: 'a path that begins with "/", up to 1024 characters without spaces',
      fix: 'write "/healthz"',
      see: `${SEE}#healthcheck-path`,
    }),
    ...checkWholeNumber('healthCheck.intervalSeconds', intervalSeconds, [5, 300], { unit: 'seconds', fix, see: SEE }),
    ...checkWholeNumber('healthCheck.timeoutSeconds', timeoutSeconds, [2, 120], { unit: 'seconds', fix, see: SEE }),
    ...check('healthCheck.timeoutSeconds', timeoutSeconds, (seconds) => seconds < (intervalSeconds ?? 15), {
      limit: `less than the interval of ${intervalSeconds ?? 15} seconds`,
      fix: 'raise the interval',
      see: SEE,
    }),
    ...checkWholeNumber('healthCheck.healthyThreshold', healthyThreshold, [2, 10], { fix, see: SEE }),
    ...checkWholeNumber('healthCheck.unhealthyThreshold', unhealthyThreshold, [2, 10], { fix, see: SEE }),
  ];
}
