import { App, TerraformStack } from 'cdktf';
import { synthesizeApp, terraformOffline } from 'cdktf-aws-containers/testing';
import { configureRemoteState } from '../../modules/state';
import { StateStack, type StateStackProps } from '../../stacks/state-stack';
import { resources, type StackJson, synthApp, theResource } from '../support/synth';
import { withTerraform } from '../testing/support/with-terraform';

const base: StateStackProps = {
  bucketName: 'acme-tfstate',
  region: 'eu-west-1',
  accountId: '123456789012',
  keptIn: { kind: 'local-file' },
  environments: { dev: { reads: ['shared'] }, prod: {} },
};
const kmsKeyArn = 'arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab';

function stateOf(props: Partial<StateStackProps> = {}): StackJson {
  return synthApp((app) => new StateStack(app, 'state', { ...base, ...props })).state ?? {};
}

interface Statement {
  readonly Action: string | string[];
  readonly Resource: string | string[];
  readonly Condition?: Record<string, unknown>;
}

function policy(json: StackJson, name: string): Statement[] {
  const found = resources(json, 'aws_iam_policy').find((each) => each.name === name);
  return JSON.parse(String(found?.policy)).Statement;
}

describe('the state stack', () => {
  const json = stateOf();

  it('keeps its own state in a file first, because the bucket is not there yet', () => {
    expect(json.terraform?.backend).toEqual({ local: { path: '../../../terraform-state/shared/state.tfstate' } });
  });

  it('keeps it in its own bucket afterwards, locked, under the key of the bucket', () => {
    expect(stateOf({ keptIn: { kind: 'own-bucket', kmsKeyArn } }).terraform?.backend).toEqual({
      s3: {
        bucket: 'acme-tfstate',
        key: 'shared/state/terraform.tfstate',
        region: 'eu-west-1',
        encrypt: true,
        kms_key_id: kmsKeyArn,
        use_lockfile: true,
      },
    });
  });

  it('publishes what the other stacks and their runs need', () => {
    expect(Object.keys(json.output ?? {})).toEqual(['state_bucket', 'state_key_arn', 'state_policies']);
  });

  it('lets a plan of an environment read its states, write its locks and nothing else', () => {
    const statements = policy(json, 'acme-tfstate-prod-plan');
    const writes = statements.filter(({ Action }) => Action.includes('s3:PutObject'));
    expect(writes.map(({ Resource }) => Resource)).toEqual([expect.stringMatching(/\/prod\/\*\.tflock$/)]);
    expect(JSON.stringify(statements)).not.toContain('/dev/');
  });

  it('lets an apply write the states of its environment only, and read those that it is said to read', () => {
    const statements = policy(json, 'acme-tfstate-dev-apply');
    const writes = statements.filter(({ Action }) => Action.includes('s3:PutObject'));
    expect(writes.map(({ Resource }) => Resource)).toEqual([expect.stringMatching(/\/dev\/\*$/)]);
    const reads = statements.filter(({ Action }) => Action === 's3:GetObject');
    expect(reads.map(({ Resource }) => Resource)).toEqual([expect.stringMatching(/\/shared\/\*$/)]);
    expect(JSON.stringify(statements)).not.toContain('/prod/');
  });

  it('makes a lock table only for Terraform before 1.10, with locks apart by environment', () => {
    expect(resources(json, 'aws_dynamodb_table')).toEqual([]);
    const locked = stateOf({ lockTable: 'acme-locks', keptIn: { kind: 'own-bucket', kmsKeyArn } });
    expect(theResource(locked, 'aws_dynamodb_table')).toMatchObject({
      hash_key: 'LockID',
      billing_mode: 'PAY_PER_REQUEST',
      deletion_protection_enabled: true,
      point_in_time_recovery: { enabled: true },
      lifecycle: { prevent_destroy: true },
    });
    expect(locked.terraform?.backend).toMatchObject({ s3: { dynamodb_table: 'acme-locks' } });
    const lock = policy(locked, 'acme-tfstate-dev-plan').find(({ Action }) => Action.includes('dynamodb:PutItem'));
    expect(lock?.Condition).toEqual({
      'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': 'acme-tfstate/dev/*' },
    });
  });

  it('copies the states to a second region, under a key of that region', () => {
    const copied = stateOf({ replica: { bucketName: 'acme-tfstate-copy', region: 'eu-central-1' } });
    expect(Object.values(copied.resource?.aws_s3_bucket ?? {}).map(({ bucket, region }) => [bucket, region])).toEqual([
      ['acme-tfstate', undefined],
      ['acme-tfstate-copy', 'eu-central-1'],
    ]);
    expect(theResource(copied, 'aws_s3_bucket_replication_configuration')).toMatchObject({
      rule: [
        {
          status: 'Enabled',
          delete_marker_replication: { status: 'Enabled' },
          source_selection_criteria: { sse_kms_encrypted_objects: { status: 'Enabled' } },
        },
      ],
    });
    const [role] = resources(copied, 'aws_iam_role_policy');
    expect(String(role?.policy)).toContain('"kms:ViaService":"s3.eu-central-1.amazonaws.com"');
  });

  it('refuses a copy in the same region, and an environment that reads one that is not there', () => {
    expect(() => stateOf({ replica: { bucketName: 'acme-tfstate-copy', region: 'eu-west-1' } })).toThrow(
      /region is "eu-west-1"; allowed: another region/,
    );
    expect(() => stateOf({ environments: { dev: { reads: ['stagin'] } } })).toThrow(/environments\.dev\.reads/);
    expect(() => stateOf({ environments: { 'dev/eu': {} } })).toThrow(/environments\.dev\/eu/);
  });

  it.each([
    [undefined, 1],
    [kmsKeyArn, 0],
  ])('warns of a stack that writes to the bucket without its key: %s', (key, count) => {
    const app = new App();
    new StateStack(app, 'state', base);
    const stack = new TerraformStack(app, 'dev-network');
    const remoteState = { kind: 's3', bucket: 'acme-tfstate', region: 'eu-west-1', kmsKeyArn: key } as const;
    configureRemoteState(stack, remoteState, { environment: 'dev', component: 'network' });
    synthesizeApp(app);
    const warnings = app.manifest.stacks.state?.annotations ?? [];
    expect(warnings.filter(({ message }) => message.includes('kmsKeyArn of stack dev-network'))).toHaveLength(count);
  });
});

withTerraform('Terraform offline', () => {
  it('accepts, applies, finds nothing to do, and destroys the bucket, its copy, the lock table and the policies', async () => {
    const app = new App();
    const replica = { bucketName: 'acme-tfstate-copy', region: 'eu-central-1' };
    new StateStack(app, 'state', { ...base, lockTable: 'acme-locks', replica });
    const applied = await terraformOffline(app).roundTrip();
    expect(applied.outputs.state).toMatchObject({ state_bucket: 'acme-tfstate' });
  }, 120_000);
});
