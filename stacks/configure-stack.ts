import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { TerraformStack } from 'cdktf';
import type { IConstruct } from 'constructs';
import { type Issue, report } from '../modules/shared/problems';
import { check, checkName } from '../modules/shared/validation';
import { configureRemoteState, type RemoteState } from '../modules/state';
import { requireProvider } from './require-provider';

/** What every stack of an environment needs to be told once. */
export interface StackSettings {
  /** `dev`; part of the state's key and the `Environment` tag. 1-20 lower-case letters, digits and hyphens. */
  readonly environment: string;
  /** What the stack holds, `network`; the other part of the state's key. */
  readonly component: string;
  /** `eu-west-1`. */
  readonly region: string;
  /** 12 digits. Terraform then refuses every other account, and plans need no lookup. @default any account */
  readonly accountId?: string;
  /** @default `{ kind: 'local' }`, a file beside the output: for a first try, not for a team */
  readonly remoteState?: RemoteState;
  /** Added to `Environment` and `ManagedBy` on every resource. At most 48 more, AWS takes 50. @default none */
  readonly tags?: Readonly<Record<string, string>>;
}

const SETTINGS = Symbol.for('cdktf-aws-containers/stack-settings');

/** What `configureStack` was told about the stack that `scope` is in; nothing for a stack written by hand. */
export function stackSettingsOf(scope: IConstruct): StackSettings | undefined {
  return Reflect.get(TerraformStack.of(scope), SETTINGS) as StackSettings | undefined;
}

/** Gives a stack its AWS provider, default tags and backend; the one place where they are decided. */
export function configureStack(stack: TerraformStack, settings: StackSettings): AwsProvider {
  report(stack, validateStackSettings(settings));
  Object.defineProperty(stack, SETTINGS, { value: settings });
  const { environment, component, region, accountId, remoteState = { kind: 'local' }, tags } = settings;
  const provider = new AwsProvider(stack, 'Aws', {
    region,
    allowedAccountIds: accountId === undefined ? undefined : [accountId],
    defaultTags: [{ tags: { Environment: environment, ManagedBy: 'terraform', ...tags } }],
  });
  requireProvider(stack, 'aws');
  configureRemoteState(stack, remoteState, { environment, component });
  return provider;
}

/** The part of a stack's id after its environment, `dev-network` -> `network`; `main` where there is none. */
export function componentOf(id: string, environment: string): string {
  if (id === environment) return 'main';
  return id.startsWith(`${environment}-`) ? id.slice(environment.length + 1) : id;
}

/** Pure, so that a test can ask about one field without building a stack. */
export function validateStackSettings({ environment, region, accountId, tags = {} }: StackSettings): Issue[] {
  const see = 'https://docs.aws.amazon.com/general/latest/gr/rande.html';
  const tagging = 'https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html';
  return [
    ...checkName('environment', environment, {
      pattern: /^[a-z][a-z0-9-]*[a-z0-9]$/,
      max: 20,
      allowed: 'lower-case letters, digits and hyphens, beginning with a letter: it is part of names, keys and tags',
      fix: 'choose a short name such as dev',
      see: 'docs/errors.md#names',
    }),
    ...check('region', region, (name) => /^[a-z]{2,4}(-[a-z]+)+-\d$/.test(name), {
      limit: "a region's code, such as eu-west-1",
      fix: 'write the code, not the name; a zone (eu-west-1a) is not a region',
      see,
    }),
    ...check('accountId', accountId, (id) => /^\d{12}$/.test(id), {
      limit: '12 digits, as text so that leading zeros stay',
      fix: "write '012345678901'",
      see: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/console-account-id.html',
    }),
    ...Object.entries(tags).flatMap(([key, value]) => [
      ...check(`tags key ${JSON.stringify(key)}`, key, isTagKey, {
        limit: '1 to 128 letters, digits, spaces and _.:/=+-@, not beginning with aws:',
        fix: 'choose another key',
        see: tagging,
      }),
      ...check(`tags.${key}`, value, (text) => text.length <= 256, {
        limit: `at most 256 characters (this one has ${value.length})`,
        fix: 'shorten the value',
        see: tagging,
      }),
      ...check(`tags key ${JSON.stringify(key)}`, key, (name) => !name.startsWith('kubernetes.io/cluster/'), {
        limit:
          'no kubernetes.io/cluster/ key on everything: two security groups with it stop the load balancer controller',
        fix: 'leave it out; EKS tags what needs it',
        see: 'https://github.com/kubernetes-sigs/aws-load-balancer-controller/issues/1897',
      }),
    ]),
    ...check('tags', Object.keys(tags).length, (count) => count <= 48, {
      limit: '48 tags besides Environment and ManagedBy (AWS takes 50)',
      fix: 'move some to the resources that need them',
      see: tagging,
    }),
  ];
}

function isTagKey(key: string): boolean {
  return /^(?!aws:)[\p{L}\p{Z}\p{N}_.:/=+\-@]{1,128}$/iu.test(key);
}
