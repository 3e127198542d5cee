import { AutoscalingGroup } from '@cdktf/provider-aws/lib/autoscaling-group';
import { DataAwsSsmParameter } from '@cdktf/provider-aws/lib/data-aws-ssm-parameter';
import { EcsCapacityProvider } from '@cdktf/provider-aws/lib/ecs-capacity-provider';
import type { IamInstanceProfile } from '@cdktf/provider-aws/lib/iam-instance-profile';
import { LaunchTemplate } from '@cdktf/provider-aws/lib/launch-template';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import type { Role } from '../../identity/role';
import type { Connections } from '../../network/connections';
import { waitForEgress } from '../../network/egress-order';
import type { INetwork, ISubnet } from '../../network/i-network';
import { SecurityGroup } from '../../network/security-group';
import { securityGroupText } from '../../network/security-group-text';
import { addDependency } from '../../shared/dependencies';
import { acceleratorOf, architectureOf, memoryMibOf, vcpusOf } from '../../shared/instance-types';
import { claimName, generatedName } from '../../shared/names';
import { acceptUnchecked, report } from '../../shared/problems';
import { isUnknown } from '../../shared/unknown';
import type { CpuArchitecture, OperatingSystem } from '../task/runtime-platform';
import { secretStatements } from '../task/secret';
import { capacityPlace } from './capacity-place';
import { diskArguments, groupTags, launchArguments, refreshArguments } from './ec2-capacity-group';
import type { Ec2CapacityProps } from './ec2-capacity-props';
import { validateEc2CapacityProps } from './ec2-capacity-validation';
import { amiParameter, type EcsInstanceImage, operatingSystemOf, publishedImage } from './ecs-ami';
import type { IEcsCapacity, IEcsCluster } from './ecs-cluster-interface';
import { ecsInstanceProfile, ecsInstanceRole, sessionManagerStatements } from './ecs-instance-role';
import { encodedUserData } from './ecs-user-data';
import { ExistingEc2Capacity, type ExistingEc2CapacityAttributes } from './existing-ec2-capacity';

/** EC2 instances of one cluster: an Auto Scaling group that ECS sizes by the tasks that wait for room. */
export class Ec2Capacity extends Construct implements IEcsCapacity {
  /** Instances that another program made, attached to a cluster there. */
  public static fromAttributes(scope: Construct, id: string, attributes: ExistingEc2CapacityAttributes): IEcsCapacity {
    return new ExistingEc2Capacity(scope, id, attributes);
  }

  public readonly kind = 'ec2';
  public readonly cluster: IEcsCluster;
  public readonly network: INetwork;
  public readonly providerName: string;
  public readonly operatingSystem: OperatingSystem;
  public readonly architecture: CpuArchitecture;
  public readonly gpu: boolean;
  public readonly managedScaling: boolean;
  public readonly maxInstances?: number;
  public readonly memoryMib?: number;
  public readonly cpu?: number;
  public readonly role: Role;
  public readonly instanceProfile: IamInstanceProfile;
  public readonly securityGroup: SecurityGroup;
  public readonly connections: Connections;
  /** The lookup of the AMI; missing where one was given. */
  public readonly amiParameter?: DataAwsSsmParameter;
  public readonly launchTemplate: LaunchTemplate;
  public readonly autoScalingGroup: AutoscalingGroup;
  public readonly capacityProvider: EcsCapacityProvider;

