import { EcsCapacityProvider } from '@cdktf/provider-aws/lib/ecs-capacity-provider';
import { IamInstanceProfile } from '@cdktf/provider-aws/lib/iam-instance-profile';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import type { Role } from '../identity/role';
import type { Connections } from '../network/connections';
import { DEFAULT_NETWORK } from '../network/default-network';
import type { INetwork, SubnetSelection } from '../network/i-network';
import { requireZones } from '../network/require-zones';
import { SecurityGroup } from '../network/security-group';
import { findDefault } from '../shared/defaults';
import { addDependency } from '../shared/dependencies';
import { claimName, generatedName } from '../shared/names';
import { acceptUnchecked, checkAtSynth, type Issue, refuse, report, type Unchecked } from '../shared/problems';
import { checkWholeNumber } from '../shared/validation';
import { validateProviderName } from './ec2-capacity-validation';
import { ecsArn } from './ecs-arn';
import type { IEcsCapacity } from './ecs-capacity';
import { DEFAULT_CLUSTER, type IEcsCluster } from './ecs-cluster-interface';
import { ecsInstanceRole } from './ecs-instance-role';
import { validateAgentReachesEcs } from './instance-reachability';
import {
  type ManagedInstanceRequirements,
  requiredArchitecture,
  requirementArguments,
  requiresGpu,
  validateRequirements,
} from './managed-instances-requirements';
import { managedInstancesRole } from './managed-instances-role';
import type { CpuArchitecture } from './runtime-platform';

export interface ManagedInstancesCapacityProps {
  /** @default the cluster that the surrounding construct offers */
  readonly cluster?: IEcsCluster;
  /** @default the cluster's network */
  readonly network?: INetwork;
  /** In two zones or more. @default the network's subnets for workloads */
  readonly subnets?: SubnetSelection;
  /** What the instances may be. @default what ECS finds cheapest for the waiting tasks, general purpose */
  readonly requirements?: ManagedInstanceRequirements;
  /** GiB of each instance's disk for images and containers. @default the 80 GiB of ECS */
  readonly storageSizeGib?: number;
  /** Seconds that an idle instance stays, 0-3600; `false` for as long as it lives. @default ECS decides */
  readonly idleSeconds?: number | false;
  /** CloudWatch metrics of instances each 5 minutes or each minute. @default 'basic' */
  readonly monitoring?: 'basic' | 'detailed';
  /** What instances may reach besides what `connections` opens. @default 'https', for AWS APIs and images */
  readonly egress?: 'https' | 'all' | 'none';
  /**
   * 1-255 letters, digits, `_` and `-`, not beginning with aws, ecs or fargate.
   * @default made from the construct path
   */
  readonly capacityProviderName?: string;
  /** Refusals that are accepted here, each with its reason. @default none */
  readonly unchecked?: readonly Unchecked[];
}

/**
 * ECS Managed Instances: EC2 instances in the account that ECS chooses, patches (Bottlerocket, replaced within 14 days)
 * and drains. Linux only; tasks in network modes awsvpc and host. Costs the instances and a management fee.
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ManagedInstances.html
 */
export class ManagedInstancesCapacity extends Construct implements IEcsCapacity {
  public readonly kind = 'managed-instances';
  public readonly cluster: IEcsCluster;
  public readonly network: INetwork;
  public readonly providerName: string;
  public readonly operatingSystem = 'LINUX';
  public readonly architecture?: CpuArchitecture;
  public readonly gpu: boolean;
  /** ECS always scales them. */
  public readonly managedScaling = true;
  public readonly instanceRole: Role;
  public readonly infrastructureRole: Role;
  public readonly instanceProfile: IamInstanceProfile;
  public readonly securityGroup: SecurityGroup;
  public readonly connections: Connections;
  public readonly capacityProvider: EcsCapacityProvider;

  public constructor(scope: Construct, id: string, props: ManagedInstancesCapacityProps = {}) {
    super(scope, id);
    acceptUnchecked(this, props.unchecked);
    report(this, validateManagedInstancesProps(props));
    const { requirements = {}, egress } = props;
    this.cluster = this.clusterOf(props);
    this.network = this.networkOf(props);
    this.architecture = requiredArchitecture(requirements);
    this.gpu = requiresGpu(requirements);

    this.instanceRole = this.makeInstanceRole();
    this.instanceProfile = new IamInstanceProfile(this, 'InstanceProfile', {
      name: generatedName(this, { max: 128 }),
      role: this.instanceRole.roleName,
    });
    this.infrastructureRole = managedInstancesRole(this, this.instanceRole);
    this.securityGroup = new SecurityGroup(this, 'SecurityGroup', {
      network: this.network,
      description: `Managed Instances ${this.node.path}`,
      egress,
    });
    this.connections = this.securityGroup.connections;
    this.capacityProvider = this.makeProvider(props);
    // On destroy the rights outlive the provider: without them ECS could not terminate its instances.
    this.infrastructureRole.completeBefore(this.capacityProvider);
    this.instanceRole.completeBefore(this.capacityProvider);
    this.providerName = this.capacityProvider.name;
    this.cluster.attachCapacity(this);
  }

