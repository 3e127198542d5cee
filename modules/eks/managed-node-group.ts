import { EksNodeGroup } from '@cdktf/provider-aws/lib/eks-node-group';
import { Token } from 'cdktf';
import { Construct } from 'constructs';
import type { Role } from '../identity/role';
import { Connections, type IConnectable } from '../network/connections';
import type { ISubnet } from '../network/i-network';
import { addDependency } from '../shared/dependencies';
import { architectureOf } from '../shared/instance-types';
import { claimName } from '../shared/names';
import { acceptUnchecked, checkAtSynth, report, warn } from '../shared/problems';
import { isUnknown } from '../shared/unknown';
import { AMI_TYPES, type AmiType, type NodeOperatingSystem } from './ami-types';
import type { ComputePart, NodeGroupFacts } from './compute-order';
import {
  managedNodeGroupWarnings,
  validateCapacityBlock,
  validateInCluster,
  validateManagedNodeGroupProps,
} from './managed-node-group-checks';
import { DEFAULT_INSTANCE_TYPES, type ManagedNodeGroupProps, type NodeCapacity } from './managed-node-group-props';
import { waysOut } from './network-readiness';
import { amiTypeOf, type NodeImage } from './node-image';
import { NodeLaunchTemplate, type NodeSettings } from './node-launch-template';
import { validateReachability } from './node-reachability';
import { nodeRole } from './node-role';
import { type NodeScaling, nodeSizes } from './node-scaling';
import { EKS_TAINT_EFFECTS } from './node-taints';
import { replacementName } from './replacement-name';

/** EC2 nodes that EKS starts, drains and replaces. What cannot change in place makes a new group before the old one goes. */
export class ManagedNodeGroup extends Construct implements IConnectable {
  public readonly nodeGroup: EksNodeGroup;
  public readonly nodeGroupName: string;
  public readonly role: Role;
  public readonly launchTemplate: NodeLaunchTemplate;
  public readonly facts: NodeGroupFacts;
  /** The first security group of your own, else the cluster's. */
  public readonly connections: Connections;

  public constructor(scope: Construct, id: string, props: ManagedNodeGroupProps) {
    super(scope, id);
    acceptUnchecked(this, props.unchecked);
    report(this, validateManagedNodeGroupProps(props));
    warn(this, managedNodeGroupWarnings(props));
    const {
      cluster,
      instanceTypes = DEFAULT_INSTANCE_TYPES,
      image = { kind: 'al2023' },
      labels = {},
      taints = [],
    } = props;
    const { scaling = { min: 2, max: 4 }, capacity = { kind: 'on-demand' }, update = { maxUnavailable: 1 } } = props;
    const { securityGroups = [], repair = true, forceUpdate } = props;
    const subnets = this.subnets(props);
    const { amiType, operatingSystem, imageId, userData } = this.image(image, props);
    const ownGroups = securityGroups.map(({ connections }) => connections.securityGroupId);
    const sizes = nodeSizes(scaling);

    this.role = nodeRole(this, { clusterName: cluster.clusterName, of: `node group ${id}` });
    cluster.claimPrincipal(this, this.role.roleArn, false);
    this.launchTemplate = new NodeLaunchTemplate(this, 'LaunchTemplate', {
      ...settingsOf(props),
      name: `${cluster.clusterName}-${id}`,
      operatingSystem,
      imageId,
      userData,
      // A template with groups of its own takes the cluster's away from the nodes: it is always among them.
      securityGroupIds: ownGroups.length === 0 ? undefined : [cluster.clusterSecurityGroupId, ...ownGroups],
      capacityReservationId: capacity.kind === 'capacity-block' ? capacity.capacityReservationId : undefined,
    });
    this.nodeGroupName = replacementName(`${cluster.clusterName}-${id}`, MAX_NAME, {
      amiType,
      capacity: capacity.kind,
      instanceTypes,
      subnets: subnets.map(({ tier, availabilityZone, cidrBlock }) => [tier, availabilityZone, literal(cidrBlock)]),
    });
    claimName(this, 'node group', id, { within: cluster.clusterName });
    this.nodeGroup = new EksNodeGroup(this, 'Group', {
      clusterName: cluster.clusterName,
      nodeGroupName: this.nodeGroupName,
      nodeRoleArn: this.role.roleArn,
      subnetIds: subnets.map(({ subnetId }) => subnetId),
      amiType,
      capacityType: CAPACITY_TYPES[capacity.kind],
      instanceTypes: [...instanceTypes],
      // A custom AMI brings its own versions, and EKS refuses both arguments beside it.
      version: amiType === undefined ? undefined : (props.version ?? cluster.version),
      releaseVersion: amiType === undefined ? undefined : props.releaseVersion,
      launchTemplate: {
        id: this.launchTemplate.template.id,
        version: Token.asString(Token.asAny(this.launchTemplate.template.latestVersion)),
      },
      scalingConfig: sizes,
      updateConfig:
        'maxUnavailable' in update
          ? { maxUnavailable: update.maxUnavailable }
          : { maxUnavailablePercentage: update.maxUnavailablePercent },
      forceUpdateVersion: forceUpdate,
      nodeRepairConfig: { enabled: repair },
      ...(Object.keys(labels).length === 0 ? {} : { labels: { ...labels } }),
      ...(taints.length === 0
        ? {}
        : { taint: taints.map(({ key, value, effect }) => ({ key, value, effect: EKS_TAINT_EFFECTS[effect] })) }),
      lifecycle: { createBeforeDestroy: true },
    });
    this.role.completeBefore(this.nodeGroup);
    cluster.afterCluster(this.nodeGroup);
    for (const way of waysOut(this, cluster.network)) addDependency(this.nodeGroup, way);

    this.facts = {
      name: id,
      operatingSystem: operatingSystem === 'windows' ? 'windows' : 'linux',
      architecture: architectureOf(instanceTypes[0] ?? ''),
      instanceTypes,
      labels,
      taints,
      minSize: sizes.minSize,
      maxSize: sizes.maxSize,
    };
    this.connections = new Connections({
      owner: this,
      securityGroupId: ownGroups[0] ?? cluster.clusterSecurityGroupId,
    });
    cluster.addCompute(this.computePart(scaling));
    checkAtSynth(this, () => [
      ...validateInCluster(this.facts, cluster),
      ...validateReachability(subnets, cluster, 'nodes'),
    ]);
  }

