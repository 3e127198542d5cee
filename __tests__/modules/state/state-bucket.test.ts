import type { PolicyStatement } from '../../../modules/identity/policy-statement';
import { StateBucket } from '../../../modules/state';
import { validateStateBucketProps } from '../../../modules/state/state-bucket';
import { refusal, synth, theResource } from '../../support/synth';

const json = synth((stack) => new StateBucket(stack, 'State', { bucketName: 'acme-tfstate' }));

it('keeps every version of a state for a year', () => {
  expect(theResource(json, 'aws_s3_bucket_versioning').versioning_configuration).toEqual({ status: 'Enabled' });
  expect(theResource(json, 'aws_s3_bucket_lifecycle_configuration').rule).toEqual([
    expect.objectContaining({ noncurrent_version_expiration: [{ noncurrent_days: 365 }] }),
  ]);
});

it('encrypts states with a key of their own that rotates', () => {
  expect(theResource(json, 'aws_kms_key')).toMatchObject({ enable_key_rotation: true, deletion_window_in_days: 30 });
  expect(theResource(json, 'aws_s3_bucket_server_side_encryption_configuration').rule).toEqual([
    {
      apply_server_side_encryption_by_default: {
        sse_algorithm: 'aws:kms',
        kms_master_key_id: expect.stringMatching(/^\$\{aws_kms_key\.State_Key_.*\.arn\}$/),
      },
      bucket_key_enabled: true,
    },
  ]);
});

it('has no ACLs, nothing public, and refuses requests without TLS', () => {
  expect(theResource(json, 'aws_s3_bucket_ownership_controls').rule).toEqual({
    object_ownership: 'BucketOwnerEnforced',
  });
  expect(theResource(json, 'aws_s3_bucket_public_access_block')).toMatchObject({
    block_public_acls: true,
    block_public_policy: true,
    ignore_public_acls: true,
    restrict_public_buckets: true,
  });
  expect(theResource(json, 'aws_s3_bucket_policy').policy).toContain('"aws:SecureTransport":"false"');
});

it('is not destroyed by accident, nor is its key', () => {
  for (const type of ['aws_s3_bucket', 'aws_kms_key']) {
    expect(theResource(json, type).lifecycle).toEqual({ prevent_destroy: true });
  }
});

it("lets a role write one environment's states and no other's", () => {
  const statements: PolicyStatement[] = [];
  const grantee = { addToPolicy: (statement: PolicyStatement) => statements.push(statement) };
  synth((stack) => {
    const bucket = new StateBucket(stack, 'State', { bucketName: 'acme-tfstate' });
    bucket.grantReadWrite(grantee, { environment: 'dev' });
  });
  expect(statements.map(({ actions }) => actions)).toEqual([
    ['s3:GetObject', 's3:PutObject', 's3:DeleteObject'],
    ['s3:ListBucket'],
    ['kms:Decrypt', 'kms:GenerateDataKey'],
  ]);
  expect(statements[0]?.resources?.[0]).toMatch(/\/dev\/\*$/);
  expect(statements[1]?.conditions).toEqual({ StringLike: { 's3:prefix': ['dev/*', 'env:/'] } });
});

it('lets a plan take the lock beside a state, and write no state', () => {
  const statements: PolicyStatement[] = [];
  synth((stack) => {
    const bucket = new StateBucket(stack, 'State', { bucketName: 'acme-tfstate' });
    bucket.grantPlan({ addToPolicy: (statement) => statements.push(statement) }, { environment: 'dev' });
  });
  const writes = statements.filter(({ actions }) => actions.includes('s3:PutObject'));
  expect(writes.flatMap(({ resources: arns = [] }) => arns)).toEqual([expect.stringMatching(/\/dev\/\*\.tflock$/)]);
});

it('takes 1 to 3650 days and a name that S3 takes', () => {
  const fields = (oldVersionDays: number, bucketName = 'acme-tfstate') =>
    validateStateBucketProps({ bucketName, oldVersionDays }).map(({ field }) => field);
  expect(fields(1)).toEqual([]);
  expect(fields(3650)).toEqual([]);
  expect(fields(0)).toEqual(['oldVersionDays']);
  expect(fields(3651)).toEqual(['oldVersionDays']);
  expect(fields(1, 'Acme')).toEqual(['bucketName']);
  expect(refusal((stack) => new StateBucket(stack, 'State', { bucketName: 'a' }))).toContain(
    'StateBucket at test/State',
  );
});