  public constructor(scope: Construct, id: string, props: Ec2CapacityProps) {
    super(scope, id);
    acceptUnchecked(this, props.unchecked);
    report(this, validateEc2CapacityProps(props));
    const { instanceTypes, image = { kind: 'al2023' } } = props;
    const [firstType = 'm7i.large'] = instanceTypes;
    const { cluster, network, subnets } = capacityPlace(this, props);
    this.cluster = cluster;
    this.network = network;
    this.operatingSystem = operatingSystemOf(image);
    this.architecture = architectureOf(firstType) === 'arm64' ? 'ARM64' : 'X86_64';
    this.gpu = acceleratorOf(firstType) === 'nvidia';
    this.managedScaling = props.managedScaling !== false;
    this.maxInstances = isUnknown(props.maxSize) ? undefined : props.maxSize;
    this.memoryMib = memoryForTasks(props);
    this.cpu = cpuForTasks(props);

    this.role = this.makeRole(props);
    this.instanceProfile = ecsInstanceProfile(this, this.role);
    this.securityGroup = new SecurityGroup(this, 'SecurityGroup', {
      network: this.network,
      description: securityGroupText(`Container instances ${this.node.path}`),
      egress: props.egress,
    });
    this.connections = this.securityGroup.connections;
    const parameter = image.kind === 'custom' ? undefined : amiParameter(image, instanceTypes);
    if (parameter !== undefined) this.amiParameter = new DataAwsSsmParameter(this, 'Ami', { name: parameter });
    this.launchTemplate = this.makeLaunchTemplate(props, image);
    this.autoScalingGroup = this.makeGroup(props, subnets);
    waitForEgress(this.autoScalingGroup, subnets);
    this.role.completeBefore(this.autoScalingGroup);
    this.capacityProvider = this.makeProvider(props);
    this.providerName = this.capacityProvider.name;
    this.cluster.attachCapacity(this);
  }

  public startAfter(dependency: ITerraformDependable): void {
    addDependency(this.autoScalingGroup, dependency);
  }

  private makeRole({ registryCredentials, sessionManager = true }: Ec2CapacityProps): Role {
    const role = ecsInstanceRole(this, this.cluster);
    const statements = [
      ...(sessionManager ? sessionManagerStatements(this) : []),
      ...(registryCredentials === undefined ? [] : secretStatements(registryCredentials)),
    ];
    for (const statement of statements) role.addToPolicy(statement);
    return role;
  }

  private makeLaunchTemplate(props: Ec2CapacityProps, image: EcsInstanceImage): LaunchTemplate {
    const { instanceTypes, purchase, agent = {}, metadataHopLimit = 1 } = props;
    const name = generatedName(this, { max: 125 });
    claimName(this, 'launch template', name);
    const single = purchase?.kind !== 'spot' && instanceTypes.length === 1;
    const tags = this.tagsOf(props);
    return new LaunchTemplate(this, 'LaunchTemplate', {
      name,
      description: `Container instances of the ECS cluster ${this.cluster.clusterName}`,
      updateDefaultVersion: true,
      // The id of a public AMI is no secret; `value` would hide it in every plan.
      imageId: image.kind === 'custom' ? image.imageId : this.amiParameter?.insecureValue,
      instanceType: single ? instanceTypes[0] : undefined,
      iamInstanceProfile: { arn: this.instanceProfile.arn },
      networkInterfaces: [
        { deviceIndex: 0, associatePublicIpAddress: 'false', securityGroups: [this.securityGroup.securityGroupId] },
      ],
      metadataOptions: {
        httpEndpoint: 'enabled',
        httpTokens: 'required',
        httpPutResponseHopLimit: metadataHopLimit,
      },
      blockDeviceMappings: diskArguments(image, props),
      capacityReservationSpecification: reservationArguments(props),
      tagSpecifications: ['volume', 'network-interface'].map((resourceType) => ({ resourceType, tags })),
      userData: encodedUserData(this, {
        operatingSystem: publishedImage(image).kind,
        clusterName: this.cluster.clusterName,
        agent,
        spotDraining: purchase?.kind === 'spot',
        registrySecretArn: props.registryCredentials?.secretArn,
        extra: props.extraUserData,
      }),
    });
  }

