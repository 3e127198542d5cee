import { EcsJob, type JobSchedule } from '../../../../modules/ecs';
import { validateEventRule } from '../../../../modules/ecs/job/event-rule-start';
import { platform, statementsOf } from '../../../support/ecs';
import { resources, synth, theResource } from '../../../support/synth';

describe('a job that an event rule starts', () => {
  const schedule: JobSchedule = { expression: 'cron(0 3 * * ? *)', by: 'event-rule' };
  const json = synth((stack) => {
    new EcsJob(stack, 'report', { cluster: platform(stack).cluster, image: 'a:1', schedule });
  });

  it('[row 40] runs in private subnets and is tried again, without a schedule of EventBridge Scheduler', () => {
    expect(theResource(json, 'aws_cloudwatch_event_rule')).toMatchObject({ schedule_expression: 'cron(0 3 * * ? *)' });
    expect(theResource(json, 'aws_cloudwatch_event_target')).toMatchObject({
      arn: expect.stringContaining('aws_ecs_cluster'),
      retry_policy: { maximum_retry_attempts: 3, maximum_event_age_in_seconds: 3600 },
      ecs_target: {
        task_count: 1,
        capacity_provider_strategy: [{ capacity_provider: 'FARGATE', weight: 1 }],
        network_configuration: { assign_public_ip: false, subnets: expect.any(Array) },
      },
    });
    expect(resources(json, 'aws_scheduler_schedule')).toEqual([]);
  });

  it('[row 40] is started by a role that only this rule can use', () => {
    const roles = resources(json, 'aws_iam_role').filter((role) => String(role.description).includes('rule'));
    expect(roles).toHaveLength(1);
    expect(statementsOf(roles[0]?.assume_role_policy)).toMatchObject([
      {
        Principal: { Service: 'events.amazonaws.com' },
        Condition: { ArnEquals: { 'aws:SourceArn': expect.stringMatching(/:rule\/test-report-event-rule$/) } },
      },
    ]);
  });

  it('[row 40] knows neither time zones nor windows nor single times', () => {
    const fields = (given: Partial<JobSchedule>) =>
      validateEventRule({ ...schedule, ...given }).map(({ field }) => field);
    expect(fields({ timezone: 'UTC' })).toEqual([]);
    expect(fields({ timezone: 'Europe/Madrid', flexibleMinutes: 5, expression: 'at(2026-12-24T18:00:00)' })).toEqual([
      'schedule.timezone',
      'schedule.flexibleMinutes',
      'schedule.expression',
    ]);
  });
});
