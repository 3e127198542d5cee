import type { LbListenerDefaultAction } from '@cdktf/provider-aws/lib/lb-listener';
import type { Issue } from '../shared/problems';
import { check, checkWholeNumber } from '../shared/validation';
import type { TargetGroup } from './target-group';

/** One of the groups that a forward action shares requests among. */
export interface WeightedTarget {
  readonly targetGroup: TargetGroup;
  /** 0-999, in proportion to the other groups; 0 sends nothing. @default 1 */
  readonly weight?: number;
}

/** What a listener or a rule does with a request. */
export type ListenerAction =
  /** To 1-5 target groups. `stickySeconds`: 1-604800, a client stays with the group that it got first. */
  | { readonly kind: 'forward'; readonly targets: readonly WeightedTarget[]; readonly stickySeconds?: number }
  /** Elsewhere; what is left out stays as requested. `statusCode`: 301 (browsers remember it) or 302. Default 301. */
  | {
      readonly kind: 'redirect';
      readonly protocol?: 'HTTP' | 'HTTPS';
      /** 1-128 characters; `#{host}` is the requested one. */
      readonly host?: string;
      /** 1-65535. */
      readonly port?: number;
      /** Begins with `/`, 1-128 characters; `#{path}` is the requested one without its slash. */
      readonly path?: string;
      /** Without the `?`, up to 128 characters. */
      readonly query?: string;
      readonly statusCode?: 301 | 302;
    }
  /** An answer of the balancer's own: 2XX, 4XX or 5XX, body up to 1024 characters. */
  | {
      readonly kind: 'fixed-response';
      readonly statusCode: number;
      /** @default none */
      readonly body?: string;
      /** @default 'text/plain' */
      readonly contentType?: FixedResponseContentType;
    };

export type FixedResponseContentType =
  | 'text/plain'
  | 'text/css'
  | 'text/html'
  | 'application/javascript'
  | 'application/json';

type Forward = Extract<ListenerAction, { kind: 'forward' }>;
type Redirect = Extract<ListenerAction, { kind: 'redirect' }>;
type FixedResponse = Extract<ListenerAction, { kind: 'fixed-response' }>;

const API = 'https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference';

/** Pure, so that a test can ask about one field without building a stack. */
export function validateListenerAction(field: string, action: ListenerAction): Issue[] {
  switch (action.kind) {
    case 'forward':
      return validateForward(field, action);
    case 'redirect':
      return validateRedirect(field, action);
    case 'fixed-response':
      return validateFixedResponse(field, action);
  }
}

function validateForward(field: string, { targets, stickySeconds }: Forward): Issue[] {
  const see = `${API}/API_ForwardActionConfig.html`;
  return [
    ...check(`${field}.targets`, targets.length, (count) => count >= 1 && count <= 5, {
      limit: '1 to 5 target groups',
      fix: 'name a target group, or add a second rule',
      see,
    }),
    ...targets.flatMap(({ weight }, index) =>
      checkWholeNumber(`${field}.targets[${index}].weight`, weight, [0, 999], {
        fix: 'write 50 and 50 for halves',
        see,
      }),
    ),
    ...checkWholeNumber(`${field}.stickySeconds`, stickySeconds, [1, 604_800], {
      unit: 'seconds',
      fix: 'write 3600',
      see,
    }),
  ];
}

function validateRedirect(field: string, action: Redirect): Issue[] {
  const { protocol, host, port, path, query, statusCode } = action;
  const see = `${API}/API_RedirectActionConfig.html`;
  const short = (name: string, value: string | undefined): Issue[] =>
    check(`${field}.${name}`, value, (text) => text.length >= 1 && text.length <= 128, {
      limit: '1 to 128 characters',
      fix: 'shorten it, or leave it out to keep what was requested',
      see,
    });
  return [
    ...short('host', host),
    ...short('path', path),
    ...short('query', query),
    ...check(`${field}.path`, path, (text) => text.startsWith('/'), {
      limit: 'a path that begins with "/"',
      fix: 'write "/new/#{path}"',
      see,
    }),
    ...checkWholeNumber(`${field}.port`, port, [1, 65_535], { fix: 'leave it out to keep the requested one', see }),
    ...check(`${field}.statusCode`, statusCode, (code) => [301, 302].includes(code), {
      limit: '301 or 302',
      fix: 'write 301 for a permanent redirect',
      see,
    }),
    ...([protocol, host, port, path].every((part) => part === undefined)
      ? [
          {
            field,
            value: action,
            limit: 'a redirect that changes protocol, host, port or path; this one would go round in circles',
            fix: 'write { kind: "redirect", protocol: "HTTPS", port: 443 }',
            see,
          },
        ]
      : []),
  ];
}

function validateFixedResponse(field: string, { statusCode, body }: FixedResponse): Issue[] {
  const see = `${API}/API_FixedResponseActionConfig.html`;
  return [
    ...check(`${field}.statusCode`, statusCode, (code) => /^[245]\d\d$/.test(String(code)), {
      limit: '2XX, 4XX or 5XX',
      fix: 'write 200, 404 or 503; for 3XX use { kind: "redirect" }',
      see,
    }),
    ...check(`${field}.body`, body, (text) => text.length <= 1024, {
      limit: `up to 1024 characters (this one has ${body?.length ?? 0})`,
      fix: 'shorten it, or serve the page from a target',
      see,
    }),
  ];
}

/** The block as a listener and a rule take it. One target group is written the short way, as AWS reads it back. */
export function listenerAction(action: ListenerAction): LbListenerDefaultAction {
  switch (action.kind) {
    case 'forward':
      return forwardAction(action);
    case 'redirect': {
      const { protocol, host, port, path, query, statusCode = 301 } = action;
      const rest = { protocol, host, path, query, port: port === undefined ? undefined : String(port) };
      return { type: 'redirect', redirect: { ...rest, statusCode: `HTTP_${statusCode}` } };
    }
    case 'fixed-response': {
      const { statusCode, body, contentType = 'text/plain' } = action;
      const fixedResponse = { contentType, messageBody: body, statusCode: String(statusCode) };
      return { type: 'fixed-response', fixedResponse };
    }
  }
}

function forwardAction({ targets, stickySeconds }: Forward): LbListenerDefaultAction {
  const [first] = targets;
  if (first !== undefined && targets.length === 1 && stickySeconds === undefined) {
    return { type: 'forward', targetGroupArn: first.targetGroup.targetGroupArn };
  }
  return {
    type: 'forward',
    forward: {
      targetGroup: targets.map(({ targetGroup, weight = 1 }) => ({ arn: targetGroup.targetGroupArn, weight })),
      ...(stickySeconds === undefined ? {} : { stickiness: { enabled: true, duration: stickySeconds } }),
    },
  };
}
