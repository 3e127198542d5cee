import { ComposeApplication, type ComposeApplicationProps } from '../../../modules/compose';
import { EcsCluster } from '../../../modules/ecs';
import { ApplicationLoadBalancer, NetworkLoadBalancer } from '../../../modules/load-balancing';
import { Network } from '../../../modules/network';
import { containerOf, statementsOf } from '../../support/ecs';
import { refusal, resources, type StackJson, synth, theResource } from '../../support/synth';

/** A file of Docker's ECS integration behind a load balancer of the program. */
function converted(
  compose: string,
  kind: 'application' | 'network' = 'application',
  props: Partial<ComposeApplicationProps> = {},
): StackJson {
  return synth((stack) => {
    const network = new Network(stack, 'Network', {});
    const cluster = new EcsCluster(stack, 'Cluster', { network, namespace: { kind: 'http' } });
    const entry =
      kind === 'application'
        ? {
            kind,
            loadBalancer: new ApplicationLoadBalancer(stack, 'Entry', { network, entry: { kind: 'http' } }),
          }
        : { kind, loadBalancer: new NetworkLoadBalancer(stack, 'Entry', { network }) };
    new ComposeApplication(stack, 'App', { cluster, compose, entry, ...props } as ComposeApplicationProps);
  });
}

function service(fields: string): string {
  return `services:\n  web:\n    image: acme/web:1\n${fields.replaceAll(/^/gm, '    ')}`;
}

describe('a published port', () => {
  it('gets a listener, and only that one: two services, one listener, no file system', () => {
    const json = converted(
      'services: { entrance: { image: nginx:1.27, ports: ["80:80"] }, sensitive: { image: httpd:2.4 } }',
    );
    expect(resources(json, 'aws_ecs_service')).toHaveLength(2);
    expect(theResource(json, 'aws_lb_listener')).toMatchObject({ port: 80, protocol: 'HTTP' });
    expect(json.resource).not.toHaveProperty('aws_efs_file_system');
    expect(theResource(json, 'aws_lb_target_group')).toMatchObject({ port: 80 });
  });

  it('is HTTP where x-aws-protocol says so, else TCP behind a network load balancer', () => {
    const port = 'ports: [{ target: 8080, published: 8000, x-aws-protocol: http }]';
    const listeners = resources(converted(service(port)), 'aws_lb_listener').map((listener) => listener.port);
    expect(listeners).toEqual([8000, 80]);
    expect(refusal(() => converted(service('ports: ["6379:6379"]')))).toContain(
      'compose.services.web.ports is 6379; allowed: HTTP behind an application load balancer',
    );
    expect(theResource(converted(service('ports: ["6379:6379"]'), 'network'), 'aws_lb_listener')).toMatchObject({
      port: 6379,
      protocol: 'TCP',
    });
  });

  it('is one behind a load balancer', () => {
    expect(refusal(() => converted(service('ports: ["80:80", "443:443"]')))).toContain(
      'compose.services.web.ports is [80,443]; allowed: one published port of a task behind a load balancer',
    );
  });
});

