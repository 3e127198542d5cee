import { Construct } from 'constructs';
import type { IGrantable } from '../../identity/grantable';
import type { INetwork } from '../../network/i-network';
import { report } from '../../shared/problems';
import { ecsArn } from '../task/ecs-arn';
import type { AttachedProvider, ExecRecording, IEcsCapacity, IEcsCluster, TaskCapacity } from './ecs-cluster-interface';
import { grantExecSession, grantExecuteCommand } from './exec-grants';
import { validateOneCluster } from './one-cluster';
import type { IServiceNamespace } from './service-namespace-interface';

/** What is known of a cluster that exists. */
export interface ExistingEcsClusterAttributes {
  readonly clusterName: string;
  /** @default made of the name, and the account and region of the stack */
  readonly clusterArn?: string;
  /** Where the tasks go unless a service says otherwise. @default the services say it */
  readonly network?: INetwork;
  /** Region of the cluster where it is not the provider's. */
  readonly region?: string;
  /** Cloud Map namespace of the cluster's Service Connect. @default none; services then name one */
  readonly namespace?: IServiceNamespace;
  /** How the cluster records `execute-command` sessions. @default not known: tasks get no rights to write the record */
  readonly execRecording?: ExecRecording;
  /** Where services without a capacity of their own go. @default { kind: 'fargate' } */
  readonly defaultCapacity?: Extract<TaskCapacity, { kind: 'fargate' }>;
}

/** A cluster that is not made here: it makes no resource, and nothing of it is ever changed. */
export class ExistingEcsCluster extends Construct implements IEcsCluster {
  public readonly clusterName: string;
  public readonly clusterArn: string;
  public readonly network?: INetwork;
  public readonly region?: string;
  public readonly namespace?: IServiceNamespace;
  public readonly execRecording?: ExecRecording;
  public readonly defaultCapacity: TaskCapacity;
  private readonly known: IEcsCapacity[] = [];

  public constructor(scope: Construct, id: string, attributes: ExistingEcsClusterAttributes) {
    super(scope, id);
    const { clusterName, region, defaultCapacity = { kind: 'fargate' } } = attributes;
    this.clusterName = clusterName;
    this.clusterArn = attributes.clusterArn ?? ecsArn(this, region, `cluster/${clusterName}`);
    this.network = attributes.network;
    this.region = region;
    this.namespace = attributes.namespace;
    this.execRecording = attributes.execRecording;
    this.defaultCapacity = defaultCapacity;
  }

  public get capacities(): readonly IEcsCapacity[] {
    return this.known;
  }

  public get providers(): readonly AttachedProvider[] {
    const ours = this.known.map(({ providerName, kind }) => ({ name: providerName, kind }));
    return [{ name: 'FARGATE', kind: 'fargate' }, { name: 'FARGATE_SPOT', kind: 'fargate' }, ...ours];
  }

  /** Managed Instances attach themselves; the list of all other providers is one resource, where the cluster is made. */
  public attachCapacity(capacity: IEcsCapacity): void {
    report(capacity, validateOneCluster(capacity, this));
    this.known.push(capacity);
    if (capacity.kind !== 'ec2') return;
    report(capacity, [
      {
        field: 'cluster',
        value: this.clusterName,
        limit:
          'a cluster made in the same stack: a cluster has one list of capacity providers, and the state that made it owns it',
        fix: 'make the capacity where the cluster is made, and refer to it here with Ec2Capacity.fromAttributes',
        see: 'https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/ecs_cluster_capacity_providers',
      },
    ]);
  }

  /** Nothing to wait for: it exists. */
  public completeBefore(): void {}

  public grantExecSession(taskRole: IGrantable): void {
    grantExecSession(this, taskRole);
  }

  public grantExecuteCommand(operator: IGrantable): void {
    grantExecuteCommand(this, operator);
  }
}
