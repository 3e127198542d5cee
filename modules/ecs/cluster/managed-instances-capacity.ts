import { EcsCapacityProvider } from '@cdktf/provider-aws/lib/ecs-capacity-provider';
import type { IamInstanceProfile } from '@cdktf/provider-aws/lib/iam-instance-profile';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import type { Role } from '../../identity/role';
import type { Connections } from '../../network/connections';
import { waitForEgress } from '../../network/egress-order';
import type { INetwork, ISubnet, SubnetSelection } from '../../network/i-network';
import { SecurityGroup } from '../../network/security-group';
import { securityGroupText } from '../../network/security-group-text';
import { addDependency } from '../../shared/dependencies';
import { claimName, generatedName } from '../../shared/names';
import { acceptUnchecked, type Issue, report, type Unchecked } from '../../shared/problems';
import { checkWholeNumber } from '../../shared/validation';
import { ecsArn } from '../task/ecs-arn';
import type { CpuArchitecture } from '../task/runtime-platform';
import { capacityPlace } from './capacity-place';
import { validateProviderName } from './ec2-capacity-validation';
import type { IEcsCapacity, IEcsCluster } from './ecs-cluster-interface';
import { ecsInstanceProfile, ecsInstanceRole } from './ecs-instance-role';
import {
  type ManagedInstanceRequirements,
  requiredArchitecture,
  requirementArguments,
  requiresGpu,
  validateRequirements,
} from './managed-instances-requirements';
import { managedInstancesRole } from './managed-instances-role';

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
    const { cluster, network, subnets } = capacityPlace(this, props);
    this.cluster = cluster;
    this.network = network;
    this.architecture = requiredArchitecture(requirements);
    this.gpu = requiresGpu(requirements);

    this.instanceRole = this.makeInstanceRole();
    this.instanceProfile = ecsInstanceProfile(this, this.instanceRole);
    this.infrastructureRole = managedInstancesRole(this, this.instanceRole);
    this.securityGroup = new SecurityGroup(this, 'SecurityGroup', {
      network: this.network,
      description: securityGroupText(`Managed Instances ${this.node.path}`),
      egress,
    });
    this.connections = this.securityGroup.connections;
    this.capacityProvider = this.makeProvider(props, subnets);
    waitForEgress(this.capacityProvider, subnets);
    // On destroy the rights outlive the provider: without them ECS could not terminate its instances.
    this.infrastructureRole.completeBefore(this.capacityProvider);
    this.instanceRole.completeBefore(this.capacityProvider);
    this.providerName = this.capacityProvider.name;
    this.cluster.attachCapacity(this);
  }

  public startAfter(dependency: ITerraformDependable): void {
    addDependency(this.capacityProvider, dependency);
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

  private makeProvider(props: ManagedInstancesCapacityProps, subnets: readonly ISubnet[]): EcsCapacityProvider {
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
            subnets: subnets.map(({ subnetId }) => subnetId),
            securityGroups: [this.securityGroup.securityGroupId],
          },
          instanceRequirements: requirements === undefined ? undefined : requirementArguments(requirements),
          storageConfiguration: storageSizeGib === undefined ? undefined : { storageSizeGib },
        },
      },
    });
  }
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
