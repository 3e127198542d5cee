import type { EcsService as AwsEcsService, EcsServiceLoadBalancer } from '@cdktf/provider-aws/lib/ecs-service';
import type { Issue } from '../../shared/issue';
import { JsonObject } from '../../shared/json-object';
import type { IEcsCluster, TaskCapacity } from '../cluster/ecs-cluster-interface';
import type { TaskDefinition } from '../task/task-definition';
import { ebsFromJson } from '../task/volume-from-json';
import type { Deployment } from './deployment';
import { discoveryFromJson } from './discovery-from-json';
import type { EcsServiceOfTaskProps } from './ecs-service-props';
import type { Placement } from './placement';

const API = 'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateService.html';

/** What the JSON only names, and the program has as objects. */
export interface ServiceFromJsonProps {
  readonly cluster: IEcsCluster;
  /** `TaskDefinition.fromJson(...)`; the JSON's `taskDefinition` must be of its family. */
  readonly taskDefinition: TaskDefinition;
  /** Instances, for `launchType: EC2`. @default the cluster's first ones */
  readonly capacity?: TaskCapacity;
}

/** A service as the JSON has it, and what has to be put into the resource as it stands there. */
export interface ServiceOfJson {
  readonly props: EcsServiceOfTaskProps;
  readonly issues: readonly Issue[];
  /** Puts in what the JSON has as ids of things that exist: target groups, subnets, namespaces, registries. */
  readonly complete: (service: AwsEcsService, ownSecurityGroupId?: string) => void;
}

/** The input of `create-service` as our own props. */
export function serviceFromJson(text: string | object, given: ServiceFromJsonProps): ServiceOfJson {
  const json = JsonObject.parse(text, API);
  const { cluster, taskDefinition } = given;
  const family = json.text('taskDefinition');
  json.text('cluster');
  const vpc = json.object('networkConfiguration')?.object('awsvpcConfiguration');
  const network = {
    subnets: vpc?.texts('subnets') ?? [],
    securityGroups: vpc?.texts('securityGroups') ?? [],
    assignPublicIp: vpc?.oneOf('assignPublicIp', ['ENABLED', 'DISABLED']) === 'ENABLED',
  };
  const loadBalancer = json.objects('loadBalancers').map(loadBalancerOf);
  const makeFindable = discoveryFromJson(json, taskDefinition);
  const gracePeriodSeconds = json.number('healthCheckGracePeriodSeconds');
  const tags = json.objects('tags').map((tag) => [tag.text('key') ?? '', tag.text('value') ?? ''] as const);
  const rebalancing = json.oneOf('availabilityZoneRebalancing', ['ENABLED', 'DISABLED']);
  const props: EcsServiceOfTaskProps = {
    cluster,
    taskDefinition,
    serviceName: json.text('serviceName'),
    capacity: given.capacity ?? capacityOf(json, cluster),
    scheduling: json.oneOf('schedulingStrategy', ['REPLICA', 'DAEMON']) === 'DAEMON' ? 'daemon' : 'replica',
    scaling: scalingOf(json.number('desiredCount')),
    deployment: deploymentOf(json),
    placement: placementOf(json),
    zoneRebalancing: rebalancing === undefined ? undefined : rebalancing === 'ENABLED',
    securityGroups: network.securityGroups.map((securityGroupId) => ({ securityGroupId })),
    volumeConfigurations: volumeConfigurationsOf(json),
  };
  refuseOthers(json);
  return {
    props,
    issues: [...json.issues(), ...validateFamily(family, taskDefinition)],
    complete: (service, own) => {
      if (loadBalancer.length > 0) service.putLoadBalancer(loadBalancer);
      if (loadBalancer.length > 0) service.healthCheckGracePeriodSeconds = gracePeriodSeconds ?? 60;
      if (network.subnets.length > 0) {
        const securityGroups = [...(own === undefined ? [] : [own]), ...network.securityGroups];
        service.putNetworkConfiguration({ ...network, subnets: [...network.subnets], securityGroups });
      }
      makeFindable(service);
      if (tags.length > 0) service.tags = Object.fromEntries(tags);
    },
  };
}

function scalingOf(desiredCount: number | undefined): EcsServiceOfTaskProps['scaling'] {
  return desiredCount === undefined ? undefined : { fixed: desiredCount };
}

/** A target group that exists. Classic Load Balancers know no target groups and no ports that Docker chooses. */
function loadBalancerOf(json: JsonObject): EcsServiceLoadBalancer {
  const limit = 'a target group: Classic Load Balancers are not supported, they cannot follow dynamic ports';
  const fix = 'make an ApplicationLoadBalancer and write expose: { loadBalancer, paths }, or name a targetGroupArn';
  json.refuse('loadBalancerName', limit, fix);
  json.refuse('elbName', limit, fix);
  json.refuse('advancedConfiguration', 'blue/green by the program', "write deployment: { kind: 'blue-green' }");
  return {
    targetGroupArn: json.text('targetGroupArn'),
    containerName: json.text('containerName') ?? '',
    containerPort: json.number('containerPort') ?? 0,
  };
}

