import { type Deployment, EcsService, type EcsServiceProps } from '../../../../modules/ecs';
import { validateDeployment } from '../../../../modules/ecs/service/deployment-validation';
import { platform, statementsOf, synthService } from '../../../support/ecs';
import { refusal, resources, type synth, theResource } from '../../../support/synth';

const exposed: EcsServiceProps = {
  image: 'a:1',
  port: 80,
  expose: { domainName: 'pay.acme.dev', hostedZone: 'acme.dev', testPort: 8443 },
  deployment: { kind: 'blue-green' },
};

const fieldsOf = (deployment: Deployment, leastTasks = 2): string[] =>
  validateDeployment(deployment, { daemon: false, shiftable: true, exposed: true, leastTasks }).map(
    ({ field }) => field,
  );
const refusalOf = (props: EcsServiceProps): string =>
  refusal((stack) => new EcsService(stack, 'web', { cluster: platform(stack).cluster, ...props }));

describe('a rolling deployment', () => {
  it('is written out to go back from another strategy, which the provider would keep otherwise', () => {
    const configurationOf = (deployment?: Deployment): unknown =>
      theResource(synthService({ image: 'a:1', deployment }), 'aws_ecs_service').deployment_configuration;
    expect(configurationOf({ kind: 'rolling' })).toEqual({ strategy: 'ROLLING' });
    expect(configurationOf()).toBeUndefined();
  });

  it('[row 97] stops without going back, or keeps trying, where asked to', () => {
    const breakerOf = (onFailure: 'stop' | 'keep-trying'): unknown =>
      theResource(synthService({ image: 'a:1', deployment: { kind: 'rolling', onFailure } }), 'aws_ecs_service')
        .deployment_circuit_breaker;
    expect(breakerOf('stop')).toEqual({ enable: true, rollback: false });
    expect(breakerOf('keep-trying')).toEqual({ enable: false, rollback: false });
  });

  it('[row 97] goes back on alarms', () => {
    const json = synthService({ image: 'a:1', deployment: { kind: 'rolling', alarms: ['errors'] } });
    expect(theResource(json, 'aws_ecs_service').alarms).toEqual({
      alarm_names: ['errors'],
      enable: true,
      rollback: true,
    });
  });

  describe('with alarms: recommended', () => {
    const props: EcsServiceProps = {
      image: 'a:1',
      port: 80,
      expose: { plainHttp: true },
      deployment: { kind: 'rolling', alarms: 'recommended' },
    };
    const json = synthService(props, (service) => service.recommendedAlarms({ topicArns: ['arn:aws:sns:a:1:oncall'] }));

    it('[row 97] goes back on what its recommended alarms see, but for tasks that are missing', () => {
      expect(theResource(json, 'aws_ecs_service').alarms).toEqual({
        alarm_names: ['Cpu', 'Memory', 'Errors', 'UnhealthyTargets'].map((id) =>
          expect.stringMatching(
            new RegExp(`^\\$\\{aws_cloudwatch_metric_alarm\\.web_Alarms_${id}_\\w+\\.alarm_name}$`),
          ),
        ),
        enable: true,
        rollback: true,
      });
    });

    it('has alarms that do not wait for the service, which waits for them', () => {
      expect(JSON.stringify(resources(json, 'aws_cloudwatch_metric_alarm'))).not.toContain('aws_ecs_service');
      expect(resources(json, 'aws_cloudwatch_metric_alarm')).toContainEqual(
        expect.objectContaining({
          metric_name: 'CPUUtilization',
          dimensions: { ClusterName: 'test-cluster', ServiceName: 'test-web' },
        }),
      );
    });

    it('is refused where nobody is told of them', () => {
      const message = refusalOf(props);
      expect(message).toContain('deployment.alarms is "recommended"');
      expect(message).toContain('Fix: write service.recommendedAlarms({ topicArns: [...] })');
    });
  });

  it.each<[number, number, number, boolean]>([
    [1, 100, 200, true],
    [1, 100, 150, false],
    [2, 100, 150, true],
    [2, 50, 100, true],
    [1, 50, 100, false],
    [1, 0, 100, true],
    [4, 100, 100, false],
    [10, 90, 100, true],
  ])('[row 96] of %d tasks with %d/%d percent can move: %s', (tasks, min, max, moves) => {
    const deployment = { kind: 'rolling', minimumHealthyPercent: min, maximumPercent: max } as const;
    expect(fieldsOf(deployment, tasks).length === 0).toBe(moves);
  });
});

