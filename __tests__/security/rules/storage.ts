import { at, document, list, type Part, record, type SecurityRule, type State, words } from '../security-rule';

/** A part of `type` that belongs to the bucket. */
function hasPart(type: string, holds: (part: Part) => boolean): (bucket: Part, state: State) => boolean {
  return (bucket, state) => state.of(type, bucket).some(holds);
}

const statements = (policy: unknown) => list(at(document(policy), 'Statement')).map(record);

/** Whom a statement of a resource policy lets in without a condition. */
function letsEverybodyIn(policy: unknown): boolean {
  return statements(policy).some(
    ({ Effect, Principal, Condition }) =>
      Effect === 'Allow' && Condition === undefined && (Principal === '*' || words(at(Principal, 'AWS')).includes('*')),
  );
}

function deniesPlainHttp(policy: unknown): boolean {
  return statements(policy).some(
    ({ Effect, Condition }) => Effect === 'Deny' && at(Condition, 'Bool', 'aws:SecureTransport') === 'false',
  );
}

const logAndKeyRules: readonly SecurityRule[] = [
  {
    id: 'log-group-retention',
    what: 'A log group says how long it keeps',
    why: 'AWS keeps and bills for ever otherwise',
    controls: ['CKV_AWS_66'],
    change: '`retentionDays`, `logRetentionDays`',
    types: ['aws_cloudwatch_log_group'],
    holds: ({ body }) => Number(body.retention_in_days) > 0,
    violation: { aws_cloudwatch_log_group: { A: {} } },
  },
  {
    id: 'log-group-year',
    what: 'A log group keeps a year',
    why: 'the output of programs is the largest part of a CloudWatch bill, and a month is enough for incidents',
    controls: ['SH CloudWatch.16', 'CKV_AWS_338'],
    change: '`logs: { retentionDays: 365 }`, `logRetentionDays: 365`, `flowLog.retentionDays`',
    optIn: true,
    types: ['aws_cloudwatch_log_group'],
    holds: ({ body }) => Number(body.retention_in_days) >= 365,
    violation: { aws_cloudwatch_log_group: { A: { retention_in_days: 30 } } },
  },
  {
    id: 'log-group-own-key',
    what: 'A log group is encrypted by a key of the account',
    why: 'AWS encrypts with a key of its own; another one is a dollar a month and a policy to keep right',
    controls: ['CKV_AWS_158'],
    change: '`logs: { encryptionKeyArn }`, `logKmsKeyArn`, `flowLog.kmsKeyArn`',
    optIn: true,
    types: ['aws_cloudwatch_log_group'],
    holds: ({ body }) => body.kms_key_id !== undefined,
    violation: { aws_cloudwatch_log_group: { A: {} } },
  },
  {
    id: 'key-rotates',
    what: 'Keys rotate every year and wait 30 days before they go',
    why: 'what a lost key encrypted is lost',
    controls: ['FSBP KMS.3', 'SH KMS.4', 'CIS 5.0 3.6', 'CKV_AWS_7'],
    change: 'always',
    types: ['aws_kms_key'],
    holds: ({ body }) => body.enable_key_rotation === true && body.deletion_window_in_days === 30,
    violation: { aws_kms_key: { A: { enable_key_rotation: true, deletion_window_in_days: 7 } } },
  },
  {
    id: 'key-policy',
    what: 'A key says who may use it, and that is not everybody',
    why: 'the policy of a key is the only one that counts',
    controls: ['FSBP KMS.5', 'CKV2_AWS_64', 'CKV_AWS_33', 'CKV_AWS_227'],
    change: '`statements`',
    types: ['aws_kms_key'],
    holds: ({ body }) => body.policy !== undefined && body.is_enabled !== false && !letsEverybodyIn(body.policy),
    violation: { aws_kms_key: { A: {} } },
  },
  {
    id: 'queue-encrypted',
    what: 'Queues are encrypted, and a queue with a policy refuses plain HTTP',
    why: 'events tell what happens in the account',
    controls: ['SH SQS.1', 'CKV_AWS_27'],
    change: 'always',
    types: ['aws_sqs_queue'],
    holds: (queue, state) =>
      (queue.body.sqs_managed_sse_enabled === true || queue.body.kms_master_key_id !== undefined) &&
      state.of('aws_sqs_queue_policy', queue).every(({ body }) => deniesPlainHttp(body.policy)),
    violation: { aws_sqs_queue: { A: {} } },
  },
];

