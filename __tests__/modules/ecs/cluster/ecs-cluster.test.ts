import { EcsCluster } from '../../../../modules/ecs/cluster/ecs-cluster';
import { clusterOutputs } from '../../../../modules/ecs/cluster/ecs-cluster-outputs';
import { validateEcsClusterProps } from '../../../../modules/ecs/cluster/ecs-cluster-validation';
import { Role } from '../../../../modules/identity';
import { publishOutputs } from '../../../../modules/state';
import { refusal, resources, synth, theResource } from '../../../support/synth';

const clusterOf = (json: ReturnType<typeof synth>) => theResource(json, 'aws_ecs_cluster');
const listOf = (json: ReturnType<typeof synth>) => theResource(json, 'aws_ecs_cluster_capacity_providers');

describe('an ECS cluster', () => {
  it('is named after its place and has Container Insights', () => {
    const cluster = clusterOf(synth((stack) => new EcsCluster(stack, 'Web')));
    expect(cluster).toMatchObject({ name: 'test-web', setting: [{ name: 'containerInsights', value: 'enabled' }] });
  });

  it('[row 4] costs nothing by itself: no log group, no key, no instance', () => {
    const json = synth((stack) => new EcsCluster(stack, 'Web'));
    expect(Object.keys(json.resource ?? {}).sort()).toEqual(['aws_ecs_cluster', 'aws_ecs_cluster_capacity_providers']);
  });

  it('can run tasks on Fargate and Fargate Spot, on demand unless told otherwise', () => {
    const json = synth((stack) => new EcsCluster(stack, 'Web'));
    expect(listOf(json)).toMatchObject({
      cluster_name: expect.stringMatching(/^\$\{aws_ecs_cluster\.\w+\.name\}$/),
      capacity_providers: ['FARGATE', 'FARGATE_SPOT'],
      default_capacity_provider_strategy: [{ capacity_provider: 'FARGATE', weight: 1 }],
    });
  });

  it('[row 11] splits Fargate and Spot: a base on demand, the rest on Spot', () => {
    const json = synth(
      (stack) => new EcsCluster(stack, 'Web', { defaultCapacity: { kind: 'fargate', spot: { base: 2 } } }),
    );
    expect(listOf(json).default_capacity_provider_strategy).toEqual([
      { capacity_provider: 'FARGATE', weight: 0, base: 2 },
      { capacity_provider: 'FARGATE_SPOT', weight: 1 },
    ]);
  });

  it('[row 18] says explicitly what Container Insights, exec and Service Connect do, and publishes name and ARN', () => {
    const json = synth((stack) => {
      const cluster = new EcsCluster(stack, 'Web', {
        clusterName: 'web',
        containerInsights: 'enhanced',
        exec: { kind: 'recorded' },
        namespace: { kind: 'http' },
      });
      publishOutputs(stack, clusterOutputs(cluster));
    });
    const [logGroup = {}] = resources(json, 'aws_cloudwatch_log_group');
    expect(logGroup).toMatchObject({ name: '/ecs/web/exec', retention_in_days: 30 });
    expect(logGroup.kms_key_id).toMatch(/^\$\{aws_kms_key\./);
    expect(clusterOf(json)).toMatchObject({
      setting: [{ name: 'containerInsights', value: 'enhanced' }],
      configuration: {
        execute_command_configuration: {
          logging: 'OVERRIDE',
          kms_key_id: logGroup.kms_key_id,
          log_configuration: { cloud_watch_encryption_enabled: true },
        },
      },
    });
    expect(theResource(json, 'aws_service_discovery_http_namespace')).toMatchObject({ name: 'web' });
    expect(clusterOf(json)).toHaveProperty(
      'service_connect_defaults.namespace',
      expect.stringMatching(/^\$\{aws_service_discovery_http_namespace\..*\.arn\}$/),
    );
    expect(json.output).toMatchObject({
      cluster_name: { value: 'web' },
      cluster_arn: { value: expect.stringMatching(/^\$\{aws_ecs_cluster\..*\.arn\}$/) },
      cluster_namespace: { value: { kind: 'http', name: 'web' } },
    });
  });

  it('[row 21] is in another region by one prop, without a second provider', () => {
    const json = synth((stack) => {
      new EcsCluster(stack, 'Web', { region: 'eu-central-1', exec: { kind: 'recorded' }, namespace: { kind: 'http' } });
    });
    for (const type of [
      'aws_ecs_cluster',
      'aws_ecs_cluster_capacity_providers',
      'aws_cloudwatch_log_group',
      'aws_kms_key',
      'aws_service_discovery_http_namespace',
    ]) {
      expect(theResource(json, type)).toMatchObject({ region: 'eu-central-1' });
    }
    expect(Object.keys(json.provider ?? {})).toEqual(['aws']);
    expect(theResource(json, 'aws_kms_key').policy).toContain('logs.eu-central-1.amazonaws.com');
  });

  it('keeps a name that is too long for AWS out, and one of 255 characters in', () => {
    const fields = (clusterName: string) => validateEcsClusterProps({ clusterName }).map(({ field }) => field);
    expect(fields('a'.repeat(255))).toEqual([]);
    expect(fields('a'.repeat(256))).toEqual(['clusterName']);
    expect(fields('web cluster')).toEqual(['clusterName']);
    expect(fields('')).toEqual(['clusterName']);
    expect(fields('${var.name}')).toEqual([]);
  });

  it('cannot share its name with another cluster of the region', () => {
    const message = refusal((stack) => {
      new EcsCluster(stack, 'A', { clusterName: 'web' });
      new EcsCluster(stack, 'B', { clusterName: 'web' });
    });
    expect(message).toContain('EcsCluster at test/B');
    expect(message).toContain('clusterName is "web"; allowed: a ECS cluster name that nothing else');
  });

  it('[bad input 39] refuses a Spot share that is none, and a base that is not a number of tasks', () => {
    const message = refusal((stack) => {
      new EcsCluster(stack, 'Web', { defaultCapacity: { kind: 'fargate', spot: { base: -1, percent: 0 } } });
    });
    expect(message).toContain('defaultCapacity.spot.base is -1; allowed: a whole number from 0 to 100000');
    expect(message).toContain('defaultCapacity.spot.percent is 0; allowed: a whole number from 1 to 100 percent');
  });

  it('has DNS names only in a network', () => {
    const message = refusal((stack) => {
      new EcsCluster(stack, 'Web', { namespace: { kind: 'private-dns', name: 'prod.internal' } });
    });
    expect(message).toContain('network is missing; allowed: a network');
  });

  it('encrypts the disks of tasks with given keys', () => {
    const key = 'arn:aws:kms:eu-west-1:123456789012:key/0a1b';
    const json = synth((stack) => new EcsCluster(stack, 'Web', { ephemeralStorageKmsKeyArn: key }));
    expect(clusterOf(json).configuration).toEqual({
      managed_storage_configuration: { fargate_ephemeral_storage_kms_key_id: key },
    });
  });
});

describe('sessions into tasks', () => {
  const roleOf = (stack: Parameters<Parameters<typeof synth>[0]>[0], id: string) =>
    new Role(stack, id, {
      description: 'test',
      assumedBy: [{ actions: ['sts:AssumeRole'], principals: { services: ['ecs-tasks.amazonaws.com'] } }],
    });

  it('are recorded under a key from the moment that a task allows them', () => {
    const json = synth((stack) => {
      const cluster = new EcsCluster(stack, 'Web', { clusterName: 'web' });
      cluster.grantExecSession(roleOf(stack, 'Task'));
      cluster.grantExecSession(roleOf(stack, 'Other'));
    });
    expect(theResource(json, 'aws_kms_key')).toMatchObject({ enable_key_rotation: true });
    expect(clusterOf(json)).toHaveProperty('configuration.execute_command_configuration.logging', 'OVERRIDE');
    const policies = resources(json, 'aws_iam_role_policy').map(({ policy }) => String(policy));
    expect(policies).toHaveLength(2);
    for (const policy of policies) {
      expect(policy).toContain('ssmmessages:OpenDataChannel');
      expect(policy).toMatch(/logs:PutLogEvents"\],"Resource":"\$\{aws_cloudwatch_log_group\.[^}]+\.arn\}:\*"/);
      expect(policy).toMatch(/"Action":"kms:Decrypt","Resource":"\$\{aws_kms_key\.[^}]+\.arn\}"/);
    }
  });

  it('go to the logs of the task, or nowhere, where that is asked for', () => {
    const logging = (kind: 'task-logs' | 'none') => {
      const json = synth((stack) => {
        new EcsCluster(stack, 'Web', { exec: { kind } }).grantExecSession(roleOf(stack, 'Task'));
      });
      expect(resources(json, 'aws_kms_key')).toEqual([]);
      expect(theResource(json, 'aws_iam_role_policy').policy).not.toContain('logs:');
      return clusterOf(json).configuration;
    };
    expect(logging('task-logs')).toEqual({ execute_command_configuration: { logging: 'DEFAULT' } });
    expect(logging('none')).toEqual({ execute_command_configuration: { logging: 'NONE' } });
  });

  it('go to a bucket that exists', () => {
    const json = synth((stack) => {
      const cluster = new EcsCluster(stack, 'Web', {
        exec: { kind: 'recorded', bucket: { bucketName: 'acme-audit', keyPrefix: 'exec/' } },
      });
      cluster.grantExecSession(roleOf(stack, 'Task'));
    });
    expect(resources(json, 'aws_cloudwatch_log_group')).toEqual([]);
    expect(clusterOf(json)).toHaveProperty('configuration.execute_command_configuration.log_configuration', {
      s3_bucket_encryption_enabled: true,
      s3_bucket_name: 'acme-audit',
      s3_key_prefix: 'exec/',
    });
    expect(theResource(json, 'aws_iam_role_policy').policy).toContain('"arn:aws:s3:::acme-audit/exec/*"');
  });

  it('are opened by whoever may, in the tasks of this cluster only', () => {
    const json = synth((stack) => {
      const cluster = new EcsCluster(stack, 'Web', { clusterName: 'web', exec: { kind: 'recorded' } });
      cluster.grantExecuteCommand(roleOf(stack, 'Operator'));
    });
    const policy = String(theResource(json, 'aws_iam_role_policy').policy);
    expect(policy).toContain('"arn:aws:ecs:eu-west-1:123456789012:task/web/*"');
    expect(policy).toContain('kms:GenerateDataKey');
  });

  it('are refused a retention for a bucket, and a key by its alias', () => {
    const message = refusal((stack) => {
      new EcsCluster(stack, 'Web', {
        exec: {
          kind: 'recorded',
          retentionDays: 7,
          bucket: { bucketName: 's3://acme' },
          kmsKeyArn: 'arn:aws:kms:eu-west-1:123456789012:alias/x',
        },
      });
    });
    expect(message).toContain('exec.kmsKeyArn');
    expect(message).toContain('exec.bucket.bucketName');
    expect(message).toContain('exec.retentionDays');
  });
});

describe('a cluster that exists', () => {
  it('is named, not made', () => {
    const json = synth((stack) => {
      const cluster = EcsCluster.fromAttributes(stack, 'Shared', { clusterName: 'shared' });
      expect(cluster.clusterArn).toBe('arn:aws:ecs:eu-west-1:123456789012:cluster/shared');
      expect(cluster.providers.map(({ name }) => name)).toEqual(['FARGATE', 'FARGATE_SPOT']);
    });
    expect(json.resource).toBeUndefined();
  });

  it('is looked up by name', () => {
    const json = synth((stack) => {
      const cluster = EcsCluster.fromLookup(stack, 'Shared', { clusterName: 'shared' });
      publishOutputs(stack, clusterOutputs(cluster));
    });
    expect(json.data?.aws_ecs_cluster).toMatchObject({ SharedLookup: { cluster_name: 'shared' } });
    expect(json.output?.cluster_arn).toEqual({ value: '${data.aws_ecs_cluster.SharedLookup.arn}' });
  });
});
