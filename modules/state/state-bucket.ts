import { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket';
import { S3BucketLifecycleConfiguration } from '@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration';
import { S3BucketOwnershipControls } from '@cdktf/provider-aws/lib/s3-bucket-ownership-controls';
import { S3BucketPolicy } from '@cdktf/provider-aws/lib/s3-bucket-policy';
import { S3BucketPublicAccessBlock } from '@cdktf/provider-aws/lib/s3-bucket-public-access-block';
import { S3BucketServerSideEncryptionConfigurationA } from '@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration';
import { S3BucketVersioningA } from '@cdktf/provider-aws/lib/s3-bucket-versioning';
import { Construct } from 'constructs';
import { EncryptionKey } from '../identity/encryption-key';
import type { IGrantable } from '../identity/grantable';
import { policyDocument } from '../identity/policy-statement';
import { addDependency } from '../shared/dependencies';
import { claimName } from '../shared/names';
import { type Issue, report } from '../shared/problems';
import { checkLiteral, checkWholeNumber } from '../shared/validation';
import { validateRemoteState } from './validate-remote-state';

export interface StateBucketProps {
  /** 3-63 lower-case letters, digits, `-` and `.`; unique in the whole world. */
  readonly bucketName: string;
  /**
   * 1-3650. Days that an overwritten state can still be brought back.
   * @default 365 a broken state is often noticed late, and states are small
   */
  readonly oldVersionDays?: number;
  /** Another region than the provider's, for a copy of the bucket. @default the provider's */
  readonly region?: string;
}

/** What each part of the bucket is told. */
interface BucketPlace {
  readonly bucket: string;
  readonly region?: string;
}

/** Pure, so that a test can ask about one field without building a stack. */
export function validateStateBucketProps({ bucketName, oldVersionDays }: StateBucketProps): Issue[] {
  return [
    ...checkLiteral('bucketName', bucketName),
    ...validateRemoteState({ kind: 's3', bucket: bucketName }).map((issue) => ({ ...issue, field: 'bucketName' })),
    ...checkWholeNumber('oldVersionDays', oldVersionDays, [1, 3650], {
      unit: 'days',
      fix: 'write 365',
      see: 'https://docs.aws.amazon.com/AmazonS3/latest/API/API_NoncurrentVersionExpiration.html',
    }),
  ];
}

/**
 * The bucket that states lie in, with its key: versioned, encrypted, private, refused without TLS, and kept by
 * `prevent_destroy`. It belongs in a stack of its own with a local or HCP Terraform state, applied once before all
 * others; the key costs 1 USD a month.
 */
export class StateBucket extends Construct {
  public readonly bucket: S3Bucket;
  public readonly encryptionKey: EncryptionKey;
  public readonly publicAccessBlock: S3BucketPublicAccessBlock;
  public readonly ownershipControls: S3BucketOwnershipControls;
  public readonly encryption: S3BucketServerSideEncryptionConfigurationA;
  public readonly versioning: S3BucketVersioningA;
  public readonly lifecycle: S3BucketLifecycleConfiguration;
  public readonly policy: S3BucketPolicy;

  public constructor(scope: Construct, id: string, props: StateBucketProps) {
    super(scope, id);
    report(this, validateStateBucketProps(props));
    const { bucketName, oldVersionDays = 365, region } = props;
    claimName(this, 'S3 bucket', bucketName, { field: 'bucketName', global: true });

    // Whoever loses the bucket or the key loses the knowledge of everything that Terraform made.
    const lifecycle = { preventDestroy: true };
    this.encryptionKey = new EncryptionKey(this, 'Key', {
      description: `Terraform states in ${bucketName}; without it they cannot be read`,
      aliasName: bucketName.replaceAll('.', '-'),
      region,
      lifecycle,
    });
    this.bucket = new S3Bucket(this, 'Bucket', { bucket: bucketName, region, lifecycle });
    const place = { bucket: this.bucket.id, region };
    this.publicAccessBlock = new S3BucketPublicAccessBlock(this, 'PublicAccessBlock', {
      ...place,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    this.ownershipControls = new S3BucketOwnershipControls(this, 'OwnershipControls', {
      ...place,
      rule: { objectOwnership: 'BucketOwnerEnforced' },
    });
    this.encryption = new S3BucketServerSideEncryptionConfigurationA(this, 'Encryption', {
      ...place,
      rule: [
        {
          applyServerSideEncryptionByDefault: { sseAlgorithm: 'aws:kms', kmsMasterKeyId: this.encryptionKey.keyArn },
          bucketKeyEnabled: true, // one KMS request for many objects
        },
      ],
    });
    this.versioning = new S3BucketVersioningA(this, 'Versioning', {
      ...place,
      versioningConfiguration: { status: 'Enabled' },
    });
    this.lifecycle = this.expireOldVersions(place, oldVersionDays);
    this.policy = this.denyPlainHttp(place);
  }

  /** Read and write the states of one environment, and use the key: what a role that runs Terraform there needs. */
  public grantReadWrite(grantee: IGrantable, { environment }: { readonly environment: string }): void {
    this.grant(grantee, environment, ['s3:GetObject', 's3:PutObject', 's3:DeleteObject']);
    grantee.addToPolicy({ actions: ['kms:Decrypt', 'kms:GenerateDataKey'], resources: [this.encryptionKey.keyArn] });
  }

  /**
   * Read the states of one environment and take their locks, and change nothing: what a plan needs. The lock is an
   * object beside the state, `.tflock`.
   */
  public grantPlan(grantee: IGrantable, { environment }: { readonly environment: string }): void {
    this.grantRead(grantee, { environment });
    grantee.addToPolicy({
      actions: ['s3:PutObject', 's3:DeleteObject'],
      resources: [`${this.bucket.arn}/${environment}/*.tflock`],
    });
    grantee.addToPolicy({ actions: ['kms:GenerateDataKey'], resources: [this.encryptionKey.keyArn] });
  }

  /** Read the states of one environment, for stacks elsewhere that use its outputs. */
  public grantRead(grantee: IGrantable, { environment }: { readonly environment: string }): void {
    this.grant(grantee, environment, ['s3:GetObject']);
    grantee.addToPolicy({ actions: ['kms:Decrypt'], resources: [this.encryptionKey.keyArn] });
  }

  /** Of an environment's own keys, `dev/*`. @see https://developer.hashicorp.com/terraform/language/backend/s3#permissions-required */
  private grant(grantee: IGrantable, environment: string, actions: readonly string[]): void {
    grantee.addToPolicy({ actions, resources: [`${this.bucket.arn}/${environment}/*`] });
    grantee.addToPolicy({
      actions: ['s3:ListBucket'],
      resources: [this.bucket.arn],
      // The second is what Terraform 1.6 and OpenTofu list in every init, to find workspaces of the CLI.
      conditions: { StringLike: { 's3:prefix': [`${environment}/*`, 'env:/'] } },
    });
  }

  private expireOldVersions(place: BucketPlace, noncurrentDays: number): S3BucketLifecycleConfiguration {
    const configuration = new S3BucketLifecycleConfiguration(this, 'Lifecycle', {
      ...place,
      rule: [
        {
          id: 'old-versions',
          status: 'Enabled',
          filter: [{ prefix: '' }],
          noncurrentVersionExpiration: [{ noncurrentDays }],
          abortIncompleteMultipartUpload: [{ daysAfterInitiation: 1 }],
        },
      ],
    });
    addDependency(configuration, this.versioning); // old versions exist only after versioning is on
    return configuration;
  }

  private denyPlainHttp(place: BucketPlace): S3BucketPolicy {
    const policy = new S3BucketPolicy(this, 'Policy', {
      ...place,
      policy: policyDocument([
        {
          sid: 'DenyPlainHttp',
          effect: 'Deny',
          principals: { arns: ['*'] },
          actions: ['s3:*'],
          resources: [this.bucket.arn, `${this.bucket.arn}/*`],
          conditions: { Bool: { 'aws:SecureTransport': 'false' } },
        },
      ]),
    });
    addDependency(policy, this.publicAccessBlock); // S3 answers 409 to two changes of one bucket's access at a time
    return policy;
  }
}
