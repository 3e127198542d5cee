import { EksIdentityProviderConfig } from '@cdktf/provider-aws/lib/eks-identity-provider-config';
import { Construct } from 'constructs';
import { generatedName } from '../shared/names';
import { type Issue, report } from '../shared/problems';
import { check, checkName } from '../shared/validation';
import type { IEksCluster } from './eks-cluster-interface';

/** An OIDC provider that vouches for people and pipelines; every change replaces it, which takes minutes. */
export interface IdentityProviderProps {
  readonly cluster: IEksCluster;
  /** The `iss` of its tokens, `https://login.acme.dev`; EKS reads `/.well-known/openid-configuration` below it. */
  readonly issuerUrl: string;
  /** The `aud` of its tokens. */
  readonly clientId: string;
  /** 1-100 letters, digits, `_`, `.` and `-`. @default made from the construct path */
  readonly name?: string;
  /** Claim that says who it is. @default 'sub', as EKS has it */
  readonly usernameClaim?: string;
  /** In front of every user name. @default the issuer and `#`, except for the claim `email` */
  readonly usernamePrefix?: string;
  /** Claim that lists the groups. @default none: RoleBindings then name users */
  readonly groupsClaim?: string;
  /** In front of every group, so that no group of the provider is one of the cluster's. @default 'oidc:' with `groupsClaim` */
  readonly groupsPrefix?: string;
  /** Claims that a token must have, with their values. @default none: every user of the client is let in as himself */
  readonly requiredClaims?: Readonly<Record<string, string>>;
}

const SEE = 'https://docs.aws.amazon.com/eks/latest/userguide/authenticate-oidc-identity-provider.html';

/**
 * Lets users of an OIDC provider log in to the cluster, beside IAM. It only says who they are: what they may do, a
 * RoleBinding in the cluster says. One per cluster; for pods' roles the cluster has its own issuer.
 */
export class IdentityProvider extends Construct {
  public readonly config: EksIdentityProviderConfig;

  public constructor(scope: Construct, id: string, props: IdentityProviderProps) {
    super(scope, id);
    report(this, validateIdentityProviderProps(props));
    const { cluster, issuerUrl, clientId, usernameClaim, usernamePrefix, groupsClaim, requiredClaims } = props;
    const { name = generatedName(this, { max: 100 }) } = props;
    const { groupsPrefix = groupsClaim === undefined ? undefined : 'oidc:' } = props;
    this.config = new EksIdentityProviderConfig(this, 'Config', {
      clusterName: cluster.clusterName,
      oidc: {
        identityProviderConfigName: name,
        issuerUrl,
        clientId,
        usernameClaim,
        usernamePrefix,
        groupsClaim,
        groupsPrefix,
        requiredClaims: requiredClaims && { ...requiredClaims },
      },
    });
    cluster.afterCluster(this.config);
  }
}

/** Pure, so that a test can ask about one field without building a stack. */
export function validateIdentityProviderProps(props: Omit<IdentityProviderProps, 'cluster'>): Issue[] {
  const { name, issuerUrl, clientId, usernamePrefix, groupsClaim, groupsPrefix } = props;
  return [
    ...checkName('name', name, {
      pattern: /^[\w.-]+$/,
      max: 100,
      allowed: 'letters, digits, "_", "." and "-"',
      see: SEE,
    }),
    ...check('issuerUrl', issuerUrl, isIssuer, {
      limit: 'the https address of the issuer, on port 443, as the tokens have it: without query and user',
      fix: 'write what "issuer" says in its /.well-known/openid-configuration',
      see: SEE,
    }),
    ...check('issuerUrl', issuerUrl, (url) => !/^https:\/\/oidc\.eks\.[^/]*\/id\//.test(url), {
      limit: 'a provider of users; this is the issuer of an EKS cluster, whose tokens are those of pods',
      fix: 'leave it out: roles of pods need none (addServiceAccountIdentity)',
      see: SEE,
    }),
    ...check('clientId', clientId, (text) => text.trim().length > 0, {
      limit: 'the client id that the tokens are made for',
      fix: 'take it from the provider',
      see: SEE,
    }),
    ...[
      ['usernamePrefix', usernamePrefix],
      ['groupsPrefix', groupsPrefix],
    ].flatMap(([field = '', prefix]) =>
      check(field, prefix, (text) => !text.startsWith('system:'), {
        limit: 'no "system:", which would let the provider make administrators',
        fix: 'write "oidc:"',
        see: SEE,
      }),
    ),
    ...(groupsPrefix !== undefined && groupsClaim === undefined
      ? [
          {
            field: 'groupsPrefix',
            value: groupsPrefix,
            limit: 'given together with groupsClaim',
            fix: "write groupsClaim: 'groups', or remove the prefix",
            see: SEE,
          },
        ]
      : []),
    // An empty prefix is legal, and lets the provider name its groups like those of the cluster.
    ...check('groupsPrefix', groupsPrefix, (text) => text !== '', {
      limit: 'a prefix: without one a group of the provider can be called system:masters',
      fix: 'leave it out for "oidc:"',
      see: SEE,
      rule: 'eks.groups-without-prefix',
    }),
  ];
}

function isIssuer(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, port, username, search, hash } = new URL(text);
  return protocol === 'https:' && [port, username, search, hash].every((part) => part === '');
}