const registryRules: readonly SecurityRule[] = [
  {
    id: 'repository-immutable',
    what: 'A tag of an image never moves',
    why: 'what was tested is what runs',
    controls: ['FSBP ECR.2', 'CKV_AWS_51'],
    change: '`tagMutability`',
    types: ['aws_ecr_repository'],
    holds: ({ body }) => body.image_tag_mutability === 'IMMUTABLE',
    violation: { aws_ecr_repository: { A: {} } },
  },
  {
    id: 'repository-scanned',
    what: 'Images are scanned when they are pushed',
    why: 'free, and the first place where a known hole shows',
    controls: ['FSBP ECR.1', 'EKS-CIS 5.1.1', 'CKV_AWS_163'],
    change: '`scanOnPush`',
    types: ['aws_ecr_repository'],
    holds: ({ body }) => at(body, 'image_scanning_configuration', 'scan_on_push') === true,
    violation: { aws_ecr_repository: { A: {} } },
  },
  {
    id: 'repository-expires',
    what: 'Old images go',
    why: 'each costs money every month and gets no patch',
    controls: ['FSBP ECR.3'],
    change: '`lifecycleRules`',
    types: ['aws_ecr_repository'],
    holds: (repository, state) => state.of('aws_ecr_lifecycle_policy', repository).length > 0,
    violation: { aws_ecr_repository: { A: {} } },
  },
  {
    id: 'repository-not-public',
    what: 'No policy of a repository lets everybody in',
    why: 'images hold code and configuration',
    controls: ['CKV_AWS_32'],
    change: '`pullAccounts`',
    types: ['aws_ecr_repository_policy'],
    holds: ({ body }) => !letsEverybodyIn(body.policy),
    violation: {
      aws_ecr_repository_policy: { A: { policy: '{"Statement":[{"Effect":"Allow","Principal":"*"}]}' } },
    },
  },
  {
    id: 'repository-own-key',
    what: 'Images are encrypted by a key of the account',
    why: 'a dollar a month; a change replaces the repository with all images',
    controls: ['CKV_AWS_136'],
    change: '`encryption`',
    optIn: true,
    types: ['aws_ecr_repository'],
    holds: ({ body }) => at(body, 'encryption_configuration', 'encryption_type') === 'KMS',
    violation: { aws_ecr_repository: { A: {} } },
  },
];

