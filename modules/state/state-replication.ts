import { S3BucketReplicationConfigurationA } from '@cdktf/provider-aws/lib/s3-bucket-replication-configuration';
import { Construct } from 'constructs';
import { accountIdOf } from '../identity/account-id';
import { Role } from '../identity/role';
import { awsLocation } from '../shared/aws-location';
import { addDependency } from '../shared/dependencies';
import { type Issue, report } from '../shared/problems';
import { checkLiteral } from '../shared/validation';
import { StateBucket } from './state-bucket';

export interface StateReplicationProps {
  readonly source: StateBucket;
  /** Of the copy; unique in the whole world. */
  readonly bucketName: string;
  /** Where the copy lies; another region than the source's. */
  readonly region: string;
}

/** Pure, so that a test can ask about one field without building a stack. */
export function validateStateReplicationProps({ region }: StateReplicationProps, sourceRegion?: string): Issue[] {
  const see = 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication.html';
  return [
    ...checkLiteral('region', region),
    ...(region === sourceRegion
      ? [
          {
            field: 'region',
            value: region,
            limit: "another region than the bucket's own",
            fix: 'choose a second region',
            see,
          },
        ]
      : []),
  ];
}

/**
 * A copy of the states in another region, for the day the first one is away. Costs the second storage, the transfer and
 * a second key. A lost region is then a change of `bucket` and `region` in the app's `remoteState`.
 */
export class StateReplication extends Construct {
  public readonly replica: StateBucket;
  public readonly role: Role;
  public readonly configuration: S3BucketReplicationConfigurationA;

  public constructor(scope: Construct, id: string, props: StateReplicationProps) {
    super(scope, id);
    const { source, bucketName, region } = props;
    report(this, validateStateReplicationProps(props, awsLocation(this).region));
    this.replica = new StateBucket(this, 'Replica', { bucketName, region });
    this.role = this.replicationRole(source, region);
    this.configuration = new S3BucketReplicationConfigurationA(this, 'Configuration', {
      bucket: source.bucket.id,
      role: this.role.roleArn,
      rule: [
        {
          id: 'states',
          status: 'Enabled',
          filter: { prefix: '' },
          // A lock that was given back must not stay in the copy, where it would stop everybody.
          deleteMarkerReplication: { status: 'Enabled' },
          sourceSelectionCriteria: { sseKmsEncryptedObjects: { status: 'Enabled' } },
          destination: {
            bucket: this.replica.bucket.arn,
            encryptionConfiguration: { replicaKmsKeyId: this.replica.encryptionKey.keyArn },
          },
        },
      ],
    });
    for (const { versioning } of [source, this.replica]) addDependency(this.configuration, versioning);
    this.role.completeBefore(this.configuration);
  }

  /** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-config-for-kms-objects.html */
  private replicationRole(source: StateBucket, region: string): Role {
    const role = new Role(this, 'Role', {
      description: 'Copies Terraform states to another region',
      assumedBy: [
        {
          actions: ['sts:AssumeRole'],
          principals: { services: ['s3.amazonaws.com'] },
          conditions: {
            StringEquals: { 'aws:SourceAccount': accountIdOf(this) },
            ArnLike: { 'aws:SourceArn': source.bucket.arn },
          },
        },
      ],
    });
    const from = source.bucket.arn;
    role.addToPolicy({ actions: ['s3:GetReplicationConfiguration', 's3:ListBucket'], resources: [from] });
    role.addToPolicy({
      actions: ['s3:GetObjectVersionForReplication', 's3:GetObjectVersionAcl', 's3:GetObjectVersionTagging'],
      resources: [`${from}/*`],
    });
    role.addToPolicy({
      actions: ['s3:ReplicateObject', 's3:ReplicateDelete', 's3:ReplicateTags'],
      resources: [`${this.replica.bucket.arn}/*`],
    });
    role.addToPolicy(throughS3('kms:Decrypt', source, awsLocation(this).region));
    role.addToPolicy(throughS3('kms:Encrypt', this.replica, region));
    return role;
  }
}

/** A key used by S3 in its region and by nothing else. */
function throughS3(action: string, { encryptionKey }: StateBucket, region: string | undefined) {
  return {
    actions: [action],
    resources: [encryptionKey.keyArn],
    ...(region === undefined
      ? {}
      : { conditions: { StringEquals: { 'kms:ViaService': `s3.${region}.amazonaws.com` } } }),
  };
}
