import { EcsTaskSet as AwsEcsTaskSet } from '@cdktf/provider-aws/lib/ecs-task-set';
import { Construct } from 'constructs';
import type { IRoute } from '../../load-balancing/load-balancer';
import { waitForEgress } from '../../network/egress-order';
import { addDependency } from '../../shared/dependencies';
import { type Issue, report } from '../../shared/problems';
import { check } from '../../shared/validation';
import { capacityKind, capacityStrategy } from '../cluster/capacity-strategy';
import { placeWithCluster, validateTaskRegion } from '../cluster/cluster-region';
import type { TaskCapacity } from '../cluster/ecs-cluster-interface';
import type { TaskDefinition } from '../task/task-definition';
import type { EcsService } from './ecs-service';

export interface EcsTaskSetProps {
  /** Of `deployment: { kind: 'external' }`: its cluster, subnets and security group are the task set's. */
  readonly service: EcsService;
  /** @default the service's */
  readonly taskDefinition?: TaskDefinition;
  /** @default the cluster's default */
  readonly capacity?: TaskCapacity;
  /** Share of the service's tasks that run in this set, 0-100 percent. @default 100 */
  readonly scalePercent?: number;
  /** How requests reach the set: `listener.addRoute(...)`. The service's port opens to its balancer. @default they do not */
  readonly route?: IRoute;
  /** The id that the external controller knows it by. @default none */
  readonly externalId?: string;
}

const API = 'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateTaskSet.html';

/** One version of a service whose deployments another tool runs. */
export class EcsTaskSet extends Construct {
  public readonly taskSet: AwsEcsTaskSet;

  public constructor(scope: Construct, id: string, props: EcsTaskSetProps) {
    super(scope, id);
    const { service, taskDefinition = service.taskDefinition, scalePercent = 100, externalId, route } = props;
    const { cluster, securityGroup, subnets } = service;
    placeWithCluster(this, cluster);
    report(this, [...validateEcsTaskSet(props), ...validateTaskRegion(taskDefinition, this)]);
    const capacity = props.capacity ?? cluster.defaultCapacity;
    this.taskSet = new AwsEcsTaskSet(this, 'TaskSet', {
      service: service.service.id,
      cluster: cluster.clusterArn,
      taskDefinition: taskDefinition.taskDefinitionArn,
      capacityProviderStrategy: capacityStrategy(capacity),
      platformVersion: capacityKind(capacity) === 'fargate' ? 'LATEST' : undefined,
      scale: { unit: 'PERCENT', value: scalePercent },
      externalId,
      networkConfiguration:
        securityGroup === undefined
          ? undefined
          : {
              subnets: subnets.map(({ subnetId }) => subnetId),
              securityGroups: [securityGroup.securityGroupId],
            },
      loadBalancer:
        route === undefined
          ? undefined
          : [
              {
                targetGroupArn: route.targetGroup.targetGroupArn,
                containerName: taskDefinition.mainContainer,
                containerPort: route.targetGroup.port,
              },
            ],
    });
    taskDefinition.roles.completeBefore(this.taskSet);
    cluster.completeBefore(this.taskSet);
    waitForEgress(this.taskSet, subnets);
    route?.connect(service.connections);
    for (const attachment of route?.attachments ?? []) addDependency(this.taskSet, attachment);
  }
}

/** Pure: only an external controller has task sets of its own. */
export function validateEcsTaskSet({ service, scalePercent }: EcsTaskSetProps): Issue[] {
  return [
    ...check('service', service.deployment.kind, (kind) => kind === 'external', {
      limit: 'a service whose deployments another tool runs',
      fix: "write deployment: { kind: 'external' } in the service",
      see: API,
    }),
    ...check('scalePercent', scalePercent, (percent) => percent >= 0 && percent <= 100, {
      limit: '0-100 percent',
      fix: 'write 100',
      see: API,
    }),
  ];
}