describe('a blue/green deployment', () => {
  const json = synthService(exposed);
  const service = theResource(json, 'aws_ecs_service');

  it('[row 98] has two target groups, a production and a test rule, a role and time to go back', () => {
    expect(resources(json, 'aws_lb_target_group')).toHaveLength(2);
    expect(resources(json, 'aws_lb_listener_rule')).toHaveLength(2);
    expect(service).toMatchObject({
      deployment_configuration: { strategy: 'BLUE_GREEN', bake_time_in_minutes: '10' },
      load_balancer: [
        {
          advanced_configuration: {
            alternate_target_group_arn: expect.stringContaining('Alternate'),
            production_listener_rule: expect.stringMatching(/aws_lb_listener_rule\..*\.arn/),
            test_listener_rule: expect.stringMatching(/aws_lb_listener_rule\..*\.arn/),
            role_arn: expect.stringContaining('aws_iam_role.web_Deployment'),
          },
        },
      ],
    });
  });

  it('[row 98] leaves the weights of the rules to ECS, and nothing else', () => {
    for (const rule of resources(json, 'aws_lb_listener_rule')) {
      expect(rule.lifecycle).toMatchObject({ ignore_changes: ['action'] });
    }
    expect(service.lifecycle).toBeUndefined();
  });

  it('may only move its own targets and rules, and keeps the right until the service is gone', () => {
    const policy = Object.entries(json.resource?.aws_iam_role_policy ?? {}).find(([name]) =>
      name.startsWith('web_Deployment'),
    );
    const statements = statementsOf(policy?.[1].policy);
    const wide = statements.filter(({ Resource }) => Resource === '*').flatMap(({ Action }) => Action as string[]);
    expect(wide.every((action) => action.startsWith('elasticloadbalancing:Describe'))).toBe(true);
    expect(service.depends_on).toEqual(
      expect.arrayContaining([expect.stringContaining('iam_role_policy.web_Deployment')]),
    );
  });

  it('[row 98] needs traffic to shift', () => {
    expect(refusalOf({ image: 'a:1', deployment: { kind: 'blue-green' } })).toContain(
      'deployment.kind is "blue-green"',
    );
  });

  it('asks functions at stages, and may call only those', () => {
    const functionArn = 'arn:aws:lambda:eu-west-1:123456789012:function:check';
    const hooks = [{ functionArn, stages: ['POST_TEST_TRAFFIC_SHIFT'] }] as const;
    const asked = synthService({ ...exposed, deployment: { kind: 'blue-green', hooks } });
    expect(theResource(asked, 'aws_ecs_service').deployment_configuration).toMatchObject({
      lifecycle_hook: [{ hook_target_arn: functionArn, lifecycle_stages: ['POST_TEST_TRAFFIC_SHIFT'] }],
    });
    expect(JSON.stringify(asked)).toContain(
      `\\"Action\\":\\"lambda:InvokeFunction\\",\\"Resource\\":\\"${functionArn}\\"`,
    );
  });
});

