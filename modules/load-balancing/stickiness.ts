import type { LbTargetGroupStickiness } from '@cdktf/provider-aws/lib/lb-target-group';
import type { Issue } from '../shared/problems';
import { check, checkName, checkWholeNumber } from '../shared/validation';
import { isHttp, type TargetProtocol } from './target-protocol';

/** What ties a client to one target. */
export type Stickiness =
  /** The balancer's own cookie; it lasts 1-604800 seconds (7 days) from the last request. */
  | { readonly kind: 'balancer-cookie'; readonly durationSeconds: number }
  /** Follows a cookie of the program for 1-604800 seconds; a new value of it may move the client. */
  | { readonly kind: 'app-cookie'; readonly cookieName: string; readonly durationSeconds: number }
  /** The client's address; network balancer only, and not with TLS listeners. */
  | { readonly kind: 'source-ip' };

const SEE =
  'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-target-group-attributes.html#sticky-sessions';
const WEEK = 604_800;

/** Pure, so that a test can ask about one field without building a stack. */
export function validateStickiness(stickiness: Stickiness | undefined, protocol: TargetProtocol): Issue[] {
  if (stickiness === undefined) return [];
  const speaksHttp = isHttp(protocol);
  if (stickiness.kind === 'source-ip') {
    return check('stickiness.kind', stickiness.kind, () => !speaksHttp && protocol !== 'TLS', {
      limit: speaksHttp
        ? 'a cookie where the targets speak HTTP'
        : 'TCP, UDP or TCP_UDP targets for stickiness by address',
      fix: speaksHttp ? 'write { kind: "balancer-cookie", durationSeconds: 3600 }' : 'leave stickiness out, or use TCP',
      see: SEE,
    });
  }
  return [
    ...check('stickiness.kind', stickiness.kind, () => speaksHttp, {
      limit: '"source-ip" behind a network balancer, which sees no cookies',
      fix: 'write { kind: "source-ip" }',
      see: SEE,
    }),
    ...checkWholeNumber('stickiness.durationSeconds', stickiness.durationSeconds, [1, WEEK], {
      unit: 'seconds (7 days)',
      fix: 'write 86400 for a day',
      see: SEE,
    }),
    ...(stickiness.kind === 'app-cookie' ? validateCookieName(stickiness.cookieName) : []),
  ];
}

function validateCookieName(cookieName: string): Issue[] {
  return [
    ...checkName('stickiness.cookieName', cookieName, {
      pattern: /^[\w!#$%&'*+.^`|~-]+$/,
      max: 1024,
      allowed: "letters, digits and _!#$%&'*+.^`|~-",
      fix: "write the name of the program's own session cookie",
      see: SEE,
    }),
    ...check('stickiness.cookieName', cookieName, (name) => !/^AWSALB(APP|TG)?(CORS)?$/i.test(name), {
      limit: "a cookie of the program's; AWSALB, AWSALBAPP and AWSALBTG are the balancer's own",
      fix: 'use another name, or { kind: "balancer-cookie" }',
      see: SEE,
    }),
  ];
}

/** The `stickiness` block. @see https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/lb_target_group */
export function stickinessBlock(stickiness: Stickiness | undefined): LbTargetGroupStickiness | undefined {
  switch (stickiness?.kind) {
    case undefined:
      return undefined;
    case 'source-ip':
      return { enabled: true, type: 'source_ip' };
    case 'balancer-cookie':
      return { enabled: true, type: 'lb_cookie', cookieDuration: stickiness.durationSeconds };
    case 'app-cookie':
      return {
        enabled: true,
        type: 'app_cookie',
        cookieDuration: stickiness.durationSeconds,
        cookieName: stickiness.cookieName,
      };
  }
}
