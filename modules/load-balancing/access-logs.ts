import type { LbAccessLogs } from '@cdktf/provider-aws/lib/lb';
import { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket';
import { S3BucketLifecycleConfiguration } from '@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration';
import { S3BucketOwnershipControls } from '@cdktf/provider-aws/lib/s3-bucket-ownership-controls';
import { S3BucketPolicy } from '@cdktf/provider-aws/lib/s3-bucket-policy';
import { S3BucketPublicAccessBlock } from '@cdktf/provider-aws/lib/s3-bucket-public-access-block';
import { S3BucketServerSideEncryptionConfigurationA } from '@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration';
import { S3BucketVersioningA } from '@cdktf/provider-aws/lib/s3-bucket-versioning';
import { Construct } from 'constructs';
import { accountIdOf } from '../identity/account-id';
import { type PolicyStatement, policyDocument } from '../identity/policy-statement';
import { regionOf } from '../identity/region';
import { awsLocation } from '../shared/aws-location';
import { addDependency } from '../shared/dependencies';
import { generatedName } from '../shared/names';
import type { Issue } from '../shared/problems';
import { check, checkWholeNumber } from '../shared/validation';

/** Where the record of every request goes. */
export type AccessLogs =
  /** A bucket of the balancer's own. S3 bills storage and requests. */
  | {
      readonly kind: 'create';
      /** 1-3650. Days until a log is deleted. @default 90 */
      readonly retentionDays?: number;
      /** Deletes the logs with the bucket, so that `destroy` of a short-lived environment works. @default false */
      readonly deleteWithLogs?: boolean;
    }
  /** One that exists in the balancer's region, encrypted with SSE-S3, with a policy that lets ELB write. */
  | { readonly kind: 'existing'; readonly bucketName: string; readonly prefix?: string };

const SEE = 'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html';

/** Pure, so that a test can ask about one field without building a stack. */
export function validateAccessLogs(accessLogs: AccessLogs | undefined): Issue[] {
  if (accessLogs?.kind === 'create') {
    return checkWholeNumber('accessLogs.retentionDays', accessLogs.retentionDays, [1, 3650], {
      unit: 'days',
      fix: 'write 90',
      see: SEE,
    });
  }
  return check('accessLogs.prefix', accessLogs?.prefix, (p) => !p.includes('AWSLogs') && !/^\/|\/$/.test(p), {
    limit: 'a prefix without "AWSLogs", which AWS appends itself, and without "/" at either end',
    fix: 'write "web", or leave it out',
    see: SEE,
  });
}

/** The `access_logs` block for a bucket that exists. */
export function existingLogBucket(accessLogs: AccessLogs | undefined): LbAccessLogs | undefined {
  if (accessLogs?.kind !== 'existing') return undefined;
  const { bucketName, prefix } = accessLogs;
  return { bucket: bucketName, ...(prefix === undefined ? {} : { prefix }), enabled: true };
}

export interface AccessLogBucketProps {
  /** Application and network balancers write through different services. */
  readonly writer: 'application' | 'network';
  readonly retentionDays?: number;
  readonly deleteWithLogs?: boolean;
}

/** A private bucket that Elastic Load Balancing may write to, and nobody else. */
export class AccessLogBucket extends Construct {
  public readonly bucket: S3Bucket;
  public readonly encryption: S3BucketServerSideEncryptionConfigurationA;
  public readonly lifecycle: S3BucketLifecycleConfiguration;
  /** The balancer must depend on it: AWS writes a test object when logs are turned on. */
  public readonly policy: S3BucketPolicy;

  public constructor(scope: Construct, id: string, props: AccessLogBucketProps) {
    super(scope, id);
    const { writer, retentionDays = 90, deleteWithLogs = false } = props;
    // Bucket names are unique in the whole world: Terraform appends a random end to the prefix, once.
    this.bucket = new S3Bucket(this, 'Bucket', {
      bucketPrefix: `${generatedName(this, { max: 36 })}-`,
      forceDestroy: deleteWithLogs,
    });
    const bucket = this.bucket.id;
    const accessBlock = new S3BucketPublicAccessBlock(this, 'PublicAccessBlock', {
      bucket,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    new S3BucketOwnershipControls(this, 'OwnershipControls', {
      bucket,
      rule: { objectOwnership: 'BucketOwnerEnforced' },
    });
    // SSE-S3, not a KMS key: an application balancer cannot write to a bucket that uses one by default.
    this.encryption = new S3BucketServerSideEncryptionConfigurationA(this, 'Encryption', {
      bucket,
      rule: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: 'AES256' } }],
    });
    const versioning = new S3BucketVersioningA(this, 'Versioning', {
      bucket,
      versioningConfiguration: { status: 'Enabled' },
    });
    this.lifecycle = new S3BucketLifecycleConfiguration(this, 'Lifecycle', {
      bucket,
      rule: [
        {
          id: 'expire',
          status: 'Enabled',
          filter: [{ prefix: '' }],
          expiration: [{ days: retentionDays }],
          noncurrentVersionExpiration: [{ noncurrentDays: 1 }],
          abortIncompleteMultipartUpload: [{ daysAfterInitiation: 1 }],
        },
      ],
    });
    addDependency(this.lifecycle, versioning); // noncurrent versions exist only after versioning is on
    const { partition } = awsLocation(this);
    this.policy = new S3BucketPolicy(this, 'Policy', {
      bucket,
      policy: policyDocument(
        logStatements(writer, {
          bucketArn: this.bucket.arn,
          partition,
          region: regionOf(this),
          account: accountIdOf(this),
        }),
      ),
    });
    addDependency(this.policy, accessBlock); // S3 answers 409 to two changes of one bucket's access at a time
  }

  /** The `access_logs` block of `aws_lb`. */
  public get logsBlock(): LbAccessLogs {
    return { bucket: this.bucket.id, enabled: true };
  }
}

