import type { TerraformStack } from 'cdktf';
import {
  Ec2Capacity,
  EcsCluster,
  EcsJob,
  EcsService,
  EcsTaskSet,
  ManagedInstancesCapacity,
  TaskDefinition,
} from '../../../../modules/ecs';
import { Network } from '../../../../modules/network';
import { refusal, resources, type StackJson, synth, theResource } from '../../../support/synth';

const REGION = 'eu-central-1';

function clusterThere(stack: TerraformStack): EcsCluster {
  const network = Network.fromAttributes(stack, 'Network', {
    vpcId: 'vpc-1',
    region: REGION,
    tiers: { private: { subnetIds: { 'eu-central-1a': 'subnet-a', 'eu-central-1b': 'subnet-b' } } },
  });
  return new EcsCluster(stack, 'Cluster', { network, region: REGION });
}

/** Types of resources and data sources that can have a region and are not there. */
function elsewhere({ resource = {}, data = {} }: StackJson): string[] {
  const global = /^aws_(iam|caller_identity)/;
  return [...Object.entries(resource), ...Object.entries(data)]
    .filter(([type]) => !global.test(type))
    .filter(([, all]) => Object.values(all).some(({ region }) => region !== REGION))
    .map(([type]) => type);
}

describe('a cluster in another region', () => {
  it('[row 21] takes its services with it: every resource of theirs, and the names that depend on the region', () => {
    const json = synth((stack) => {
      new EcsService(stack, 'web', {
        cluster: clusterThere(stack),
        image: 'nginx:1.27',
        scaling: { min: 1, max: 2, cpuPercent: 60 },
      });
    });
    for (const type of [
      'aws_ecs_service',
      'aws_ecs_task_definition',
      'aws_cloudwatch_log_group',
      'aws_security_group',
      'aws_vpc_security_group_egress_rule',
      'aws_appautoscaling_target',
      'aws_appautoscaling_policy',
    ]) {
      expect(theResource(json, type)).toMatchObject({ region: 'eu-central-1' });
    }
    expect(theResource(json, 'aws_ecs_task_definition').container_definitions).toContain('eu-central-1');
    const roles = Object.values(json.resource?.aws_iam_role ?? {});
    expect(roles.map(({ name }) => name)).toContain('test-web-execution-eu-central-1');
    expect(Object.keys(json.provider ?? {})).toEqual(['aws']);
  });

  it('takes EC2 instances with it, their AMI and their rights', () => {
    const json = synth(
      (stack) =>
        void new Ec2Capacity(stack, 'Nodes', {
          cluster: clusterThere(stack),
          instanceTypes: ['m7i.large'],
          maxSize: 2,
        }),
    );
    expect(elsewhere(json)).toEqual([]);
    expect(Object.keys(json.data ?? {})).toContain('aws_ssm_parameter');
    expect(JSON.stringify(resources(json, 'aws_iam_role_policy'))).toContain(`arn:aws:ec2:${REGION}:`);
  });

  it('takes Managed Instances with it, and what ECS may do for them', () => {
    const json = synth((stack) => void new ManagedInstancesCapacity(stack, 'Nodes', { cluster: clusterThere(stack) }));
    expect(elsewhere(json)).toEqual([]);
    const rights = JSON.stringify(resources(json, 'aws_iam_role_policy'));
    expect(rights).toContain(`arn:aws:ec2:${REGION}:123456789012:instance/*`);
    expect(rights).not.toContain('eu-west-1');
    expect(theResource(json, 'aws_iam_instance_profile').name).toBe(`test-nodes-${REGION}`);
  });

  it('runs a task definition that says so, with log group and roles there', () => {
    const json = synth((stack) => {
      const cluster = clusterThere(stack);
      const taskDefinition = new TaskDefinition(stack, 'Web', {
        region: REGION,
        containers: { app: { image: 'a:1' } },
      });
      new EcsService(stack, 'web', { cluster, taskDefinition });
      new EcsJob(stack, 'nightly', { cluster, taskDefinition });
    });
    expect(elsewhere(json)).toEqual([]);
    expect(theResource(json, 'aws_ecs_task_definition').container_definitions).toContain(
      `"awslogs-region":"${REGION}"`,
    );
    expect(resources(json, 'aws_iam_role').map(({ name }) => name)).toContain(`test-web-task-${REGION}`);
  });

  it('runs a task definition from JSON that is put there', () => {
    const json = synth((stack) => {
      const task = { family: 'web', memory: '512', containerDefinitions: [{ name: 'app', image: 'a:1' }] };
      TaskDefinition.fromJson(stack, 'Web', task, { region: REGION });
    });
    expect(theResource(json, 'aws_ecs_task_definition').region).toBe(REGION);
  });

  it.each<[string, (stack: TerraformStack, cluster: EcsCluster, taskDefinition: TaskDefinition) => unknown]>([
    ['service', (stack, cluster, taskDefinition) => new EcsService(stack, 'web', { cluster, taskDefinition })],
    ['job', (stack, cluster, taskDefinition) => new EcsJob(stack, 'web', { cluster, taskDefinition })],
    [
      'task set',
      (stack, cluster, taskDefinition) => {
        const deployment = { kind: 'external' } as const;
        const service = new EcsService(stack, 'web', { cluster, image: 'a:1', deployment });
        return new EcsTaskSet(stack, 'Blue', { service, taskDefinition });
      },
    ],
  ])('refuses the task definition of another region in a %s', (_, build) => {
    const message = refusal((stack) => {
      const cluster = clusterThere(stack);
      build(stack, cluster, new TaskDefinition(stack, 'Web', { containers: { app: { image: 'a:1' } } }));
    });
    expect(message).toContain('a task definition in eu-central-1, the region of the cluster; this one is in eu-west-1');
    expect(message).toContain("Fix: write region: 'eu-central-1' in the TaskDefinition");
  });

  it('refuses a network that is not there', () => {
    const tiers = { private: { subnetIds: { 'eu-west-1a': 'subnet-a', 'eu-west-1b': 'subnet-b' } } };
    const builds = [
      (stack: TerraformStack, cluster: EcsCluster) => new EcsService(stack, 'web', { cluster, image: 'a:1' }),
      (stack: TerraformStack, cluster: EcsCluster) => new ManagedInstancesCapacity(stack, 'Nodes', { cluster }),
    ];
    for (const build of builds) {
      const message = refusal((stack) => {
        const network = Network.fromAttributes(stack, 'Network', { vpcId: 'vpc-1', tiers });
        build(stack, new EcsCluster(stack, 'Cluster', { network, region: REGION }));
      });
      expect(message).toContain('a network in eu-central-1, the region of the cluster; this one has eu-west-1a');
    }
  });
});

it('a task definition has a region that is written down', () => {
  const region = '${var.region}';
  const message = refusal(
    (stack) => new TaskDefinition(stack, 'Web', { region, containers: { app: { image: 'a:1' } } }),
  );
  expect(message).toContain('region is "a value known only to Terraform"; allowed: a literal');
});
