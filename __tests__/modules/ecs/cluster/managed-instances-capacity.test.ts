import type { TerraformStack } from 'cdktf';
import { Annotations } from 'cdktf';
import { capacityStrategy } from '../../../../modules/ecs/cluster/capacity-strategy';
import { Ec2Capacity } from '../../../../modules/ecs/cluster/ec2-capacity';
import { EcsCluster } from '../../../../modules/ecs/cluster/ecs-cluster';
import {
  ManagedInstancesCapacity,
  type ManagedInstancesCapacityProps,
  validateManagedInstancesProps,
} from '../../../../modules/ecs/cluster/managed-instances-capacity';
import { Network } from '../../../../modules/network';
import { refusal, resources, synth, theResource } from '../../../support/synth';

function clusterOf(stack: TerraformStack): EcsCluster {
  const network = Network.fromAttributes(stack, 'Network', {
    vpcId: 'vpc-1',
    tiers: { private: { subnetIds: { 'eu-west-1a': 'subnet-a', 'eu-west-1b': 'subnet-b' } } },
  });
  return new EcsCluster(stack, 'Cluster', { clusterName: 'web', network });
}

const managed = (props: Partial<ManagedInstancesCapacityProps> = {}) =>
  synth((stack) => void new ManagedInstancesCapacity(stack, 'Managed', { cluster: clusterOf(stack), ...props }));

