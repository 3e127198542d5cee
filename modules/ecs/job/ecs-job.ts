import { TerraformOutput } from 'cdktf';
import { Construct } from 'constructs';
import type { IGrantable } from '../../identity/grantable';
import type { PolicyStatement } from '../../identity/policy-statement';
import type { Connections, IConnectable } from '../../network/connections';
import { waitForEgress } from '../../network/egress-order';
import type { INetwork, ISubnet } from '../../network/i-network';
import { SecurityGroup } from '../../network/security-group';
import { securityGroupText } from '../../network/security-group-text';
import { addDependency } from '../../shared/dependencies';
import { acceptUnchecked, checkAtSynth, report } from '../../shared/problems';
import { check, checkWholeNumber } from '../../shared/validation';
import { capacityKind, capacityStrategy, type StrategyItem, validateCapacity } from '../cluster/capacity-strategy';
import { clusterAround } from '../cluster/cluster-around';
import { placeWithCluster, validateTaskRegion } from '../cluster/cluster-region';
import type { IEcsCluster } from '../cluster/ecs-cluster-interface';
import { instanceConnections, taskNetwork } from '../cluster/task-network';
import { unreachable } from '../service/reachability';
import type { ServiceFacts } from '../service/service-facts';
import { taskSubnets, validateTaskSubnets } from '../service/service-subnets';
import { serviceTask } from '../service/service-task';
import { validateFit } from '../service/task-fit';
import type { TaskDefinition } from '../task/task-definition';
import type { EcsJobOfTaskProps, EcsJobProps } from './ecs-job-props';
import { EventRuleStart } from './event-rule-start';
import { type JobScheduleTargetProps, ScheduledStart } from './job-schedule';

/** By image, or around a task definition. */
type AnyJobProps = EcsJobProps | EcsJobOfTaskProps;

const RUN_TASK = 'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RunTask.html';

/** A program that runs to its end: by hand, by a pipeline, or on a schedule. */
export class EcsJob extends Construct implements IConnectable, IGrantable {
  public readonly cluster: IEcsCluster;
  public readonly taskDefinition: TaskDefinition;
  /** Missing in bridge and host mode, where `connections` is that of the instances. */
  public readonly securityGroup?: SecurityGroup;
  public readonly connections: Connections;
  /** Missing without `schedule`. */
  public readonly scheduledStart?: ScheduledStart | EventRuleStart;
  /** The AWS CLI command that runs it once, complete. */
  public readonly runCommand: string;

  public constructor(scope: Construct, id: string, props: AnyJobProps) {
    super(scope, id);
    acceptUnchecked(this, props.unchecked);
    this.cluster = props.cluster ?? clusterAround(this);
    const { cluster } = this;
    placeWithCluster(this, cluster);
    const capacity = props.capacity ?? cluster.defaultCapacity;
    this.taskDefinition = props.taskDefinition ?? serviceTask(this, props, capacity);
    const { taskCount = 1, schedule } = props;
    report(this, [
      ...validateCapacity('capacity', capacity, cluster),
      ...validateFit({ ...this.fit(), capacity, kind: capacityKind(capacity) }),
      ...validateTaskRegion(this.taskDefinition, this),
      ...check(
        'volumes',
        this.taskDefinition.kindsOfVolumes,
        (kinds) => !kinds.some((kind) => kind === 'ebs' || kind === 'configured-at-launch'),
        {
          limit: 'scratch and efs volumes: EventBridge cannot ask for a disk',
          fix: 'write kind: "scratch" with ephemeralStorageGib, or use EFS',
          see: RUN_TASK,
        },
      ),
      ...checkWholeNumber('taskCount', taskCount, [1, 10], { unit: 'tasks of one run', fix: 'write 1', see: RUN_TASK }),
    ]);
    const network = taskNetwork(this, props.network, cluster);
    if (this.taskDefinition.networkMode === 'awsvpc') {
      this.securityGroup = new SecurityGroup(this, 'SecurityGroup', {
        network,
        description: securityGroupText(`Tasks of job ${this.node.path}`),
      });
    }
    this.connections =
      this.securityGroup?.connections ?? instanceConnections(this, capacity, this.taskDefinition.networkMode);
    const strategy = capacityStrategy(capacity);
    const subnets = this.securityGroup === undefined ? [] : this.subnetsOf(props, network);
    const placed = this.placed(props, subnets);
    this.runCommand = this.makeRunCommand(strategy, taskCount, placed);
    if (this.taskDefinition.executeCommand) cluster.grantExecSession(this.taskDefinition);
    for (const { accessPoint } of this.taskDefinition.efsVolumes) accessPoint.connections?.allowFrom(this);
    if (schedule !== undefined) {
      this.scheduledStart = this.makeStart(subnets, {
        schedule,
        taskDefinition: this.taskDefinition,
        clusterArn: cluster.clusterArn,
        taskCount,
        strategy,
        fargate: capacityKind(capacity) === 'fargate',
        network: placed,
      });
    }
    new TerraformOutput(this, 'RunCommand', {
      value: this.runCommand,
      description: `AWS CLI command that runs ${this.node.path} once`,
    });
  }

