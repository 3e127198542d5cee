import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { FlowLog as AwsFlowLog } from '@cdktf/provider-aws/lib/flow-log';
import { Construct } from 'constructs';
import { accountIdOf, Role } from '../identity';
import { awsLocation } from '../shared/aws-location';
import { checkLogRetention, type LogRetentionDays } from '../shared/log-retention';
import { claimName, generatedName } from '../shared/names';
import type { Issue } from '../shared/problems';
import { check } from '../shared/validation';

/** Where the records of accepted and rejected connections go. @see https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs.html */
export type FlowLogDestination =
  /** CloudWatch Logs, 0.50 USD per GB in us-east-1. `retentionDays`: default 365, the year that PCI DSS 10.5.1 asks for. */
  | {
      readonly kind: 'cloudwatch';
      readonly retentionDays?: LogRetentionDays;
      /** Its key policy must let CloudWatch Logs use it. @default the key of CloudWatch Logs */
      readonly kmsKeyArn?: string;
    }
  /** An existing bucket, half the price; Parquet files by the hour, which Athena reads. The bucket's policy must let log delivery write. */
  | { readonly kind: 's3'; readonly bucketArn: string }
  /** An existing Firehose stream of this account. */
  | { readonly kind: 'firehose'; readonly deliveryStreamArn: string }
  | { readonly kind: 'none' };

export interface FlowLogProps {
  readonly vpcId: string;
  /** Region of the network. */
  readonly region: string;
  readonly destination: Exclude<FlowLogDestination, { kind: 'none' }>;
  /** Seconds of traffic in one record: 60 shows more and costs more. @default 600 */
  readonly aggregationSeconds?: 60 | 600;
}

/** Records who talked to whom in a network, accepted and rejected. */
export class FlowLog extends Construct {
  public readonly flowLog: AwsFlowLog;
  /** Only for CloudWatch Logs. */
  public readonly logGroup?: CloudwatchLogGroup;
  /** Only for CloudWatch Logs: may write to that one group. */
  public readonly role?: Role;

  public constructor(scope: Construct, id: string, props: FlowLogProps) {
    super(scope, id);
    const { vpcId, region, destination, aggregationSeconds = 600 } = props;
    const common = {
      vpcId,
      trafficType: 'ALL',
      maxAggregationInterval: aggregationSeconds,
      tags: { Name: generatedName(this, { max: 255 }) },
    };
    switch (destination.kind) {
      case 'cloudwatch': {
        const { retentionDays = 365, kmsKeyArn } = destination;
        const name = `/aws/vpc-flow-log/${generatedName(this, { max: 400 })}`;
        claimName(this, 'log group', name);
        this.logGroup = new CloudwatchLogGroup(this, 'LogGroup', {
          name,
          retentionInDays: retentionDays,
          kmsKeyId: kmsKeyArn,
        });
        this.role = new Role(this, 'Role', {
          description: 'Lets VPC flow logs write to one log group',
          assumedBy: [
            {
              actions: ['sts:AssumeRole'],
              principals: { services: ['vpc-flow-logs.amazonaws.com'] },
              conditions: {
                StringEquals: { 'aws:SourceAccount': accountIdOf(this) },
                ArnLike: {
                  'aws:SourceArn': `arn:${awsLocation(this).partition}:ec2:${region}:${accountIdOf(this)}:vpc-flow-log/*`,
                },
              },
            },
          ],
        });
        this.role.addToPolicy({
          actions: ['logs:CreateLogStream', 'logs:DescribeLogGroups', 'logs:DescribeLogStreams', 'logs:PutLogEvents'],
          resources: [this.logGroup.arn, `${this.logGroup.arn}:*`],
        });
        this.flowLog = new AwsFlowLog(this, 'FlowLog', {
          ...common,
          logDestinationType: 'cloud-watch-logs',
          logDestination: this.logGroup.arn,
          iamRoleArn: this.role.roleArn,
        });
        this.role.completeBefore(this.flowLog);
        return;
      }
      case 's3':
        this.flowLog = new AwsFlowLog(this, 'FlowLog', {
          ...common,
          logDestinationType: 's3',
          logDestination: destination.bucketArn,
          destinationOptions: { fileFormat: 'parquet', perHourPartition: true, hiveCompatiblePartitions: true },
        });
        return;
      case 'firehose':
        this.flowLog = new AwsFlowLog(this, 'FlowLog', {
          ...common,
          logDestinationType: 'kinesis-data-firehose',
          logDestination: destination.deliveryStreamArn,
        });
    }
  }
}

/** Pure, so that a test can ask about one field without building a stack. */
export function validateFlowLogDestination(destination: FlowLogDestination): Issue[] {
  const see = 'https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs.html';
  if (destination.kind === 'cloudwatch') {
    return checkLogRetention('flowLog.retentionDays', destination.retentionDays);
  }
  if (destination.kind === 's3') {
    return check('flowLog.bucketArn', destination.bucketArn, (arn) => /^arn:[\w-]+:s3:::[^/]+(\/.*)?$/.test(arn), {
      limit: 'the ARN of a bucket, with a prefix if you like',
      fix: 'write for example "arn:aws:s3:::acme-flow-logs"',
      see,
    });
  }
  if (destination.kind === 'firehose') {
    return check(
      'flowLog.deliveryStreamArn',
      destination.deliveryStreamArn,
      (arn) => /^arn:[\w-]+:firehose:[\w-]+:\d{12}:deliverystream\/.+$/.test(arn),
      {
        limit: 'the ARN of a Firehose stream',
        fix: 'write for example "arn:aws:firehose:eu-west-1:123456789012:deliverystream/flow-logs"',
        see,
      },
    );
  }
  return [];
}