const bucketRules: readonly SecurityRule[] = [
  {
    id: 'bucket-private',
    what: 'All four blocks of public access are on, and ACLs are off',
    why: 'no policy of a later day can open it',
    controls: ['FSBP S3.8', 'FSBP S3.12', 'CIS 5.0 2.1.4', 'CKV2_AWS_6', 'CKV2_AWS_65'],
    change: 'always',
    types: ['aws_s3_bucket'],
    holds: (bucket, state) =>
      hasPart('aws_s3_bucket_public_access_block', ({ body }) =>
        [body.block_public_acls, body.block_public_policy, body.ignore_public_acls, body.restrict_public_buckets].every(
          (on) => on === true,
        ),
      )(bucket, state) &&
      hasPart(
        'aws_s3_bucket_ownership_controls',
        ({ body }) => at(body, 'rule', 'object_ownership') === 'BucketOwnerEnforced',
      )(bucket, state),
    violation: { aws_s3_bucket: { A: {} } },
  },
  {
    id: 'bucket-encrypted',
    what: 'A bucket says how it encrypts',
    why: 'written out, so that a change shows',
    controls: ['CKV_AWS_19'],
    change: 'always',
    types: ['aws_s3_bucket'],
    holds: hasPart(
      'aws_s3_bucket_server_side_encryption_configuration',
      ({ body }) => at(body, 'rule', 'apply_server_side_encryption_by_default', 'sse_algorithm') !== undefined,
    ),
    violation: { aws_s3_bucket: { A: {} } },
  },
  {
    id: 'bucket-tls-only',
    what: 'A bucket refuses plain HTTP and lets nobody in without a condition',
    why: 'states and logs hold names, addresses and sometimes secrets',
    controls: ['FSBP S3.5', 'FSBP S3.6', 'CIS 5.0 2.1.1', 'CKV_AWS_379', 'CKV_AWS_70'],
    change: 'always',
    types: ['aws_s3_bucket'],
    holds: hasPart('aws_s3_bucket_policy', ({ body }) => deniesPlainHttp(body.policy) && !letsEverybodyIn(body.policy)),
    violation: { aws_s3_bucket: { A: {} } },
  },
  {
    id: 'bucket-lifecycle',
    what: 'Old versions and broken uploads go',
    why: 'nobody sees them, and they are billed',
    controls: ['FSBP S3.13', 'CKV2_AWS_61', 'CKV_AWS_300'],
    change: '`oldVersionDays`, `retentionDays`',
    types: ['aws_s3_bucket'],
    holds: hasPart('aws_s3_bucket_lifecycle_configuration', ({ body }) =>
      list(body.rule).some((rule) => at(rule, 'abort_incomplete_multipart_upload') !== undefined),
    ),
    violation: { aws_s3_bucket: { A: {} } },
  },
  {
    id: 'bucket-versioned',
    what: 'A bucket keeps what was overwritten',
    why: 'for states it is the way back; logs are written once',
    controls: ['SH S3.14', 'CKV_AWS_21'],
    change: 'always for states',
    types: ['aws_s3_bucket'],
    holds: hasPart(
      'aws_s3_bucket_versioning',
      ({ body }) => at(body, 'versioning_configuration', 'status') === 'Enabled',
    ),
    violation: { aws_s3_bucket: { A: {} } },
  },
  {
    id: 'bucket-own-key',
    what: 'A bucket is encrypted by a key of the account',
    why: 'whoever reads the bucket needs the key too',
    controls: ['PCI S3.17', 'CKV_AWS_145'],
    change: 'always for states',
    types: ['aws_s3_bucket'],
    holds: hasPart(
      'aws_s3_bucket_server_side_encryption_configuration',
      ({ body }) => at(body, 'rule', 'apply_server_side_encryption_by_default', 'sse_algorithm') === 'aws:kms',
    ),
    violation: { aws_s3_bucket: { A: {} } },
  },
];

const fileSystemRules: readonly SecurityRule[] = [
  {
    id: 'file-system-encrypted',
    what: 'File systems are encrypted',
    why: 'it cannot be turned on later',
    controls: ['FSBP EFS.1', 'FSBP EFS.8', 'CIS 5.0 2.3.1', 'CKV_AWS_42'],
    change: 'always',
    types: ['aws_efs_file_system'],
    holds: ({ body }) => body.encrypted === true,
    violation: { aws_efs_file_system: { A: {} } },
  },
  {
    id: 'file-system-backed-up',
    what: 'File systems are backed up every day',
    why: 'there is no other way back',
    controls: ['FSBP EFS.2', 'FSBP EFS.7'],
    change: '`backup: false`',
    types: ['aws_efs_file_system'],
    holds: (system, state) =>
      state.of('aws_efs_backup_policy', system).some(({ body }) => at(body, 'backup_policy', 'status') === 'ENABLED'),
    violation: { aws_efs_file_system: { A: {} } },
  },
  {
    id: 'file-system-own-key',
    what: 'File systems are encrypted by a key of the account',
    why: 'AWS encrypts with its own key for EFS; another one is a dollar a month',
    controls: ['CKV_AWS_184'],
    change: '`encryptionKeyArn`',
    optIn: true,
    types: ['aws_efs_file_system'],
    holds: ({ body }) => body.kms_key_id !== undefined,
    violation: { aws_efs_file_system: { A: {} } },
  },
  {
    id: 'access-point-confined',
    what: 'An access point has a folder and a user of its own',
    why: 'otherwise the client says who it is',
    controls: ['FSBP EFS.3', 'FSBP EFS.4', 'CKV_AWS_329', 'CKV_AWS_330'],
    change: 'always',
    types: ['aws_efs_access_point'],
    holds: ({ body }) =>
      at(body, 'root_directory', 'path') !== undefined && at(body, 'posix_user', 'uid') !== undefined,
    violation: { aws_efs_access_point: { A: {} } },
  },
];

export const storageRules: readonly SecurityRule[] = [
  ...logAndKeyRules,
  ...registryRules,
  ...bucketRules,
  ...fileSystemRules,
];