function capacityOf(json: JsonObject, cluster: IEcsCluster): TaskCapacity | undefined {
  const shares = json.objects('capacityProviderStrategy').map((share) => ({
    provider: share.oneOf('capacityProvider', ['FARGATE', 'FARGATE_SPOT']),
    base: share.number('base') ?? 0,
    weight: share.number('weight') ?? 0,
  }));
  json.text('platformVersion');
  const launchType = json.oneOf('launchType', ['EC2', 'FARGATE']);
  if (launchType === 'EC2') return cluster.capacities[0];
  if (launchType === 'FARGATE') return { kind: 'fargate' };
  const spot = shares.find(({ provider }) => provider === 'FARGATE_SPOT');
  if (spot === undefined) return shares.length === 0 ? undefined : { kind: 'fargate' };
  const onDemand = shares.find(({ provider }) => provider === 'FARGATE');
  const all = spot.weight + (onDemand?.weight ?? 0);
  const percent = all === 0 ? 100 : Math.max(1, Math.round((100 * spot.weight) / all));
  return { kind: 'fargate', spot: { base: onDemand?.base, percent } };
}

function deploymentOf(json: JsonObject): Deployment | undefined {
  const controller = json.object('deploymentController')?.oneOf('type', ['ECS', 'CODE_DEPLOY', 'EXTERNAL']);
  const configuration = json.object('deploymentConfiguration');
  const breaker = configuration?.object('deploymentCircuitBreaker');
  const enabled = breaker?.flag('enable') ?? false;
  const rollback = breaker?.flag('rollback') ?? false;
  const alarms = configuration?.object('alarms');
  const settings = {
    minimumHealthyPercent: configuration?.number('minimumHealthyPercent'),
    maximumPercent: configuration?.number('maximumPercent'),
    alarms: alarms?.texts('alarmNames'),
  };
  alarms?.flag('enable');
  alarms?.flag('rollback');
  configuration?.oneOf('strategy', ['ROLLING']);
  if (controller === 'CODE_DEPLOY') return { kind: 'code-deploy' };
  if (controller === 'EXTERNAL') return { kind: 'external' };
  if (configuration === undefined) return undefined;
  if (breaker === undefined) return { kind: 'rolling', ...settings };
  const onFailure = enabled ? (rollback ? 'rollback' : 'stop') : 'keep-trying';
  return { kind: 'rolling', ...settings, onFailure };
}

function placementOf(json: JsonObject): Placement | undefined {
  const constraints = json.objects('placementConstraints').map((constraint) => {
    const expression = constraint.text('expression') ?? '';
    return constraint.oneOf('type', ['distinctInstance', 'memberOf']) === 'distinctInstance'
      ? ({ kind: 'distinct-instance' } as const)
      : ({ kind: 'member-of', expression } as const);
  });
  const strategies = json.objects('placementStrategy').map((strategy) => {
    const field = strategy.text('field') ?? '';
    const kind = strategy.oneOf('type', ['spread', 'binpack', 'random']) ?? 'random';
    if (kind === 'random') return { kind } as const;
    return kind === 'spread' ? { kind, field } : ({ kind, field: field === 'cpu' ? 'cpu' : 'memory' } as const);
  });
  if (constraints.length === 0 && strategies.length === 0) return undefined;
  return { constraints, strategies: strategies.length === 0 ? undefined : strategies };
}

function volumeConfigurationsOf(json: JsonObject): EcsServiceOfTaskProps['volumeConfigurations'] {
  const disks = json
    .objects('volumeConfigurations')
    .map((one) => [one.text('name') ?? '', ebsFromJson(one.object('managedEBSVolume'))] as const);
  return disks.length === 0 ? undefined : Object.fromEntries(disks);
}

function refuseOthers(json: JsonObject): void {
  json.flag('enableECSManagedTags'); // always on here
  json.text('propagateTags');
  json.text('clientToken');
  json.refuse('enableExecuteCommand', 'executeCommand of the task', 'write executeCommand: true in a TaskDefinition');
  json.refuse('role', 'the service-linked role, which ECS makes by itself', 'remove "role"');
  json.refuse('vpcLatticeConfigurations', 'load balancers', 'leave it out');
}

function validateFamily(named: string | undefined, { family }: TaskDefinition): Issue[] {
  const name = named?.replace(/^.*task-definition\//, '').replace(/:\d+$/, '');
  if (name === undefined || name === family) return [];
  return [
    {
      field: 'taskDefinition',
      value: named,
      limit: `the family "${family}" of the task definition that was handed over`,
      fix: 'hand over the task definition that the service runs',
      see: API,
    },
  ];
}
