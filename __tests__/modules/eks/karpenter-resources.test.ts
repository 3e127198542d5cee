import { KarpenterResources } from '../../../modules/eks';
import { synthCluster, testCluster } from '../../support/eks';
import { refusal, resources, theResource } from '../../support/synth';

const json = synthCluster({}, (cluster, stack) => {
  new KarpenterResources(stack, 'Karpenter', { cluster });
});

it('announces five kinds of interruption on an encrypted queue of five minutes', () => {
  expect(theResource(json, 'aws_sqs_queue')).toMatchObject({
    name: 'test-karpenter',
    message_retention_seconds: 300,
    sqs_managed_sse_enabled: true,
  });
  const patterns = resources(json, 'aws_cloudwatch_event_rule').map(({ event_pattern }) =>
    JSON.parse(String(event_pattern)),
  );
  expect(patterns.map((pattern) => pattern['detail-type'][0]).sort()).toEqual([
    'AWS Health Event',
    'EC2 Capacity Reservation Instance Interruption Warning',
    'EC2 Instance Rebalance Recommendation',
    'EC2 Instance State-change Notification',
    'EC2 Spot Instance Interruption Warning',
  ]);
  for (const { name } of resources(json, 'aws_cloudwatch_event_rule'))
    expect(String(name).length).toBeLessThanOrEqual(64);
  expect(resources(json, 'aws_cloudwatch_event_target')).toHaveLength(5);
});

it('lets rules of this account write to the queue, over TLS only', () => {
  const [allow, deny] = JSON.parse(String(theResource(json, 'aws_sqs_queue_policy').policy)).Statement;
  expect(allow).toMatchObject({
    Principal: { Service: 'events.amazonaws.com' },
    Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:events:eu-west-1:123456789012:rule/*' } },
  });
  expect(deny).toMatchObject({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } });
});

it('lets its nodes in, and its controller change only what carries the tag of the cluster', () => {
  expect(
    resources(json, 'aws_eks_access_entry')
      .map(({ type }) => type)
      .sort(),
  ).toEqual(['EC2_LINUX', 'STANDARD']);
  const policy = resources(json, 'aws_iam_role_policy')
    .map((one) => String(one.policy))
    .find((text) => text.includes('ec2:RunInstances'));
  const statements: { Sid: string; Action: string | string[]; Condition?: object }[] = JSON.parse(
    policy ?? '',
  ).Statement;
  const destructive = statements.filter(({ Action }) =>
    /Terminate|DeleteLaunchTemplate|DeleteInstanceProfile/.test(String(Action)),
  );
  expect(destructive).toHaveLength(2);
  for (const { Condition } of destructive) {
    expect(JSON.stringify(Condition)).toContain('aws:ResourceTag/kubernetes.io/cluster/shop');
  }
  expect(policy?.length).toBeLessThan(10_240);
});

it('tags the cluster security group for discovery', () => {
  expect(theResource(json, 'aws_ec2_tag')).toMatchObject({ key: 'karpenter.sh/discovery', value: 'shop' });
});

it('runs its controller on Fargate with IRSA', () => {
  synthCluster({}, (cluster, stack) => {
    expect(new KarpenterResources(stack, 'Karpenter', { cluster, runsOn: 'fargate' }).controller.kind).toBe('irsa');
  });
});

it('is the only one that adds and removes nodes', () => {
  const message = refusal((stack) => {
    const cluster = testCluster(stack, { autoscaler: 'cluster-autoscaler' });
    cluster.addNodeGroup('System');
    new KarpenterResources(stack, 'Karpenter', { cluster });
  });
  expect(message).toContain('eks.two-autoscalers');
});
