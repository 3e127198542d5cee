import { CloudwatchEventRule } from '@cdktf/provider-aws/lib/cloudwatch-event-rule';
import { CloudwatchEventTarget } from '@cdktf/provider-aws/lib/cloudwatch-event-target';
import { Ec2Tag } from '@cdktf/provider-aws/lib/ec2-tag';
import { SqsQueue } from '@cdktf/provider-aws/lib/sqs-queue';
import { SqsQueuePolicy } from '@cdktf/provider-aws/lib/sqs-queue-policy';
import { Construct } from 'constructs';
import { accountIdOf } from '../identity/account-id';
import { policyDocument } from '../identity/policy-statement';
import type { Role } from '../identity/role';
import { awsLocation } from '../shared/aws-location';
import { claimName, generatedName } from '../shared/names';
import { AccessEntry } from './access-entry';
import type { IEksCluster } from './eks-cluster-interface';
import { karpenterPolicy } from './karpenter-policy';
import { nodeRole } from './node-role';
import type { ServiceAccountIdentity } from './service-account-identity';

export interface KarpenterResourcesProps {
  readonly cluster: IEksCluster;
  /** Where the chart is installed. @default 'kube-system' */
  readonly namespace?: string;
  /** @default 'karpenter' */
  readonly serviceAccount?: string;
  /** Where the controller's own pods run: never on nodes that it makes. @default 'linux-nodes' */
  readonly runsOn?: 'linux-nodes' | 'fargate';
}

/** What AWS announces of instances before it takes them away, and Karpenter drains them for. */
const EVENTS: Readonly<Record<string, { readonly source: string; readonly detailType: string }>> = {
  CapacityReservationInterruption: {
    source: 'aws.ec2',
    detailType: 'EC2 Capacity Reservation Instance Interruption Warning',
  },
  InstanceStateChange: { source: 'aws.ec2', detailType: 'EC2 Instance State-change Notification' },
  Rebalance: { source: 'aws.ec2', detailType: 'EC2 Instance Rebalance Recommendation' },
  ScheduledChange: { source: 'aws.health', detailType: 'AWS Health Event' },
  SpotInterruption: { source: 'aws.ec2', detailType: 'EC2 Spot Instance Interruption Warning' },
};

/**
 * The AWS side of Karpenter, for the stack of the cluster: its controller's role, the role of its nodes with their
 * access entry, and the queue that announces interruptions. Chart, NodePools and EC2NodeClasses belong to the platform
 * stack; delete the NodePools and wait for their nodes to go before you destroy this.
 */
export class KarpenterResources extends Construct {
  /** For `spec.role` of an EC2NodeClass: `nodeRole.roleName`. */
  public readonly nodeRole: Role;
  public readonly nodeAccess: AccessEntry;
  public readonly controller: ServiceAccountIdentity;
  public readonly queue: SqsQueue;
  public readonly queueName: string;
  public readonly queuePolicy: SqsQueuePolicy;
  public readonly rules: readonly CloudwatchEventRule[];
  /** `karpenter.sh/discovery = NAME` on the cluster security group; the network tags its subnets (`karpenterDiscovery`). */
  public readonly discoveryTag: Ec2Tag;

  public constructor(scope: Construct, id: string, props: KarpenterResourcesProps) {
    super(scope, id);
    const { cluster, namespace = 'kube-system', serviceAccount = 'karpenter', runsOn } = props;
    const { clusterName, clusterArn, region } = cluster;
    const { partition } = awsLocation(this);
    const accountId = accountIdOf(this);
    cluster.claimAutoscaler(this, 'karpenter');

    this.nodeRole = nodeRole(this, { clusterName, of: 'Karpenter' });
    this.nodeAccess = new AccessEntry(this, 'NodeAccess', {
      cluster,
      principalArn: this.nodeRole.roleArn,
      type: { kind: 'nodes', operatingSystem: 'linux' },
    });
    this.queueName = generatedName(this, { max: 80 });
    claimName(this, 'SQS queue', this.queueName);
    // A warning is worth nothing after the two minutes that it announces; five leave room for a restart.
    this.queue = new SqsQueue(this, 'Queue', {
      name: this.queueName,
      messageRetentionSeconds: 300,
      sqsManagedSseEnabled: true,
    });
    this.queuePolicy = this.addQueuePolicy(`arn:${partition}:events:${region}:${accountId}:rule/*`);
    this.rules = Object.entries(EVENTS).map(([name, event]) => this.addRule(name, event));
    const { nodeRole: nodes, queue } = this;
    this.controller = cluster.addServiceAccountIdentity({
      namespace,
      serviceAccount,
      runsOn,
      statements: karpenterPolicy({
        clusterName,
        clusterArn,
        region,
        accountId,
        partition,
        nodeRoleArn: nodes.roleArn,
        queueArn: queue.arn,
      }),
    });
    this.discoveryTag = new Ec2Tag(this, 'DiscoveryTag', {
      resourceId: cluster.clusterSecurityGroupId,
      key: 'karpenter.sh/discovery',
      value: clusterName,
    });
  }

  private addQueuePolicy(rules: string): SqsQueuePolicy {
    const resources = [this.queue.arn];
    return new SqsQueuePolicy(this, 'QueuePolicy', {
      queueUrl: this.queue.url,
      policy: policyDocument([
        {
          sid: 'RulesOfThisAccount',
          actions: ['sqs:SendMessage'],
          resources,
          principals: { services: ['events.amazonaws.com'] },
          conditions: { ArnLike: { 'aws:SourceArn': rules } },
        },
        {
          sid: 'TlsOnly',
          effect: 'Deny',
          actions: ['sqs:*'],
          resources,
          principals: { arns: ['*'] },
          conditions: { Bool: { 'aws:SecureTransport': 'false' } },
        },
      ]),
    });
  }

  private addRule(name: string, { source, detailType }: { source: string; detailType: string }): CloudwatchEventRule {
    const rule = new CloudwatchEventRule(this, `${name}Rule`, {
      name: generatedName(this, { max: 64, suffix: name.replace(/(?<=[a-z])[A-Z]/g, '-$&').toLowerCase() }),
      description: `${detailType}, for Karpenter`,
      eventPattern: JSON.stringify({ source: [source], 'detail-type': [detailType] }),
    });
    new CloudwatchEventTarget(this, `${name}Target`, { rule: rule.name, arn: this.queue.arn });
    return rule;
  }
}
