import { type FlowLogDestination, Network } from '../../../modules/network';
import { refusal, resources, type StackJson, synth, theResource } from '../../support/synth';

function flowLog(destination: FlowLogDestination): StackJson {
  return synth((stack) => new Network(stack, 'Network', { flowLog: destination }));
}

it('may be switched off by name', () => {
  const json = flowLog({ kind: 'none' });
  expect(resources(json, 'aws_flow_log')).toEqual([]);
  expect(resources(json, 'aws_iam_role')).toEqual([]);
});

it('waits for the right to write to its log group', () => {
  const json = flowLog({
    kind: 'cloudwatch',
    retentionDays: 30,
    kmsKeyArn: 'arn:aws:kms:eu-west-1:123456789012:key/1',
  });
  expect(theResource(json, 'aws_flow_log').depends_on).toEqual([expect.stringMatching(/^aws_iam_role_policy\./)]);
  expect(theResource(json, 'aws_cloudwatch_log_group')).toMatchObject({
    retention_in_days: 30,
    kms_key_id: 'arn:aws:kms:eu-west-1:123456789012:key/1',
  });
});

it('needs no role for S3 or Firehose', () => {
  const s3 = flowLog({ kind: 's3', bucketArn: 'arn:aws:s3:::acme-flow-logs' });
  expect(theResource(s3, 'aws_flow_log')).toMatchObject({
    log_destination_type: 's3',
    log_destination: 'arn:aws:s3:::acme-flow-logs',
    destination_options: { file_format: 'parquet', per_hour_partition: true, hive_compatible_partitions: true },
  });
  const deliveryStreamArn = 'arn:aws:firehose:eu-west-1:123456789012:deliverystream/flow';
  const firehose = flowLog({ kind: 'firehose', deliveryStreamArn });
  expect(theResource(firehose, 'aws_flow_log')).toMatchObject({ log_destination_type: 'kinesis-data-firehose' });
  for (const json of [s3, firehose]) expect(resources(json, 'aws_iam_role')).toEqual([]);
});

it.each<[FlowLogDestination, RegExp]>([
  [{ kind: 'cloudwatch', retentionDays: 100 as never }, /flowLog.retentionDays is 100; allowed: one of 1, 3, 5/],
  [{ kind: 's3', bucketArn: 'acme-flow-logs' }, /flowLog.bucketArn is "acme-flow-logs"/],
  [{ kind: 'firehose', deliveryStreamArn: 'flow' }, /flowLog.deliveryStreamArn is "flow"/],
])('refuses %j', (destination, message) => {
  expect(refusal((stack) => new Network(stack, 'Network', { flowLog: destination }))).toMatch(message);
});
