import { TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import { type Issue, report, warn } from '../modules/shared/problems';
import { backendOf } from '../modules/shared/state-location';
import { check } from '../modules/shared/validation';
import {
  type LocalState,
  publishOutputs,
  type S3State,
  StateAccessPolicy,
  StateBucket,
  StateLockTable,
  StateReplication,
} from '../modules/state';
import { configureStack, type StackSettings } from './configure-stack';

/** Where the state of the stack itself lies: the bucket cannot hold it before it is there. */
export type StateOfState =
  /** A file on the machine that makes the bucket; for the first apply. */
  | { readonly kind: 'local-file' }
  /** In the bucket, from the second apply on. `kmsKeyArn` is the output `state_key_arn` of the first. */
  | { readonly kind: 'own-bucket'; readonly kmsKeyArn: string };

export interface StateStackProps extends Pick<StackSettings, 'region' | 'accountId' | 'tags'> {
  /** 3-63 lower-case letters, digits, `-` and `.`; unique in the whole world. */
  readonly bucketName: string;
  readonly keptIn: StateOfState;
  /** Environments by name, and which other environments' states their runs may read. */
  readonly environments: Readonly<Record<string, { readonly reads?: readonly string[] }>>;
  /** Name of a DynamoDB lock table, for Terraform before 1.10. @default none: locks are objects beside the states */
  readonly lockTable?: string;
  /** A copy in another region. @default none */
  readonly replica?: { readonly bucketName: string; readonly region: string };
  /** 1-3650. Days that an overwritten state can still be brought back. @default 365 */
  readonly oldVersionDays?: number;
}

/** The environment in the key of this stack's own state, `shared/state/terraform.tfstate`. */
const SHARED = 'shared';

/** Pure, so that a test can ask about one field without building a stack. */
export function validateStateStackProps({ environments }: StateStackProps): Issue[] {
  const names = Object.keys(environments);
  return Object.entries(environments).flatMap(([name, { reads = [] }]) => [
    ...check(`environments.${name}`, name, (text) => /^[A-Za-z0-9_-]+$/.test(text), {
      limit: 'letters, digits, "-" and "_": it is the first part of the keys of its states',
      fix: 'write the name of an environment, such as dev',
      see: 'docs/remote-state.md',
    }),
    ...check(
      `environments.${name}.reads`,
      reads,
      (others) => others.every((other) => [...names, SHARED].includes(other)),
      {
        limit: `names of environments: ${[...names, SHARED].join(', ')}`,
        fix: 'correct the name, or add the environment',
        see: 'docs/remote-state.md',
      },
    ),
  ]);
}

/** What one environment's people and runs are given. */
export interface StateAccess {
  /** Read its states and those it `reads`, take locks, change nothing. */
  readonly plan: StateAccessPolicy;
  /** Read and write its states, read those it `reads`. */
  readonly apply: StateAccessPolicy;
}

/**
 * The bucket for all states of an app, and who may read and write which of them. It is applied once before all others,
 * with its own state in a file, and then moves that state into the bucket; docs/remote-state.md has the commands.
 */
export class StateStack extends TerraformStack {
  public readonly bucket: StateBucket;
  public readonly lockTable?: StateLockTable;
  public readonly replication?: StateReplication;
  /** By environment. */
  public readonly access: ReadonlyMap<string, StateAccess>;

  public constructor(scope: Construct, id: string, props: StateStackProps) {
    super(scope, id);
    report(this, validateStateStackProps(props));
    const { bucketName, oldVersionDays, lockTable, replica, environments } = props;
    const { region, accountId, tags } = props;
    const remoteState = stateOf(props);
    configureStack(this, { environment: SHARED, component: id, region, accountId, tags, remoteState });
    this.bucket = new StateBucket(this, 'Bucket', { bucketName, oldVersionDays });
    this.lockTable =
      lockTable === undefined ? undefined : new StateLockTable(this, 'Lock', { tableName: lockTable, bucketName });
    this.replication =
      replica === undefined
        ? undefined
        : new StateReplication(this, 'Replication', { source: this.bucket, ...replica });
    this.access = new Map(
      Object.entries(environments).map(([name, { reads = [] }]) => [name, this.accessFor(bucketName, name, reads)]),
    );
    publishOutputs(this, {
      state_bucket: bucketName,
      state_key_arn: this.bucket.encryptionKey.keyArn,
      state_policies: Object.fromEntries(
        [...this.access].map(([name, { plan, apply }]) => [name, { plan: plan.policyArn, apply: apply.policyArn }]),
      ),
    });
    this.node.addValidation({ validate: () => this.warnOfOtherKeys(bucketName) });
  }

  private accessFor(bucketName: string, environment: string, reads: readonly string[]): StateAccess {
    const name = `${bucketName}-${environment}`;
    const plan = new StateAccessPolicy(this, `Plan-${environment}`, {
      policyName: `${name}-plan`,
      description: `Plan the stacks of ${environment}: read states and take locks`,
    });
    const apply = new StateAccessPolicy(this, `Apply-${environment}`, {
      policyName: `${name}-apply`,
      description: `Apply the stacks of ${environment}: read and write states`,
    });
    this.bucket.grantPlan(plan, { environment });
    this.bucket.grantReadWrite(apply, { environment });
    for (const policy of [plan, apply]) {
      this.lockTable?.grantLock(policy, { environment });
      for (const other of reads) this.bucket.grantRead(policy, { environment: other });
    }
    return { plan, apply };
  }

  /** Without `kmsKeyArn` a backend asks S3 for AES256, and its state is not under the bucket's key. */
  private warnOfOtherKeys(bucketName: string): string[] {
    for (const stack of this.node.root.node.findAll().filter((node) => TerraformStack.isStack(node))) {
      const { kind, settings } = backendOf(stack) ?? { kind: 'local', settings: {} };
      if (kind !== 's3' || settings.bucket !== bucketName || settings.kms_key_id !== undefined) continue;
      warn(this, [
        {
          field: `remoteState.kmsKeyArn of stack ${stack.node.id}`,
          value: undefined,
          limit: "the bucket's own key: Terraform asks for AES256 where a backend names no key",
          fix: 'write the output state_key_arn of this stack',
          see: 'docs/remote-state.md#encryption',
        },
      ]);
    }
    return [];
  }
}

function stateOf({ keptIn, bucketName, region, lockTable }: StateStackProps): LocalState | S3State {
  if (keptIn.kind === 'local-file') return { kind: 'local' };
  return { kind: 's3', bucket: bucketName, region, kmsKeyArn: keptIn.kmsKeyArn, dynamodbTable: lockTable };
}