describe('ECS Managed Instances', () => {
  it('attach themselves to the cluster, whose list leaves them alone', () => {
    const json = managed();
    expect(theResource(json, 'aws_ecs_capacity_provider')).toMatchObject({
      name: 'cp-test-managed',
      cluster: 'web',
      managed_instances_provider: {
        propagate_tags: 'CAPACITY_PROVIDER',
        instance_launch_template: {
          monitoring: 'BASIC',
          network_configuration: {
            subnets: ['subnet-a', 'subnet-b'],
            security_groups: [expect.stringMatching(/^\$\{aws_security_group/)],
          },
        },
      },
    });
    expect(theResource(json, 'aws_ecs_cluster_capacity_providers')).toMatchObject({
      capacity_providers: ['FARGATE', 'FARGATE_SPOT'],
      lifecycle: { ignore_changes: ['capacity_providers'] },
    });
  });

  it('are started by ECS with rights on what it tagged, and pass one role', () => {
    const policies = resources(managed(), 'aws_iam_role_policy').map(({ policy }) => JSON.parse(String(policy)));
    const statements = policies.flatMap(({ Statement }) => Statement);
    const pass = statements.filter(({ Action }) => Action === 'iam:PassRole');
    expect(pass).toMatchObject([
      {
        Resource: expect.stringMatching(/^\$\{aws_iam_role\.Managed_InstanceRole/),
        Condition: { StringLike: { 'iam:PassedToService': 'ec2.*' } },
      },
    ]);
    expect(statements).toContainEqual({
      Effect: 'Allow',
      Action: 'ec2:CreateLaunchTemplate',
      Resource: 'arn:aws:ec2:eu-west-1:123456789012:launch-template/*',
      Condition: { StringEquals: { 'aws:RequestTag/AmazonECSManaged': 'true' } },
    });
  });

  it('[row 103] are managed by ECS for this account only', () => {
    const trusts = resources(managed(), 'aws_iam_role').map(({ assume_role_policy: trust }) => String(trust));
    expect(trusts).toContainEqual(expect.stringContaining('"aws:SourceAccount":"123456789012"'));
  });

  it('start after the rights of ECS and the cluster, and go before them', () => {
    expect(theResource(managed(), 'aws_ecs_capacity_provider').depends_on).toEqual([
      expect.stringMatching(/^aws_iam_role_policy\.Managed_InfrastructureRole/),
      expect.stringMatching(/^aws_iam_role_policy\.Managed_InstanceRole/),
      expect.stringMatching(/^aws_ecs_cluster\./),
    ]);
  });

  it('are chosen by requirements', () => {
    const json = managed({
      requirements: {
        vcpuCount: { min: 2, max: 8 },
        cpuManufacturers: ['amazon-web-services'],
        allowedInstanceTypes: ['m7g.*'],
      },
      storageSizeGib: 100,
      idleSeconds: false,
    });
    expect(theResource(json, 'aws_ecs_capacity_provider').managed_instances_provider).toMatchObject({
      infrastructure_optimization: { scale_in_after: -1 },
      instance_launch_template: {
        instance_requirements: {
          vcpu_count: { min: 2, max: 8 },
          memory_mib: { min: 1024 },
          cpu_manufacturers: ['amazon-web-services'],
          allowed_instance_types: ['m7g.*'],
        },
        storage_configuration: { storage_size_gib: 100 },
      },
    });
  });

  it('have the architecture and GPUs that their requirements leave', () => {
    synth((stack) => {
      const cluster = clusterOf(stack);
      const open = new ManagedInstancesCapacity(stack, 'Open', { cluster });
      const arm = new ManagedInstancesCapacity(stack, 'Arm', {
        cluster,
        requirements: { cpuManufacturers: ['amazon-web-services'] },
      });
      const gpu = new ManagedInstancesCapacity(stack, 'Gpu', {
        cluster,
        requirements: { accelerators: { count: { min: 1 }, types: ['gpu'] } },
      });
      expect([open, arm, gpu].map(({ architecture }) => architecture)).toEqual([undefined, 'ARM64', undefined]);
      expect([open, arm, gpu].map((one) => one.gpu)).toEqual([false, false, true]);
      expect(capacityStrategy(arm)).toEqual([{ capacityProvider: arm.providerName, weight: 1 }]);
    });
  });

  it('are not ignored in the list once Auto Scaling groups are in it, which is said', () => {
    const warning = jest.spyOn(Annotations.prototype, 'addWarning');
    const json = synth((stack) => {
      const cluster = clusterOf(stack);
      new ManagedInstancesCapacity(stack, 'Managed', { cluster });
      new Ec2Capacity(stack, 'Workers', { cluster, instanceTypes: ['m7i.large'], maxSize: 1 });
    });
    expect(warning.mock.calls.flat().join()).toContain('every plan wants to detach the Managed Instances');
    warning.mockRestore();
    const list = theResource(json, 'aws_ecs_cluster_capacity_providers');
    expect(list.lifecycle).toBeUndefined();
    expect(list.capacity_providers).toHaveLength(3);
  });

  it('are named by services, not by the cluster', () => {
    const message = refusal((stack) => {
      const cluster = clusterOf(stack);
      cluster.useByDefault(new ManagedInstancesCapacity(stack, 'Managed', { cluster }));
    });
    expect(message).toContain('ECS takes no Managed Instances in the strategy of a cluster');
  });

  it.each<[string, Partial<ManagedInstancesCapacityProps>, Partial<ManagedInstancesCapacityProps>]>([
    ['idleSeconds', { idleSeconds: 3600 }, { idleSeconds: 3601 }],
    ['storageSizeGib', { storageSizeGib: 30 }, { storageSizeGib: 29 }],
    ['capacityProviderName', { capacityProviderName: 'a' }, { capacityProviderName: 'fargate-like' }],
    [
      'requirements.excludedInstanceTypes',
      { requirements: { excludedInstanceTypes: ['t3.*'] } },
      { requirements: { excludedInstanceTypes: ['t3.*'], allowedInstanceTypes: ['m7i.*'] } },
    ],
    [
      'requirements.vcpuCount.max',
      { requirements: { vcpuCount: { min: 2, max: 2 } } },
      { requirements: { vcpuCount: { min: 2, max: 1 } } },
    ],
  ])('%s: one side of the limit is taken, the other is not', (field, good, bad) => {
    expect(validateManagedInstancesProps(good)).toEqual([]);
    expect(validateManagedInstancesProps(bad).map((issue) => issue.field)).toEqual([field]);
  });
});