interface LogSource {
  readonly bucketArn: string;
  readonly region: string;
  readonly partition: string;
  readonly account: string;
}

/** @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html#attach-bucket-policy */
function logStatements(writer: AccessLogBucketProps['writer'], source: LogSource): PolicyStatement[] {
  const { bucketArn } = source;
  return [
    {
      sid: 'DenyPlainHttp',
      effect: 'Deny',
      principals: { arns: ['*'] },
      actions: ['s3:*'],
      resources: [bucketArn, `${bucketArn}/*`],
      conditions: { Bool: { 'aws:SecureTransport': 'false' } },
    },
    ...(writer === 'application' ? [applicationStatement(source)] : networkStatements(source)),
  ];
}

function applicationStatement({ bucketArn, region, partition, account }: LogSource): PolicyStatement {
  return {
    sid: 'AlbLogDelivery',
    principals: { services: ['logdelivery.elasticloadbalancing.amazonaws.com'] },
    actions: ['s3:PutObject'],
    resources: [`${bucketArn}/AWSLogs/${account}/*`],
    conditions: {
      ArnLike: { 'aws:SourceArn': `arn:${partition}:elasticloadbalancing:${region}:${account}:loadbalancer/*` },
    },
  };
}

/** @see https://docs.aws.amazon.com/elasticloadbalancing/latest/network/enable-access-logs.html */
function networkStatements({ bucketArn, region, partition, account }: LogSource): PolicyStatement[] {
  const principals = { services: ['delivery.logs.amazonaws.com'] };
  const ArnLike = { 'aws:SourceArn': `arn:${partition}:logs:${region}:${account}:*` };
  return [
    {
      sid: 'AWSLogDeliveryAclCheck',
      principals,
      actions: ['s3:GetBucketAcl'],
      resources: [bucketArn],
      conditions: { StringEquals: { 'aws:SourceAccount': account }, ArnLike },
    },
    {
      sid: 'AWSLogDeliveryWrite',
      principals,
      actions: ['s3:PutObject'],
      resources: [`${bucketArn}/AWSLogs/${account}/*`],
      conditions: {
        StringEquals: { 's3:x-amz-acl': 'bucket-owner-full-control', 'aws:SourceAccount': account },
        ArnLike,
      },
    },
  ];
}