  /** Gives the program a right: `bucket.grantRead(job)` ends here. */
  public addToPolicy(statement: PolicyStatement): void {
    this.taskDefinition.addToPolicy(statement);
  }

  /** Lets `grantee`, a pipeline or a state machine, run it. */
  public grantRun(grantee: IGrantable): void {
    this.taskDefinition.grantRun(grantee);
  }

  /** Rights, capacity, ways out and file systems are there before the first start. */
  private makeStart(subnets: readonly ISubnet[], target: JobScheduleTargetProps): ScheduledStart | EventRuleStart {
    const made =
      target.schedule.by === 'event-rule'
        ? new EventRuleStart(this, 'EventRule', target)
        : new ScheduledStart(this, 'Schedule', target);
    const start = 'rule' in made ? made.target : made.schedule;
    this.cluster.completeBefore(start);
    this.taskDefinition.roles.completeBefore(start);
    waitForEgress(start, subnets);
    const mountTargets = this.taskDefinition.efsVolumes.flatMap(({ accessPoint }) => accessPoint.mountTargets ?? []);
    for (const mountTarget of mountTargets) addDependency(start, mountTarget);
    return made;
  }

  private fit(): Pick<ServiceFacts, 'compatibility' | 'operatingSystem' | 'gpu'> {
    const { compatibility, operatingSystem, needsGpu } = this.taskDefinition;
    return { compatibility, operatingSystem, gpu: needsGpu };
  }

  private subnetsOf(props: AnyJobProps, network: INetwork): readonly ISubnet[] {
    const subnets = taskSubnets(this, props, network);
    report(this, validateTaskSubnets(subnets, props));
    checkAtSynth(this, () => unreachable(this.taskDefinition, { network, subnets }));
    return subnets;
  }

  private placed(
    props: AnyJobProps,
    subnets: readonly ISubnet[],
  ): { subnets: readonly string[]; securityGroups: readonly string[]; assignPublicIp: boolean } | undefined {
    if (this.securityGroup === undefined) return undefined;
    return {
      subnets: subnets.map(({ subnetId }) => subnetId),
      securityGroups: [this.securityGroup.securityGroupId],
      assignPublicIp: props.publicTasks ?? false,
    };
  }

  private makeRunCommand(
    strategy: readonly StrategyItem[],
    count: number,
    network: ReturnType<EcsJob['placed']>,
  ): string {
    const providers = strategy.map(
      ({ capacityProvider, weight, base }) =>
        `capacityProvider=${capacityProvider},weight=${weight}${base === undefined ? '' : `,base=${base}`}`,
    );
    const vpc =
      network === undefined
        ? []
        : [
            `--network-configuration 'awsvpcConfiguration={subnets=[${network.subnets.join(',')}],securityGroups=[${network.securityGroups.join(',')}],assignPublicIp=${network.assignPublicIp ? 'ENABLED' : 'DISABLED'}}'`,
          ];
    return [
      'aws ecs run-task',
      `--cluster ${this.cluster.clusterName}`,
      `--task-definition ${this.taskDefinition.taskDefinitionArn}`,
      `--count ${count}`,
      `--capacity-provider-strategy ${providers.join(' ')}`,
      ...vpc,
    ].join(' ');
  }
}