  private makeGroup(props: Ec2CapacityProps, subnets: readonly ISubnet[]): AutoscalingGroup {
    const { minSize = 0, maxSize, maxInstanceLifetimeDays = 30, purchase } = props;
    const name = generatedName(this, { max: 255 });
    claimName(this, 'Auto Scaling group', name);
    return new AutoscalingGroup(this, 'AutoScalingGroup', {
      name,
      minSize,
      maxSize,
      desiredCapacity: props.desiredCapacity ?? (this.managedScaling ? undefined : minSize),
      vpcZoneIdentifier: subnets.map(({ subnetId }) => subnetId),
      healthCheckType: 'EC2',
      maxInstanceLifetime: maxInstanceLifetimeDays === false ? 0 : maxInstanceLifetimeDays * 86_400,
      capacityRebalance: purchase?.kind === 'spot' ? true : undefined,
      protectFromScaleIn: this.protects(props),
      // Otherwise destroy waits for instances that nobody drains any more.
      forceDelete: true,
      ...launchArguments(props, this.launchTemplate),
      instanceRefresh: refreshArguments(props.instanceRefresh),
      // ECS sets AmazonECSManaged when the group gets its provider: undeclared, every plan would take it away.
      tag: groupTags({ ...this.tagsOf(props), AmazonECSManaged: 'true' }),
      lifecycle: this.managedScaling ? { ignoreChanges: ['desired_capacity'] } : undefined,
    });
  }

  private makeProvider(props: Ec2CapacityProps): EcsCapacityProvider {
    const { managedScaling = {}, managedDraining = true } = props;
    // A path may begin with "ecs", which ECS keeps for itself.
    const name = props.capacityProviderName ?? `cp-${generatedName(this, { max: 252 })}`;
    claimName(this, 'ECS capacity provider', name, { field: 'capacityProviderName' });
    return new EcsCapacityProvider(this, 'CapacityProvider', {
      name,
      autoScalingGroupProvider: {
        autoScalingGroupArn: this.autoScalingGroup.arn,
        managedDraining: managedDraining ? 'ENABLED' : 'DISABLED',
        managedTerminationProtection: this.protects(props) ? 'ENABLED' : 'DISABLED',
        managedScaling:
          managedScaling === false
            ? { status: 'DISABLED' }
            : {
                status: 'ENABLED',
                targetCapacity: managedScaling.targetPercent ?? 100,
                minimumScalingStepSize: managedScaling.minStep ?? 1,
                maximumScalingStepSize: managedScaling.maxStep ?? 10_000,
                instanceWarmupPeriod: managedScaling.warmupSeconds ?? 300,
              },
      },
      // A group that is made anew needs a new provider, and the old one stays in use until services have moved.
      lifecycle: props.capacityProviderName === undefined ? { createBeforeDestroy: true } : undefined,
    });
  }

  private protects({ managedTerminationProtection }: Ec2CapacityProps): boolean {
    return managedTerminationProtection ?? this.managedScaling;
  }

  private tagsOf({ tags }: Ec2CapacityProps): Readonly<Record<string, string>> {
    return { Name: this.node.path, ...tags };
  }
}

function reservationArguments({ purchase }: Ec2CapacityProps) {
  if (purchase?.kind !== 'on-demand' || purchase.capacityReservation === undefined) return undefined;
  const { capacityReservation: target } = purchase;
  return {
    capacityReservationTarget:
      'resourceGroupArn' in target
        ? { capacityReservationResourceGroupArn: target.resourceGroupArn }
        : { capacityReservationId: target.capacityReservationId },
  };
}

/** The kernel and the agent keep about a twentieth. */
const SHARE_FOR_TASKS = 0.95;

function memoryForTasks(props: Ec2CapacityProps): number | undefined {
  const memory = ofSmallest(props, memoryMibOf);
  return memory === undefined ? undefined : Math.floor(memory * SHARE_FOR_TASKS);
}

function cpuForTasks(props: Ec2CapacityProps): number | undefined {
  const vcpus = ofSmallest(props, vcpusOf);
  return vcpus === undefined ? undefined : vcpus * 1024;
}

/** Counted with the smallest of the types, which may be the one that starts; not known if one of them is not. */
function ofSmallest(
  { instanceTypes, maxSize }: Ec2CapacityProps,
  sizeOf: (instanceType: string) => number | undefined,
): number | undefined {
  const sizes = instanceTypes.map((type) => (isUnknown(type) ? undefined : sizeOf(type)));
  const known = sizes.filter((size) => size !== undefined);
  if (isUnknown(maxSize) || known.length < sizes.length || known.length === 0) return undefined;
  return Math.min(...known) * maxSize;
}