  public startAfter(dependency: ITerraformDependable): void {
    addDependency(this.capacityProvider, dependency);
  }

  private clusterOf({ cluster = findDefault(this, DEFAULT_CLUSTER) }: ManagedInstancesCapacityProps): IEcsCluster {
    return cluster ?? refuse(this, missing('cluster', 'a cluster for the instances to register with'));
  }

  private networkOf({
    network = this.cluster.network ?? findDefault(this, DEFAULT_NETWORK),
  }: ManagedInstancesCapacityProps): INetwork {
    return network ?? refuse(this, missing('network', 'a network for the instances'));
  }

  private makeInstanceRole(): Role {
    const role = ecsInstanceRole(this, this.cluster);
    const { clusterName, region } = this.cluster;
    role.addToPolicy({
      actions: ['ecs:PutSystemLogEvents'],
      resources: [ecsArn(this, region, `container-instance/${clusterName}/*`)],
    });
    return role;
  }

  private makeProvider(props: ManagedInstancesCapacityProps): EcsCapacityProvider {
    const { requirements, storageSizeGib, idleSeconds, monitoring = 'basic' } = props;
    // A path may begin with "ecs", which ECS keeps for itself.
    const name = props.capacityProviderName ?? `cp-${generatedName(this, { max: 252 })}`;
    claimName(this, 'ECS capacity provider', name, { field: 'capacityProviderName' });
    return new EcsCapacityProvider(this, 'CapacityProvider', {
      name,
      cluster: this.cluster.clusterName,
      managedInstancesProvider: {
        infrastructureRoleArn: this.infrastructureRole.roleArn,
        propagateTags: 'CAPACITY_PROVIDER',
        infrastructureOptimization:
          idleSeconds === undefined ? undefined : { scaleInAfter: idleSeconds === false ? -1 : idleSeconds },
        instanceLaunchTemplate: {
          ec2InstanceProfileArn: this.instanceProfile.arn,
          monitoring: monitoring === 'detailed' ? 'DETAILED' : 'BASIC',
          networkConfiguration: {
            subnets: this.subnetIds(props),
            securityGroups: [this.securityGroup.securityGroupId],
          },
          instanceRequirements: requirements === undefined ? undefined : requirementArguments(requirements),
          storageConfiguration: storageSizeGib === undefined ? undefined : { storageSizeGib },
        },
      },
    });
  }

  private subnetIds({ subnets: selection }: ManagedInstancesCapacityProps): string[] {
    const { network } = this;
    const subnets = selection === undefined ? network.workloadSubnets(this) : network.selectSubnets(this, selection);
    requireZones(this, subnets, 2, 'instances in one zone stop with the zone');
    checkAtSynth(this, () => validateAgentReachesEcs(network, subnets));
    return subnets.map(({ subnetId }) => subnetId);
  }
}

const SEE = 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/managed-instances-capacity-providers-concept.html';

function missing(field: string, limit: string): Issue {
  return { field, value: undefined, limit, fix: `give it as ${field}, or build inside an EnvironmentStack`, see: SEE };
}

/** Pure, so that a test can ask about one field without building a stack. */
export function validateManagedInstancesProps(props: ManagedInstancesCapacityProps): Issue[] {
  const { requirements = {}, idleSeconds, storageSizeGib, capacityProviderName } = props;
  return [
    ...validateProviderName(capacityProviderName),
    ...validateRequirements('requirements', requirements),
    ...checkWholeNumber('idleSeconds', idleSeconds === false ? undefined : idleSeconds, [0, 3600], {
      unit: 'seconds',
      fix: 'write false to keep idle instances',
      see: 'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_InfrastructureOptimization.html',
    }),
    ...checkWholeNumber('storageSizeGib', storageSizeGib, [30, 16_384], {
      unit: 'GiB',
      fix: 'write 80, or leave it out',
      see: 'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ManagedInstancesStorageConfiguration.html',
      rule: 'ecs.managed-instances-storage',
    }),
  ];
}
