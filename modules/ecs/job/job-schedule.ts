import { SchedulerSchedule } from '@cdktf/provider-aws/lib/scheduler-schedule';
import { Construct } from 'constructs';
import { accountIdOf } from '../../identity/account-id';
import { Role } from '../../identity/role';
import { awsLocation } from '../../shared/aws-location';
import { claimName, generatedName } from '../../shared/names';
import { type Issue, report } from '../../shared/problems';
import { check, checkWholeNumber } from '../../shared/validation';
import type { StrategyItem } from '../cluster/capacity-strategy';
import { isSchedule } from '../service/scaling-validation';
import type { TaskDefinition } from '../task/task-definition';
import type { JobSchedule } from './ecs-job-props';

const SEE = 'https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html';

export interface JobScheduleTargetProps {
  readonly schedule: JobSchedule;
  readonly taskDefinition: TaskDefinition;
  readonly clusterArn: string;
  readonly taskCount: number;
  readonly strategy: readonly StrategyItem[];
  readonly fargate: boolean;
  /** Missing in network modes other than awsvpc. */
  readonly network?: {
    readonly subnets: readonly string[];
    readonly securityGroups: readonly string[];
    readonly assignPublicIp: boolean;
  };
}

/** What EventBridge is told of the tasks it starts, the same for a schedule and for an event rule. */
export function startedTask({ taskDefinition, taskCount, strategy, fargate, network }: JobScheduleTargetProps) {
  const { arn, arnWithoutRevision } = taskDefinition.taskDefinition;
  return {
    taskDefinitionArn: taskDefinition.releases.by === 'ci' ? arnWithoutRevision : arn,
    taskCount,
    capacityProviderStrategy: [...strategy],
    platformVersion: fargate ? 'LATEST' : undefined,
    networkConfiguration:
      network === undefined
        ? undefined
        : {
            subnets: [...network.subnets],
            securityGroups: [...network.securityGroups],
            assignPublicIp: network.assignPublicIp,
          },
    enableEcsManagedTags: true,
    enableExecuteCommand: taskDefinition.executeCommand,
    propagateTags: 'TASK_DEFINITION',
  };
}

/** A schedule of EventBridge that starts the tasks of one family, and the role that may do only that. */
export class ScheduledStart extends Construct {
  public readonly schedule: SchedulerSchedule;
  public readonly role: Role;

  public constructor(scope: Construct, id: string, props: JobScheduleTargetProps) {
    super(scope, id);
    report(this, validateJobSchedule(props.schedule));
    const { schedule, clusterArn } = props;
    const { expression, timezone = 'UTC', flexibleMinutes, retries = 3, maxAgeSeconds = 3600 } = schedule;
    const { deadLetterQueueArn, enabled = true } = schedule;
    const name = generatedName(this, { max: 64 });
    claimName(this, 'EventBridge schedule', name);
    this.role = this.makeRole(name, props);
    // The revision of a pipeline is the newest one; that of Terraform is the one that it made.
    this.schedule = new SchedulerSchedule(this, 'Schedule', {
      name,
      scheduleExpression: expression,
      scheduleExpressionTimezone: timezone,
      state: enabled ? 'ENABLED' : 'DISABLED',
      flexibleTimeWindow:
        flexibleMinutes === undefined ? { mode: 'OFF' } : { mode: 'FLEXIBLE', maximumWindowInMinutes: flexibleMinutes },
      target: {
        arn: clusterArn,
        roleArn: this.role.roleArn,
        ecsParameters: startedTask(props),
        retryPolicy: { maximumRetryAttempts: retries, maximumEventAgeInSeconds: maxAgeSeconds },
        deadLetterConfig: deadLetterQueueArn === undefined ? undefined : { arn: deadLetterQueueArn },
      },
    });
    this.role.completeBefore(this.schedule);
  }

  private makeRole(name: string, { schedule, taskDefinition }: JobScheduleTargetProps): Role {
    const { region = '*', partition } = awsLocation(this);
    const account = accountIdOf(this);
    const role = new Role(this, 'Role', {
      description: `What the schedule ${name} may start`,
      assumedBy: [
        {
          actions: ['sts:AssumeRole'],
          principals: { services: ['scheduler.amazonaws.com'] },
          conditions: {
            StringEquals: { 'aws:SourceAccount': account },
            // AWS compares the schedule group, not the schedule.
            ArnLike: { 'aws:SourceArn': `arn:${partition}:scheduler:${region}:${account}:schedule-group/default` },
          },
        },
      ],
    });
    taskDefinition.grantRun(role);
    const { deadLetterQueueArn } = schedule;
    if (deadLetterQueueArn !== undefined) {
      role.addToPolicy({ actions: ['sqs:SendMessage'], resources: [deadLetterQueueArn] });
    }
    return role;
  }
}

/** Pure, so that a test can ask about one field without building a stack. */
export function validateJobSchedule(schedule: JobSchedule): Issue[] {
  const { expression, flexibleMinutes, retries, maxAgeSeconds } = schedule;
  return [
    ...check('schedule.expression', expression, isSchedule, {
      limit: 'cron(...) with six fields, rate(n minutes|hours|days) or at(yyyy-mm-ddThh:mm:ss)',
      fix: 'write for example cron(0 3 * * ? *): one of day of month and day of week is "?"',
      see: SEE,
    }),
    ...checkWholeNumber('schedule.flexibleMinutes', flexibleMinutes, [1, 1440], {
      unit: 'minutes',
      fix: 'leave it out',
      see: SEE,
    }),
    ...checkWholeNumber('schedule.retries', retries, [0, 185], { fix: 'write 3', see: SEE }),
    ...checkWholeNumber('schedule.maxAgeSeconds', maxAgeSeconds, [60, 86_400], {
      unit: 'seconds',
      fix: 'write 3600',
      see: SEE,
    }),
  ];
}
