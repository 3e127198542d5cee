import type {
  AutoscalingGroupInstanceRefresh,
  AutoscalingGroupLaunchTemplate,
  AutoscalingGroupMixedInstancesPolicy,
  AutoscalingGroupTag,
} from '@cdktf/provider-aws/lib/autoscaling-group';
import type { LaunchTemplate, LaunchTemplateBlockDeviceMappings } from '@cdktf/provider-aws/lib/launch-template';
import type { Ec2CapacityProps, InstanceRefresh } from './ec2-capacity-props';
import { type EcsInstanceImage, IMAGE_DISKS, publishedImage } from './ecs-ami';

/** One type on demand starts from the launch template itself; several types, and Spot, from a policy over it. */
export function launchArguments(
  { instanceTypes, purchase = { kind: 'on-demand' } }: Ec2CapacityProps,
  template: LaunchTemplate,
):
  | { readonly launchTemplate: AutoscalingGroupLaunchTemplate }
  | { readonly mixedInstancesPolicy: AutoscalingGroupMixedInstancesPolicy } {
  // The number, not "$Latest": only so does a new version start an instance refresh, and can one be rolled back.
  const version = template.getStringAttribute('latest_version');
  if (purchase.kind === 'on-demand' && instanceTypes.length === 1) {
    return { launchTemplate: { id: template.id, version } };
  }
  const instancesDistribution =
    purchase.kind === 'spot'
      ? {
          onDemandBaseCapacity: purchase.onDemandBase ?? 0,
          onDemandPercentageAboveBaseCapacity: purchase.onDemandPercent ?? 0,
          onDemandAllocationStrategy: 'prioritized',
          spotAllocationStrategy: 'price-capacity-optimized',
        }
      : { onDemandPercentageAboveBaseCapacity: 100, onDemandAllocationStrategy: 'prioritized' };
  return {
    mixedInstancesPolicy: {
      instancesDistribution,
      launchTemplate: {
        launchTemplateSpecification: { launchTemplateId: template.id, version },
        override: instanceTypes.map((instanceType) => ({ instanceType })),
      },
    },
  };
}

/**
 * A new launch template version replaces the instances by itself. `Refresh` for protected instances: managed
 * termination protection protects all of them, and waiting for them would never end; their tasks are drained first.
 */
export function refreshArguments({
  minHealthyPercent = 90,
  warmupSeconds = 300,
}: InstanceRefresh = {}): AutoscalingGroupInstanceRefresh {
  return {
    strategy: 'Rolling',
    triggers: ['tag'],
    preferences: {
      minHealthyPercentage: minHealthyPercent,
      // Above 100 the new instance comes before the old one goes, so that a group of one never stands empty.
      maxHealthyPercentage: 110,
      instanceWarmup: String(warmupSeconds),
      autoRollback: true,
      skipMatching: true,
      scaleInProtectedInstances: 'Refresh',
      standbyInstances: 'Ignore',
    },
  };
}

/** Encrypted gp3 disks. */
export function diskArguments(
  image: EcsInstanceImage,
  { volumeSizeGib, volumeKmsKeyArn }: Ec2CapacityProps,
): LaunchTemplateBlockDeviceMappings[] {
  const { root, containers, leastGib } = IMAGE_DISKS[publishedImage(image).kind];
  const common = { volumeType: 'gp3', encrypted: 'true', kmsKeyId: volumeKmsKeyArn, deleteOnTermination: 'true' };
  const mapping = (deviceName: string, volumeSize?: number) => ({ deviceName, ebs: { ...common, volumeSize } });
  const size = volumeSizeGib ?? leastGib;
  return root === containers ? [mapping(root, size)] : [mapping(root), mapping(containers, size)];
}

/** The group's tags in the order of their names; each goes on to the instances. */
export function groupTags(tags: Readonly<Record<string, string>>): AutoscalingGroupTag[] {
  return Object.entries(tags)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => ({ key, value, propagateAtLaunch: true }));
}
