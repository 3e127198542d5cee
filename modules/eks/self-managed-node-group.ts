import { AutoscalingGroup, type AutoscalingGroupTag } from '@cdktf/provider-aws/lib/autoscaling-group';
import { IamInstanceProfile } from '@cdktf/provider-aws/lib/iam-instance-profile';
import { Token } from 'cdktf';
import { Construct } from 'constructs';
import type { Role } from '../identity/role';
import { Connections, type IConnectable } from '../network/connections';
import { addDependency } from '../shared/dependencies';
import { architectureOf } from '../shared/instance-types';
import { claimName, generatedName } from '../shared/names';
import { acceptUnchecked, checkAtSynth, refuse, report, warn } from '../shared/problems';
import { AccessEntry } from './access-entry';
import type { NodeGroupFacts } from './compute-order';
import type { IEksCluster } from './eks-cluster-interface';
import { validateInCluster, windowsWarnings } from './managed-node-group-checks';
import { DEFAULT_INSTANCE_TYPES } from './managed-node-group-props';
import { maxPodsOfGroup } from './max-pods';
import { waysOut } from './network-readiness';
import { NodeLaunchTemplate } from './node-launch-template';
import { validateReachability } from './node-reachability';
import { nodeRole } from './node-role';
import { nodeSizes } from './node-scaling';
import { NodeSecurityGroup } from './node-security-group';
import { type NodeBootstrap, nodeadmUserData } from './nodeadm-user-data';
import {
  imageParameter,
  type SelfManagedNodeGroupProps,
  validateSelfManagedNodeGroupProps,
} from './self-managed-node-group-props';
import { windowsUserData } from './windows-user-data';

/**
 * EC2 nodes in an Auto Scaling group of yours: for what managed groups cannot do. Nothing drains them; a new version or
 * AMI reaches nodes that start from then on.
 */
export class SelfManagedNodeGroup extends Construct implements IConnectable {
  public readonly autoScalingGroup: AutoscalingGroup;
  public readonly role: Role;
  public readonly instanceProfile: IamInstanceProfile;
  public readonly launchTemplate: NodeLaunchTemplate;
  public readonly accessEntry: AccessEntry;
  /** Missing where nodes are in the cluster's group. */
  public readonly securityGroup?: NodeSecurityGroup;
  public readonly facts: NodeGroupFacts;
  public readonly connections: Connections;

  public constructor(scope: Construct, id: string, props: SelfManagedNodeGroupProps) {
    super(scope, id);
    acceptUnchecked(this, props.unchecked);
    report(this, validateSelfManagedNodeGroupProps(props));
    warn(this, windowsWarnings(props.image?.kind === 'windows', props.taints));
    const {
      cluster,
      instanceTypes = DEFAULT_INSTANCE_TYPES,
      labels = {},
      taints = [],
      scaling = { min: 2, max: 4 },
      image = { kind: 'al2023' },
    } = props;
    const { clusterName } = cluster;
    const operatingSystem = image.kind === 'windows' ? 'windows' : 'linux';
    const { network, bootstrap } = this.clusterParts(cluster);
    const architecture = architectureOf(instanceTypes[0] ?? '');
    const { subnets, spotPercent = 0, diskGib, diskKmsKeyArn, metadataHopLimit, tags } = props;
    const chosen = subnets === undefined ? network.workloadSubnets(this) : network.selectSubnets(this, subnets);

    this.role = nodeRole(this, { clusterName, of: `self-managed group ${id}` });
    this.instanceProfile = new IamInstanceProfile(this, 'InstanceProfile', {
      name: generatedName(this, { max: 128, suffix: cluster.region }),
      role: this.role.roleName,
    });
    this.accessEntry = new AccessEntry(this, 'Access', {
      cluster,
      principalArn: this.role.roleArn,
      type: { kind: 'nodes', operatingSystem },
    });
    if (props.securityGroup === 'own') {
      this.securityGroup = new NodeSecurityGroup(this, 'SecurityGroup', { cluster, network, name: id });
    }
    const securityGroupId = this.securityGroup?.securityGroupId ?? cluster.clusterSecurityGroupId;
    this.connections = this.securityGroup?.connections ?? new Connections({ owner: this, securityGroupId });
    this.launchTemplate = new NodeLaunchTemplate(this, 'LaunchTemplate', {
      diskGib,
      diskKmsKeyArn,
      metadataHopLimit,
      tags,
      name: `${clusterName}-${id}`,
      operatingSystem: image.kind,
      imageId: props.imageId ?? `resolve:ssm:${imageParameter(image, cluster.version, instanceTypes)}`,
      instanceProfileArn: this.instanceProfile.arn,
      securityGroupIds: [securityGroupId],
      userData:
        image.kind === 'windows'
          ? windowsUserData({ clusterName, bootstrap, labels, taints })
          : nodeadmUserData({ clusterName, bootstrap, labels, taints, maxPods: podsOf(cluster, instanceTypes) }),
    });
    const sizes = nodeSizes(scaling);
    claimName(this, 'node group', id, { within: clusterName });
    this.autoScalingGroup = new AutoscalingGroup(this, 'Group', {
      name: generatedName(this, { max: 255 }),
      minSize: sizes.minSize,
      maxSize: sizes.maxSize,
      desiredCapacity: sizes.desiredSize,
      vpcZoneIdentifier: chosen.map(({ subnetId }) => subnetId),
      capacityRebalance: spotPercent > 0 ? true : undefined,
      mixedInstancesPolicy: {
        instancesDistribution: {
          onDemandPercentageAboveBaseCapacity: 100 - spotPercent,
          spotAllocationStrategy: 'price-capacity-optimized',
        },
        launchTemplate: {
          launchTemplateSpecification: {
            launchTemplateId: this.launchTemplate.template.id,
            version: Token.asString(Token.asAny(this.launchTemplate.template.latestVersion)),
          },
          override: instanceTypes.map((instanceType) => ({ instanceType })),
        },
      },
      tag: this.tags(props),
    });
    this.role.completeBefore(this.autoScalingGroup);
    addDependency(this.autoScalingGroup, this.accessEntry.entry);
    cluster.afterCluster(this.autoScalingGroup);
    for (const way of waysOut(this, network)) addDependency(this.autoScalingGroup, way);

    const { minSize, maxSize } = sizes;
    this.facts = {
      name: id,
      operatingSystem,
      architecture,
      instanceTypes,
      labels,
      taints,
      minSize,
      maxSize,
    };
    cluster.addCompute({
      kind: 'nodes',
      resource: this.autoScalingGroup,
      facts: this.facts,
      ...('fixed' in scaling ? {} : { leaveSizeToAutoscaler: () => this.leaveSizeToAutoscaler(props) }),
    });
    checkAtSynth(this, () => [
      ...validateInCluster(this.facts, cluster),
      ...validateReachability(chosen, cluster, 'nodes'),
    ]);
  }

