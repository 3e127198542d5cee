import type { LbListenerRuleAction } from '@cdktf/provider-aws/lib/lb-listener-rule';
import type { Issue } from '../shared/problems';
import { check, checkWholeNumber } from '../shared/validation';

interface AuthenticationSession {
  /** What the program learns of the user, separated by spaces. @default 'openid' */
  readonly scope?: string;
  /** 1-604800 seconds until the user logs in again. @default 28800: a working day; AWS's default is seven days */
  readonly sessionTimeoutSeconds?: number;
  /** @default 'authenticate': send the user to the log-in page */
  readonly onUnauthenticatedRequest?: 'authenticate' | 'deny' | 'allow';
}

/** Where users log in before a request reaches the target. The balancer must be able to reach it over the internet. */
export type Authentication =
  | ({
      readonly kind: 'cognito';
      readonly userPoolArn: string;
      readonly userPoolClientId: string;
      /** The domain prefix, or the full custom domain, of the user pool. */
      readonly userPoolDomain: string;
    } & AuthenticationSession)
  | ({
      readonly kind: 'oidc';
      /** `https://...`, as the provider's discovery document has it. */
      readonly issuer: string;
      readonly authorizationEndpoint: string;
      readonly tokenEndpoint: string;
      readonly userInfoEndpoint: string;
      readonly clientId: string;
      /** A reference to a secret's value; it ends in the state, so never a literal. */
      readonly clientSecret: string;
    } & AuthenticationSession);

const SEE = 'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-authenticate-users.html';
const SESSION_SECONDS = 28_800;

/** Pure, so that a test can ask about one field without building a stack. */
export function validateAuthentication(authentication: Authentication): Issue[] {
  const endpoints =
    authentication.kind === 'oidc'
      ? (['issuer', 'authorizationEndpoint', 'tokenEndpoint', 'userInfoEndpoint'] as const)
      : [];
  return [
    ...checkWholeNumber('authenticate.sessionTimeoutSeconds', authentication.sessionTimeoutSeconds, [1, 604_800], {
      unit: 'seconds',
      fix: 'write 28800 for a working day',
      see: SEE,
    }),
    ...endpoints.flatMap((name) =>
      authentication.kind === 'oidc'
        ? check(`authenticate.${name}`, authentication[name], (url) => url.startsWith('https://'), {
            limit: 'an address that begins with "https://"',
            fix: "copy it from the provider's /.well-known/openid-configuration",
            see: SEE,
          })
        : [],
    ),
    ...(authentication.kind === 'oidc'
      ? check('authenticate.clientSecret', authentication.clientSecret, () => false, {
          limit: 'a reference such as secret.secretString; a literal would be in the source and in the plan',
          fix: 'read it from Secrets Manager with a data source',
          see: SEE,
          secret: true,
        })
      : []),
  ];
}

/** The `authenticate-*` action, which comes before the one that routes. */
export function authenticationAction(authentication: Authentication): LbListenerRuleAction {
  const {
    scope = 'openid',
    sessionTimeoutSeconds = SESSION_SECONDS,
    onUnauthenticatedRequest = 'authenticate',
  } = authentication;
  const session = { scope, sessionTimeout: sessionTimeoutSeconds, onUnauthenticatedRequest };
  if (authentication.kind === 'cognito') {
    const { userPoolArn, userPoolClientId, userPoolDomain } = authentication;
    return {
      order: 1,
      type: 'authenticate-cognito',
      authenticateCognito: { userPoolArn, userPoolClientId, userPoolDomain, ...session },
    };
  }
  const { issuer, authorizationEndpoint, tokenEndpoint, userInfoEndpoint, clientId, clientSecret } = authentication;
  return {
    order: 1,
    type: 'authenticate-oidc',
    authenticateOidc: {
      issuer,
      authorizationEndpoint,
      tokenEndpoint,
      userInfoEndpoint,
      clientId,
      clientSecret,
      ...session,
    },
  };
}
