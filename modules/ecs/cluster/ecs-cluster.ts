import { DataAwsEcsCluster } from '@cdktf/provider-aws/lib/data-aws-ecs-cluster';
import { EcsCluster as AwsEcsCluster } from '@cdktf/provider-aws/lib/ecs-cluster';
import { EcsClusterCapacityProviders } from '@cdktf/provider-aws/lib/ecs-cluster-capacity-providers';
import { type TerraformResource, TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import type { IGrantable } from '../../identity/grantable';
import type { INetwork } from '../../network/i-network';
import { addDependency } from '../../shared/dependencies';
import { claimName, generatedName } from '../../shared/names';
import { refuse, report, warn } from '../../shared/problems';
import { capacityStrategy } from './capacity-strategy';
import type { AttachedProvider, ExecRecording, IEcsCapacity, IEcsCluster, TaskCapacity } from './ecs-cluster-interface';
import { type ClusterOutputs, clusterFromOutputs } from './ecs-cluster-outputs';
import type { ClusterNamespace, EcsClusterProps } from './ecs-cluster-props';
import {
  mixedCapacities,
  validateAttachment,
  validateDefaultCapacity,
  validateEcsClusterProps,
} from './ecs-cluster-validation';
import { grantExecSession, grantExecuteCommand } from './exec-grants';
import { ExecRecorder, type ExecSettings } from './exec-recording';
import { ExistingEcsCluster, type ExistingEcsClusterAttributes } from './existing-ecs-cluster';
import { validateOneCluster } from './one-cluster';
import { ServiceNamespace } from './service-namespace';
import type { IServiceNamespace } from './service-namespace-interface';

/** An ECS cluster with Fargate, Fargate Spot and any number of EC2 capacities attached. */
export class EcsCluster extends Construct implements IEcsCluster {
  /** A cluster that another program made. */
  public static fromAttributes(scope: Construct, id: string, attributes: ExistingEcsClusterAttributes): IEcsCluster {
    return new ExistingEcsCluster(scope, id, attributes);
  }

  /** A cluster that exists, looked up by name at plan time; a plan fails where there is none. */
  public static fromLookup(
    scope: Construct,
    id: string,
    attributes: Omit<ExistingEcsClusterAttributes, 'clusterArn'>,
  ): IEcsCluster {
    const { clusterName, region } = attributes;
    const found = new DataAwsEcsCluster(scope, `${id}Lookup`, { clusterName, region });
    return new ExistingEcsCluster(scope, id, { ...attributes, clusterArn: found.arn });
  }

  /** A cluster of another state, through the outputs that `clusterOutputs` names. */
  public static fromRemoteState(scope: Construct, id: string, outputs: ClusterOutputs): IEcsCluster {
    return clusterFromOutputs(scope, id, outputs);
  }

  public readonly cluster: AwsEcsCluster;
  /** The one list of capacity providers that a cluster has. */
  public readonly capacityProviders: EcsClusterCapacityProviders;
  public readonly clusterName: string;
  public readonly clusterArn: string;
  public readonly network?: INetwork;
  public readonly region?: string;
  public readonly namespace?: IServiceNamespace;
  /** Log group and key of recorded sessions, once there are any. */
  public execRecorder?: ExecRecorder;

  private readonly attached: IEcsCapacity[] = [];
  private readonly exec?: ExecSettings;
  private readonly managedStorage?: { fargateEphemeralStorageKmsKeyId?: string; kmsKeyId?: string };
  private default: TaskCapacity;
  private defaultIsInUse = false;

  public constructor(scope: Construct, id: string, props: EcsClusterProps = {}) {
    super(scope, id);
    report(this, validateEcsClusterProps(props));
    const { containerInsights = 'enabled', defaultCapacity = { kind: 'fargate' }, network, region, exec } = props;
    this.clusterName = props.clusterName ?? generatedName(this, { max: 255 });
    claimName(this, 'ECS cluster', this.clusterName, { field: 'clusterName', within: region });
    this.network = network;
    this.region = region;
    this.default = defaultCapacity;
    this.exec = exec;
    this.namespace = this.namespaceOf(props.namespace);
    const { ephemeralStorageKmsKeyArn, volumeKmsKeyArn } = props;
    if (ephemeralStorageKmsKeyArn !== undefined || volumeKmsKeyArn !== undefined) {
      this.managedStorage = { fargateEphemeralStorageKmsKeyId: ephemeralStorageKmsKeyArn, kmsKeyId: volumeKmsKeyArn };
    }

    this.cluster = new AwsEcsCluster(this, 'Cluster', {
      name: this.clusterName,
      region,
      setting: [{ name: 'containerInsights', value: containerInsights }],
      serviceConnectDefaults: this.namespace === undefined ? undefined : { namespace: this.namespace.namespaceArn },
    });
    this.clusterArn = this.cluster.arn;
    if (exec?.kind === 'recorded') this.recordSessions(exec);
    this.putConfiguration();

    this.capacityProviders = new EcsClusterCapacityProviders(this, 'CapacityProviders', {
      clusterName: this.cluster.name,
      region,
      capacityProviders: [],
    });
    this.putProviders();
  }

  public get capacities(): readonly IEcsCapacity[] {
    return this.attached;
  }

  public get providers(): readonly AttachedProvider[] {
    const ours = this.attached.map(({ providerName, kind }) => ({ name: providerName, kind }));
    return [{ name: 'FARGATE', kind: 'fargate' }, { name: 'FARGATE_SPOT', kind: 'fargate' }, ...ours];
  }

  public get defaultCapacity(): TaskCapacity {
    this.defaultIsInUse = true;
    return this.default;
  }

  /** Missing until sessions are recorded. */
  public get execRecording(): ExecRecording | undefined {
    return this.execRecorder?.recording;
  }

  /** Where services made from now on go unless they say otherwise: instances of this cluster, or Fargate. */
  public useByDefault(capacity: TaskCapacity): void {
    report(this, validateDefaultCapacity(capacity, this, this.defaultIsInUse));
    this.default = capacity;
    this.putProviders();
  }

  public attachCapacity(capacity: IEcsCapacity): void {
    const issues = [...validateOneCluster(capacity, this), ...validateAttachment(capacity, this)];
    report(capacity, issues);
    if (issues.length > 0) return;
    warn(this, mixedCapacities(this.attached, capacity));
    this.attached.push(capacity);
    if (TerraformStack.of(capacity) === TerraformStack.of(this)) capacity.startAfter(this.cluster);
    this.putProviders();
  }

  public completeBefore(resource: TerraformResource): void {
    // Between stacks Terraform keeps no order within a run; there the references order whole stacks.
    if (TerraformStack.of(resource) === TerraformStack.of(this)) addDependency(resource, this.capacityProviders);
  }

  public grantExecSession(taskRole: IGrantable): void {
    if (this.exec === undefined && this.execRecorder === undefined) {
      this.recordSessions({ kind: 'recorded' });
      this.putConfiguration();
    }
    grantExecSession(this, taskRole);
  }

  public grantExecuteCommand(operator: IGrantable): void {
    grantExecuteCommand(this, operator);
  }

  private namespaceOf(namespace: ClusterNamespace | undefined): IServiceNamespace | undefined {
    if (namespace === undefined || 'namespaceArn' in namespace) return namespace;
    const { region, network } = this;
    if (namespace.kind === 'http') {
      return new ServiceNamespace(this, 'Namespace', {
        kind: 'http',
        name: namespace.name ?? this.clusterName,
        region,
      });
    }
    if (network === undefined) {
      refuse(this, {
        field: 'network',
        value: undefined,
        limit: 'a network, because DNS names of a private-dns namespace belong to a VPC',
        fix: "give the cluster its network, or use namespace: { kind: 'http' }",
        see: 'https://docs.aws.amazon.com/cloud-map/latest/api/API_CreatePrivateDnsNamespace.html',
      });
    }
    return new ServiceNamespace(this, 'Namespace', { kind: 'private-dns', name: namespace.name, network, region });
  }

  private recordSessions(settings: Extract<ExecSettings, { kind: 'recorded' }>): void {
    const { clusterName, region } = this;
    this.execRecorder = new ExecRecorder(this, 'Exec', { clusterName, settings, region });
  }

  private putConfiguration(): void {
    const executeCommandConfiguration = this.execRecorder?.configuration ?? EXEC_LOGGING[this.exec?.kind ?? 'unset'];
    const managedStorageConfiguration = this.managedStorage;
    if (executeCommandConfiguration === undefined && managedStorageConfiguration === undefined) return;
    this.cluster.putConfiguration({ executeCommandConfiguration, managedStorageConfiguration });
  }

  /**
   * Managed Instances are attached by their own resource: ECS refuses them here, and AWS provider 6.31 still wanted to
   * take them out with every plan. Without Auto Scaling groups the list never changes, so it can be left alone.
   * @see https://github.com/hashicorp/terraform-provider-aws/issues/46346
   */
  private putProviders(): void {
    const groups = this.attached.filter(({ kind }) => kind === 'ec2');
    const managed = this.attached.filter(({ kind }) => kind === 'managed-instances');
    this.capacityProviders.capacityProviders = [
      'FARGATE',
      'FARGATE_SPOT',
      ...groups.map(({ providerName }) => providerName),
    ];
    this.capacityProviders.putDefaultCapacityProviderStrategy(capacityStrategy(this.default));
    this.capacityProviders.lifecycle =
      managed.length > 0 && groups.length === 0 ? { ignoreChanges: ['capacity_providers'] } : undefined;
  }
}

const EXEC_LOGGING = {
  recorded: undefined,
  unset: undefined,
  'task-logs': { logging: 'DEFAULT' },
  none: { logging: 'NONE' },
} as const;