  private clusterParts({ clusterName, network, bootstrap }: IEksCluster): {
    network: NonNullable<IEksCluster['network']>;
    bootstrap: NodeBootstrap;
  } {
    if (network !== undefined && bootstrap !== undefined) return { network, bootstrap };
    return refuse(this, {
      field: 'cluster',
      value: clusterName,
      limit: 'a cluster whose network, endpoint and certificate authority are known: nodes are told where to join',
      fix: 'use the EksCluster itself, or EksCluster.fromLookup with its network',
      see: 'https://docs.aws.amazon.com/eks/latest/userguide/launch-workers.html',
    });
  }

  private tags({ cluster, tags = {} }: SelfManagedNodeGroupProps): AutoscalingGroupTag[] {
    // The control plane and the VPC CNI's policy know nodes by the first one.
    const all = { [`kubernetes.io/cluster/${cluster.clusterName}`]: 'owned', ...tags };
    return Object.entries(all).map(([key, value]) => ({ key, value, propagateAtLaunch: true }));
  }

  /** The Cluster Autoscaler finds its groups by tag, and learns from tags what nodes a group at zero would have. */
  private leaveSizeToAutoscaler(props: SelfManagedNodeGroupProps): void {
    const { cluster, labels = {}, taints = [] } = props;
    const template = 'k8s.io/cluster-autoscaler/node-template';
    const discovery: Record<string, string> = {
      'k8s.io/cluster-autoscaler/enabled': 'true',
      [`k8s.io/cluster-autoscaler/${cluster.clusterName}`]: 'owned',
      ...Object.fromEntries(Object.entries(labels).map(([key, value]) => [`${template}/label/${key}`, value])),
      ...Object.fromEntries(
        taints.map(({ key, value = '', effect }) => [`${template}/taint/${key}`, `${value}:${effect}`]),
      ),
    };
    this.autoScalingGroup.putTag([
      ...this.tags(props),
      ...Object.entries(discovery).map(([key, value]) => ({ key, value, propagateAtLaunch: false })),
    ]);
    this.autoScalingGroup.lifecycle = { ignoreChanges: ['desired_capacity'] };
  }
}

/** nodeadm does not see prefix delegation: https://github.com/awslabs/amazon-eks-ami/issues/2045 */
function podsOf({ podNetwork }: IEksCluster, instanceTypes: readonly string[]): number | undefined {
  return podNetwork === undefined ? undefined : maxPodsOfGroup(instanceTypes, podNetwork);
}
