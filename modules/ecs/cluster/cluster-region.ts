import type { IConstruct } from 'constructs';
import type { INetwork } from '../../network/i-network';
import { regionOfZone } from '../../network/zones';
import { awsLocation, placeInRegion } from '../../shared/aws-location';
import type { Issue } from '../../shared/problems';
import { isUnknown } from '../../shared/unknown';
import type { TaskDefinition } from '../task/task-definition';
import type { IEcsCluster } from './ecs-cluster-interface';

const SEE = 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/clusters.html';

/** Everything below `scope` lives where its cluster does. */
export function placeWithCluster(scope: IConstruct, { region }: IEcsCluster): void {
  if (region !== undefined) placeInRegion(scope, region);
}

/** Pure: a cluster that was put into another region has its tasks and instances there. */
export function validateNetworkRegion({ availabilityZones, node }: INetwork, { region }: IEcsCluster): Issue[] {
  const [zone] = availabilityZones;
  if (region === undefined || zone === undefined || isUnknown(zone) || regionOfZone(zone) === region) return [];
  return [
    {
      field: 'network',
      value: node.path,
      limit: `a network in ${region}, the region of the cluster; this one has ${zone}`,
      fix: `write Network.fromAttributes(stack, 'Network', { region: '${region}', ... }), or leave region of the cluster out`,
      see: SEE,
    },
  ];
}

/** Pure: a task definition is known in one region only. */
export function validateTaskRegion(task: TaskDefinition, user: IConstruct): Issue[] {
  const [here, there] = [awsLocation(user).region, awsLocation(task).region];
  if (here === undefined || there === undefined || here === there) return [];
  return [
    {
      field: 'taskDefinition',
      value: task.node.path,
      limit: `a task definition in ${here}, the region of the cluster; this one is in ${there}`,
      fix: `write region: '${here}' in the TaskDefinition`,
      see: SEE,
    },
  ];
}
