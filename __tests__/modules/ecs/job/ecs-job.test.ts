import { EcsJob, type EcsJobProps, type JobSchedule } from '../../../../modules/ecs';
import { validateJobSchedule } from '../../../../modules/ecs/job/job-schedule';
import { platform, statementsOf } from '../../../support/ecs';
import { refusal, resources, type StackJson, synth, theResource } from '../../../support/synth';

const synthJob = (props: Omit<EcsJobProps, 'image'> = {}): StackJson =>
  synth(
    (stack) => new EcsJob(stack, 'report', { cluster: platform(stack).cluster, image: 'a:1', ...props } as EcsJobProps),
  );
const schedule: JobSchedule = { expression: 'cron(0 3 * * ? *)', timezone: 'Europe/Madrid' };

describe('a job', () => {
  it('[row 39] outputs the whole command that runs it once', () => {
    const [output] = Object.values(synthJob().output ?? {});
    const command = String(output?.value);
    expect(command).toMatch(
      /^aws ecs run-task --cluster test-cluster --task-definition \$\{aws_ecs_task_definition\..*\.arn\} --count 1 /,
    );
    expect(command).toContain('--capacity-provider-strategy capacityProvider=FARGATE,weight=1');
    expect(command).toMatch(
      /awsvpcConfiguration=\{subnets=\[.*PrivateSubnets.*\],securityGroups=\[.*\],assignPublicIp=DISABLED\}/,
    );
  });

  it('makes no service and no schedule by itself', () => {
    const json = synthJob();
    expect([resources(json, 'aws_ecs_service'), resources(json, 'aws_scheduler_schedule')]).toEqual([[], []]);
  });

  it('[row 40] runs at a time of a time zone, in private subnets, and is tried again', () => {
    expect(theResource(synthJob({ schedule }), 'aws_scheduler_schedule')).toMatchObject({
      schedule_expression: 'cron(0 3 * * ? *)',
      schedule_expression_timezone: 'Europe/Madrid',
      flexible_time_window: { mode: 'OFF' },
      target: {
        arn: expect.stringContaining('aws_ecs_cluster'),
        retry_policy: { maximum_retry_attempts: 3, maximum_event_age_in_seconds: 3600 },
        ecs_parameters: {
          task_count: 1,
          platform_version: 'LATEST',
          network_configuration: { assign_public_ip: false, subnets: expect.any(Array) },
          capacity_provider_strategy: [{ capacity_provider: 'FARGATE', weight: 1 }],
        },
      },
    });
  });

  it('[row 40] is started by a role that may run this family and hand over its two roles', () => {
    const json = synthJob({ schedule });
    const find = (type: string): Record<string, unknown> | undefined =>
      Object.entries(json.resource?.[type] ?? {}).find(([name]) => name.startsWith('report_Schedule_Role'))?.[1];
    expect(statementsOf(find('aws_iam_role')?.assume_role_policy)).toMatchObject([
      {
        Principal: { Service: 'scheduler.amazonaws.com' },
        Condition: {
          StringEquals: { 'aws:SourceAccount': '123456789012' },
          ArnLike: { 'aws:SourceArn': expect.any(String) },
        },
      },
    ]);
    expect(statementsOf(find('aws_iam_role_policy')?.policy)).toMatchObject([
      { Action: 'ecs:RunTask', Resource: expect.stringMatching(/arn_without_revision\}:\*$/) },
      { Action: 'iam:PassRole', Resource: [expect.any(String), expect.any(String)] },
    ]);
  });

  it('[row 40] hands what could not start to a queue', () => {
    const deadLetterQueueArn = 'arn:aws:sqs:eu-west-1:123456789012:failed';
    const json = synthJob({ schedule: { ...schedule, deadLetterQueueArn } });
    expect(theResource(json, 'aws_scheduler_schedule').target).toMatchObject({
      dead_letter_config: { arn: deadLetterQueueArn },
    });
    expect(JSON.stringify(json)).toContain('sqs:SendMessage');
  });

  it('[row 12] runs on Fargate Spot, with two minutes to finish', () => {
    const json = synthJob({ schedule, capacity: { kind: 'fargate', spot: {} } });
    expect(theResource(json, 'aws_scheduler_schedule').target).toMatchObject({
      ecs_parameters: { capacity_provider_strategy: [{ capacity_provider: 'FARGATE_SPOT', weight: 1 }] },
    });
    expect(theResource(json, 'aws_ecs_task_definition').container_definitions).toContain('"stopTimeout":120');
  });

  it('cannot have a disk of its own: the schedule has no way to ask for one', () => {
    const message = refusal((stack) => {
      const volumes = { disk: { kind: 'ebs', sizeGib: 20 } } as const;
      new EcsJob(stack, 'report', { cluster: platform(stack).cluster, image: 'a:1', volumes });
    });
    expect(message).toContain('volumes is ["ebs"]');
  });

  it('[row 40] with a bad cron is refused', () => {
    const message = refusal((stack) => {
      const bad = { expression: 'cron(0 3 * * * *)' };
      new EcsJob(stack, 'report', { cluster: platform(stack).cluster, image: 'a:1', schedule: bad });
    });
    expect(message).toContain('schedule.expression is "cron(0 3 * * * *)"');
    expect(message).toContain('test/report');
  });
});

it.each<[Partial<JobSchedule>, string[]]>([
  [{ flexibleMinutes: 1 }, []],
  [{ flexibleMinutes: 1441 }, ['schedule.flexibleMinutes']],
  [{ retries: 0 }, []],
  [{ retries: 186 }, ['schedule.retries']],
  [{ maxAgeSeconds: 59 }, ['schedule.maxAgeSeconds']],
  [{ maxAgeSeconds: 86_400 }, []],
])('a schedule with %j', (given, fields) => {
  expect(validateJobSchedule({ ...schedule, ...given }).map(({ field }) => field)).toEqual(fields);
});