  private image(
    image: NodeImage,
    { instanceTypes = DEFAULT_INSTANCE_TYPES, userData }: ManagedNodeGroupProps,
  ): ImageArguments {
    if (image.kind === 'custom') return image;
    const amiType = amiTypeOf(image, instanceTypes);
    // A type that the table lacks was reported; the rest is built as if it were Amazon Linux.
    return { amiType, operatingSystem: AMI_TYPES[amiType]?.operatingSystem ?? 'al2023', userData };
  }

  private computePart(scaling: NodeScaling): ComputePart {
    const { facts, nodeGroup: resource } = this;
    const leaveSizeToAutoscaler = (): void => {
      resource.lifecycle = { ...resource.lifecycle, ignoreChanges: ['scaling_config[0].desired_size'] };
    };
    return { kind: 'nodes', resource, facts, ...('fixed' in scaling ? {} : { leaveSizeToAutoscaler }) };
  }

  private subnets({ cluster, subnets, capacity }: ManagedNodeGroupProps): readonly ISubnet[] {
    const { network } = cluster;
    if (network === undefined) {
      report(this, [
        {
          field: 'cluster',
          value: cluster.clusterName,
          limit: 'a cluster whose network this program knows: nodes go into its subnets',
          fix: "pass network to EksCluster.fromLookup, for example Network.fromLookup(this, 'Network', ...)",
          see: 'https://docs.aws.amazon.com/eks/latest/userguide/create-managed-node-group.html',
        },
      ]);
      return [];
    }
    const all = subnets === undefined ? network.workloadSubnets(this) : network.selectSubnets(this, subnets);
    if (capacity?.kind !== 'capacity-block') return all;
    const inZone = all.filter(({ availabilityZone }) => availabilityZone === capacity.availabilityZone);
    report(this, validateCapacityBlock(capacity, all));
    return inZone;
  }
}

interface ImageArguments {
  /** Missing with a custom AMI. */
  readonly amiType?: AmiType;
  readonly operatingSystem: NodeOperatingSystem;
  readonly imageId?: string;
  readonly userData?: string;
}

const CAPACITY_TYPES = {
  'on-demand': 'ON_DEMAND',
  spot: 'SPOT',
  'capacity-block': 'CAPACITY_BLOCK',
} as const satisfies Readonly<Record<NodeCapacity['kind'], string>>;

function settingsOf({ diskGib, diskKmsKeyArn, metadataHopLimit, tags }: NodeSettings): NodeSettings {
  return { diskGib, diskKmsKeyArn, metadataHopLimit, tags };
}

/** Fixed by AWS. */
const MAX_NAME = 63;

function literal(text: string | undefined): string | undefined {
  return isUnknown(text) ? undefined : text;
}