describe('an extension', () => {
  it('x-aws-pull_credentials reads the secret of a private registry', () => {
    const arn = 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:hub-AbCdEf';
    expect(containerOf(converted(service(`x-aws-pull_credentials: ${arn}`)))).toMatchObject({
      repositoryCredentials: { credentialsParameter: arn },
    });
  });

  it('x-aws-autoscaling follows CPU or memory between its bounds', () => {
    const json = converted(service('deploy: { replicas: 2, x-aws-autoscaling: { min: 1, max: 10, cpu: 75 } }'));
    expect(theResource(json, 'aws_appautoscaling_target')).toMatchObject({ min_capacity: 1, max_capacity: 10 });
    expect(theResource(json, 'aws_appautoscaling_policy')).toMatchObject({
      target_tracking_scaling_policy_configuration: {
        target_value: 75,
        predefined_metric_specification: { predefined_metric_type: 'ECSServiceAverageCPUUtilization' },
      },
    });
    expect(refusal(() => converted(service('deploy: { x-aws-autoscaling: { cpu: 75 } }')))).toContain('with a max');
  });

  it('x-aws-min_percent and x-aws-max_percent bound a deployment; parallelism is a share of the replicas', () => {
    const percents = (update: string): unknown[] => {
      const json = converted(service(`deploy: { replicas: 4, update_config: ${update} }`));
      const { deployment_minimum_healthy_percent: min, deployment_maximum_percent: max } = theResource(
        json,
        'aws_ecs_service',
      );
      return [min, max];
    };
    expect(percents('{ x-aws-min_percent: 25, x-aws-max_percent: 125 }')).toEqual([25, 125]);
    expect(percents('{ parallelism: 2 }')).toEqual([50, 150]);
    expect(percents('{ parallelism: 2, order: start-first }')).toEqual([100, 150]);
    expect(refusal(() => converted(service('deploy: { update_config: { parallelism: 2 } }')))).toContain(
      'parallelism is 2; allowed: at most deploy.replicas',
    );
  });

  it('x-aws-logs_retention keeps the logs for so many days', () => {
    const json = converted(`x-aws-logs_retention: 14\n${service('')}`);
    const group = resources(json, 'aws_cloudwatch_log_group').find(({ name }) => String(name).startsWith('/ecs/'));
    expect(group).toMatchObject({ retention_in_days: 14 });
    expect(refusal(() => converted(`x-aws-logs_retention: 10\n${service('')}`))).toContain(
      'compose.x-aws-logs_retention is 10; allowed: one of 1, 3, 5',
    );
  });

  it('x-aws-role and x-aws-policies are rights of the program', () => {
    const json = converted(
      service(`x-aws-policies: ["arn:aws:iam::aws:policy/AmazonSQSReadOnlyAccess"]
x-aws-role:
  Version: "2012-10-17"
  Statement: [{ Effect: Allow, Action: s3:GetObject, Resource: "arn:aws:s3:::acme/*", Condition: { StringEquals: { aws:SourceVpc: vpc-1 } } }]`),
    );
    const statements = resources(json, 'aws_iam_role_policy').flatMap(({ policy }) => statementsOf(policy));
    expect(statements).toContainEqual({
      Effect: 'Allow',
      Action: 's3:GetObject',
      Resource: 'arn:aws:s3:::acme/*',
      Condition: { StringEquals: { 'aws:SourceVpc': 'vpc-1' } },
    });
    expect(theResource(json, 'aws_iam_role_policy_attachment')).toMatchObject({
      policy_arn: 'arn:aws:iam::aws:policy/AmazonSQSReadOnlyAccess',
      role: expect.stringContaining('Roles_Task'),
    });
  });

  it('x-aws-securitygroup, or an external network, is a security group of the tasks', () => {
    const networks = 'networks: { back: { x-aws-securitygroup: sg-0aaa }, front: { external: true, name: sg-0bbb } }';
    const json = converted(`${service('networks: [back, front]')}\n${networks}`);
    expect(theResource(json, 'aws_ecs_service').network_configuration).toMatchObject({
      security_groups: [expect.stringContaining('aws_security_group'), 'sg-0aaa', 'sg-0bbb'],
    });
  });

  it('x-aws-cluster, x-aws-vpc and x-aws-loadbalancer are handed over by the program, and the report says so', () => {
    const compose = `x-aws-cluster: a\nx-aws-vpc: vpc-1\nx-aws-loadbalancer: b\n${service('')}`;
    let fields: string[] = [];
    synth((stack) => {
      const cluster = new EcsCluster(stack, 'Cluster', { network: new Network(stack, 'Network', {}) });
      fields = new ComposeApplication(stack, 'App', { cluster, compose }).report.ignored.map(({ field }) => field);
    });
    expect(fields).toEqual(['compose.x-aws-cluster', 'compose.x-aws-loadbalancer', 'compose.x-aws-vpc']);
  });

  it('x-aws-cloudformation and x-aws-keys: "*" are refused, and one that nobody knows is unknown', () => {
    expect(refusal(() => converted(`x-aws-cloudformation: {}\n${service('')}`))).toContain(
      'compose.x-aws-cloudformation is {}; allowed: nothing: Terraform makes the resources',
    );
    const all = 'secrets: { db: { external: true, name: a, x-aws-keys: "*" } }';
    expect(refusal(() => converted(`${service('secrets: [db]')}\n${all}`))).toContain(
      'keys by name: ECS cannot list them',
    );
    expect(refusal(() => converted(`x-aws-colour: red\n${service('')}`))).toContain('compose.x-aws-colour');
  });
});

describe('a named volume', () => {
  it('is a file system with an access point, whose user the file may choose', () => {
    const json = converted(
      `${service('volumes: [data:/data]')}\nvolumes: { data: { driver_opts: { uid: 1002, gid: 1003, backup_policy: DISABLED } } }`,
    );
    expect(theResource(json, 'aws_efs_file_system')).toMatchObject({ encrypted: true });
    expect(theResource(json, 'aws_efs_backup_policy')).toMatchObject({ backup_policy: { status: 'DISABLED' } });
    expect(theResource(json, 'aws_efs_access_point')).toMatchObject({ posix_user: { uid: 1002, gid: 1003 } });
  });

  it('is one that exists where the file names its id', () => {
    const json = converted(
      `${service('volumes: [data:/data]')}\nvolumes: { data: { external: true, name: fs-0123456789abcdef0 } }`,
    );
    expect(json.resource).not.toHaveProperty('aws_efs_file_system');
    expect(theResource(json, 'aws_efs_access_point')).toMatchObject({ file_system_id: 'fs-0123456789abcdef0' });
    expect(refusal(() => converted(`${service('')}\nvolumes: { data: { external: true } }`))).toContain(
      'compose.volumes.data.external is true; allowed: together with name: the id of an EFS file system',
    );
  });
});