describe('progressive deployments', () => {
  it('[row 99] shift in equal steps', () => {
    const json = synthService({ ...exposed, deployment: { kind: 'linear', stepPercent: 20, stepMinutes: 5 } });
    expect(theResource(json, 'aws_ecs_service').deployment_configuration).toMatchObject({
      strategy: 'LINEAR',
      linear_configuration: { step_percent: 20, step_bake_time_in_minutes: '5' },
    });
  });

  it('[row 99] shift a small share first', () => {
    const json = synthService({ ...exposed, deployment: { kind: 'canary', canaryPercent: 0.5, canaryMinutes: 30 } });
    expect(theResource(json, 'aws_ecs_service').deployment_configuration).toMatchObject({
      strategy: 'CANARY',
      canary_configuration: { canary_percent: 0.5, canary_bake_time_in_minutes: '30' },
    });
  });

  it.each<[Deployment, string[]]>([
    [{ kind: 'linear', stepPercent: 3 }, []],
    [{ kind: 'linear', stepPercent: 2.9 }, ['deployment.stepPercent']],
    [{ kind: 'linear', stepPercent: 100 }, []],
    [{ kind: 'linear', stepPercent: 10.55 }, ['deployment.stepPercent']],
    [{ kind: 'linear', stepPercent: 10, stepMinutes: 1441 }, ['deployment.stepMinutes']],
    [{ kind: 'canary', canaryPercent: 0.1 }, []],
    [{ kind: 'canary', canaryPercent: 0 }, ['deployment.canaryPercent']],
    [{ kind: 'canary', canaryPercent: 100.1 }, ['deployment.canaryPercent']],
    [{ kind: 'canary', canaryPercent: 5, canaryMinutes: 1440 }, []],
    [{ kind: 'blue-green', bakeMinutes: 0 }, []],
    [{ kind: 'blue-green', bakeMinutes: 1.5 }, ['deployment.bakeMinutes']],
  ])('[row 99] %j', (deployment, fields) => {
    expect(fieldsOf(deployment)).toEqual(fields);
  });
});

describe('who puts images into the service', () => {
  const addressesOf = (json: ReturnType<typeof synth>): string[] =>
    Object.entries(json.resource ?? {}).flatMap(([type, all]) => Object.keys(all).map((name) => `${type}.${name}`));

  it('a pipeline: the same addresses, only container and revision are left alone', () => {
    const byCi = synthService({ image: 'a:1', releases: { by: 'ci' } });
    const byTerraform = synthService({ image: 'a:1' });
    expect(addressesOf(byCi)).toEqual(addressesOf(byTerraform));
    expect(theResource(byCi, 'aws_ecs_service').lifecycle).toEqual({ ignore_changes: ['task_definition'] });
    expect(theResource(byCi, 'aws_ecs_task_definition')).toMatchObject({
      skip_destroy: true,
      lifecycle: { ignore_changes: ['container_definitions'] },
    });
  });

  it('[row 100] CodeDeploy: revision, balancer and count are its own', () => {
    const json = synthService({ ...exposed, expose: { plainHttp: true }, deployment: { kind: 'code-deploy' } });
    expect(theResource(json, 'aws_ecs_service')).toMatchObject({
      deployment_controller: { type: 'CODE_DEPLOY' },
      lifecycle: { ignore_changes: ['desired_count', 'task_definition', 'load_balancer'] },
    });
  });

  it('[row 38] task sets of another tool: no balancer and no task definition on the service', () => {
    const json = synthService({ image: 'a:1', deployment: { kind: 'external' } });
    expect(theResource(json, 'aws_ecs_service')).toMatchObject({
      deployment_controller: { type: 'EXTERNAL' },
      lifecycle: { ignore_changes: ['desired_count', 'task_definition'] },
    });
    expect(theResource(json, 'aws_ecs_service').task_definition).toBeUndefined();
    expect(refusalOf({ ...exposed, deployment: { kind: 'external' } })).toContain('task sets have the load balancers');
  });
});

it('another text deploys the same task definition again', () => {
  const json = synthService({ image: 'a:1', redeploy: '2026-11-20' });
  expect(theResource(json, 'aws_ecs_service')).toMatchObject({
    force_new_deployment: true,
    triggers: { redeploy: '2026-11-20' },
  });
});
