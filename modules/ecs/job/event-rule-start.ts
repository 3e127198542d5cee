import { CloudwatchEventRule } from '@cdktf/provider-aws/lib/cloudwatch-event-rule';
import { CloudwatchEventTarget } from '@cdktf/provider-aws/lib/cloudwatch-event-target';
import { Construct } from 'constructs';
import { accountIdOf } from '../../identity/account-id';
import { regionOf } from '../../identity/region';
import { Role } from '../../identity/role';
import { awsLocation } from '../../shared/aws-location';
import { claimName, generatedName } from '../../shared/names';
import { type Issue, report } from '../../shared/problems';
import { check } from '../../shared/validation';
import type { JobSchedule } from './ecs-job-props';
import { type JobScheduleTargetProps, startedTask, validateJobSchedule } from './job-schedule';

const SEE = 'https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-rule-schedule.html';

/** A rule of EventBridge that starts the tasks of one family on a schedule, and the role that may do only that. */
export class EventRuleStart extends Construct {
  public readonly rule: CloudwatchEventRule;
  public readonly target: CloudwatchEventTarget;
  public readonly role: Role;

  public constructor(scope: Construct, id: string, props: JobScheduleTargetProps) {
    super(scope, id);
    report(this, [...validateJobSchedule(props.schedule), ...validateEventRule(props.schedule)]);
    const { schedule, taskDefinition, clusterArn } = props;
    const { expression, retries = 3, maxAgeSeconds = 3600, deadLetterQueueArn, enabled = true } = schedule;
    const name = generatedName(this, { max: 64 });
    claimName(this, 'EventBridge rule', name);
    this.rule = new CloudwatchEventRule(this, 'Rule', {
      name,
      description: `Starts ${taskDefinition.family}`,
      scheduleExpression: expression,
      state: enabled ? 'ENABLED' : 'DISABLED',
    });
    this.role = this.makeRole(name, props);
    this.target = new CloudwatchEventTarget(this, 'Target', {
      rule: this.rule.name,
      targetId: 'task',
      arn: clusterArn,
      roleArn: this.role.roleArn,
      ecsTarget: startedTask(props),
      retryPolicy: { maximumRetryAttempts: retries, maximumEventAgeInSeconds: maxAgeSeconds },
      deadLetterConfig: deadLetterQueueArn === undefined ? undefined : { arn: deadLetterQueueArn },
    });
    this.role.completeBefore(this.target);
  }

  /** Without a reference to the rule, which would be a circle where the rule names its role. */
  private makeRole(name: string, { taskDefinition }: JobScheduleTargetProps): Role {
    const account = accountIdOf(this);
    const role = new Role(this, 'Role', {
      description: `What the rule ${name} may start`,
      assumedBy: [
        {
          actions: ['sts:AssumeRole'],
          principals: { services: ['events.amazonaws.com'] },
          conditions: {
            StringEquals: { 'aws:SourceAccount': account },
            ArnEquals: {
              'aws:SourceArn': `arn:${awsLocation(this).partition}:events:${regionOf(this)}:${account}:rule/${name}`,
            },
          },
        },
      ],
    });
    taskDefinition.grantRun(role);
    return role;
  }
}

/** Pure: what only EventBridge Scheduler has. */
export function validateEventRule({ expression, timezone, flexibleMinutes }: JobSchedule): Issue[] {
  const fix = 'leave `by` out: EventBridge Scheduler has it';
  return [
    ...check('schedule.timezone', timezone, (zone) => zone === 'UTC', {
      limit: 'UTC for an event rule',
      fix,
      see: SEE,
    }),
    ...check('schedule.flexibleMinutes', flexibleMinutes, () => false, {
      limit: 'nothing for an event rule',
      fix,
      see: SEE,
    }),
    ...check('schedule.expression', expression, (text) => !text.startsWith('at('), {
      limit: 'cron(...) or rate(...) for an event rule',
      fix,
      see: SEE,
    }),
  ];
}
