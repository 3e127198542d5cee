import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import type { EcsClusterConfigurationExecuteCommandConfiguration } from '@cdktf/provider-aws/lib/ecs-cluster';
import { Construct } from 'constructs';
import { accountIdOf } from '../../identity/account-id';
import { EncryptionKey } from '../../identity/encryption-key';
import { regionOf } from '../../identity/region';
import { awsLocation } from '../../shared/aws-location';
import { checkLogRetention, type LogRetentionDays } from '../../shared/log-retention';
import type { Issue } from '../../shared/problems';
import { check } from '../../shared/validation';
import type { ExecRecording } from './ecs-cluster-interface';

/** What becomes of the commands and the output of `aws ecs execute-command` sessions. */
export type ExecSettings =
  /** Kept in a log group, or in a bucket that exists, under a key that also encrypts the session itself. */
  | {
      readonly kind: 'recorded';
      /** Days that the log group keeps sessions. @default 30 */
      readonly retentionDays?: LogRetentionDays;
      /** A bucket instead of a log group; with default encryption by a KMS key. @default a log group */
      readonly bucket?: { readonly bucketName: string; readonly keyPrefix?: string };
      /** Key of sessions and log group; its policy must let CloudWatch Logs use it. @default a key is made, 1 USD a month */
      readonly kmsKeyArn?: string;
    }
  /** To the `awslogs` log group of the task, where it has one, with its other output. */
  | { readonly kind: 'task-logs' }
  /** Nowhere. Security Hub and auditors object. */
  | { readonly kind: 'none' };

export interface ExecRecorderProps {
  readonly clusterName: string;
  readonly settings: Extract<ExecSettings, { kind: 'recorded' }>;
  /** Region of the cluster where it is not the provider's. */
  readonly region?: string;
}

/**
 * The log group of recorded sessions and their key. The group's name is the cluster's, so that operators find it.
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html#ecs-exec-logging
 */
export class ExecRecorder extends Construct {
  /** Missing where a key was given. */
  public readonly key?: EncryptionKey;
  /** Missing where a bucket was given. */
  public readonly logGroup?: CloudwatchLogGroup;
  public readonly recording: ExecRecording;
  /** What the cluster says of it. */
  public readonly configuration: EcsClusterConfigurationExecuteCommandConfiguration;

  public constructor(scope: Construct, id: string, { clusterName, settings, region }: ExecRecorderProps) {
    super(scope, id);
    const { bucket, retentionDays = 30, kmsKeyArn } = settings;
    const logGroupName = `/ecs/${clusterName}/exec`;
    if (kmsKeyArn === undefined) this.key = this.makeKey(clusterName, logGroupName, region);
    const key = kmsKeyArn ?? this.key?.keyArn;
    if (bucket === undefined) {
      this.logGroup = new CloudwatchLogGroup(this, 'LogGroup', {
        name: logGroupName,
        retentionInDays: retentionDays,
        kmsKeyId: key,
        region,
      });
    }
    this.recording = {
      logGroupName: this.logGroup?.name,
      logGroupArn: this.logGroup?.arn,
      bucketName: bucket?.bucketName,
      bucketKeyPrefix: bucket?.keyPrefix,
      kmsKeyArn: key,
    };
    this.configuration = {
      kmsKeyId: key,
      logging: 'OVERRIDE',
      logConfiguration:
        bucket === undefined
          ? { cloudWatchEncryptionEnabled: true, cloudWatchLogGroupName: this.logGroup?.name }
          : { s3BucketEncryptionEnabled: true, s3BucketName: bucket.bucketName, s3KeyPrefix: bucket.keyPrefix },
    };
  }

  /** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html */
  private makeKey(clusterName: string, logGroupName: string, clusterRegion: string | undefined): EncryptionKey {
    const region = clusterRegion ?? regionOf(this);
    const logs = `arn:${awsLocation(this).partition}:logs:${region}:${accountIdOf(this)}:log-group:${logGroupName}`;
    return new EncryptionKey(this, 'Key', {
      description: `ECS Exec sessions in the cluster ${clusterName} and their log`,
      region: clusterRegion,
      statements: [
        {
          sid: 'LogGroup',
          actions: ['kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:GenerateDataKey*', 'kms:ReEncrypt*'],
          resources: ['*'],
          principals: { services: [`logs.${region}.amazonaws.com`] },
          conditions: { ArnEquals: { 'kms:EncryptionContext:aws:logs:arn': logs } },
        },
      ],
    });
  }
}

/** Pure, so that a test can ask about one field without building a stack. */
export function validateExecSettings(field: string, settings: ExecSettings | undefined): Issue[] {
  if (settings?.kind !== 'recorded') return [];
  const { bucket, kmsKeyArn, retentionDays } = settings;
  const see = 'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ExecuteCommandConfiguration.html';
  return [
    ...check(`${field}.kmsKeyArn`, kmsKeyArn, (arn) => /^arn:[\w-]+:kms:[\w-]+:\d{12}:key\/[\w-]+$/.test(arn), {
      limit: 'the ARN of a KMS key, arn:aws:kms:region:account:key/id',
      fix: 'write the ARN of the key, not of an alias, or leave it out to get a key',
      see,
    }),
    ...check(
      `${field}.bucket.bucketName`,
      bucket?.bucketName,
      (name) => /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name),
      {
        limit: 'a bucket name of 3 to 63 lower-case letters, digits, "." and "-"',
        fix: 'write the name, without s3:// and without a path',
        see,
      },
    ),
    ...checkLogRetention(`${field}.retentionDays`, retentionDays),
    ...check(`${field}.retentionDays`, retentionDays, () => bucket === undefined, {
      limit: 'nothing beside a bucket, which has its own lifecycle rules',
      fix: 'remove retentionDays, or remove the bucket',
      see,
    }),
  ];
}
