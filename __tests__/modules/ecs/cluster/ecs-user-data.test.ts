import { Ec2Capacity } from '../../../../modules/ecs/cluster/ec2-capacity';
import type { Ec2CapacityProps } from '../../../../modules/ecs/cluster/ec2-capacity-props';
import { validateEc2CapacityProps } from '../../../../modules/ecs/cluster/ec2-capacity-validation';
import { EcsCluster } from '../../../../modules/ecs/cluster/ecs-cluster';
import { userData } from '../../../../modules/ecs/cluster/ecs-user-data';
import { Network } from '../../../../modules/network';
import { refusal, synth, theResource } from '../../../support/synth';

const secretArn = 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:registry-AbCdEf';
const base = { clusterName: 'web', agent: {}, spotDraining: false } as const;

function workers(props: Partial<Ec2CapacityProps>) {
  return synth((stack) => {
    const network = Network.fromAttributes(stack, 'Network', {
      vpcId: 'vpc-1',
      tiers: { private: { subnetIds: { 'eu-west-1a': 'subnet-a', 'eu-west-1b': 'subnet-b' } } },
    });
    const cluster = new EcsCluster(stack, 'Cluster', { clusterName: 'web', network });
    new Ec2Capacity(stack, 'Workers', { cluster, instanceTypes: ['m7i.large'], maxSize: 2, ...props });
  });
}

const decoded = (json: ReturnType<typeof synth>) =>
  Buffer.from(String(theResource(json, 'aws_launch_template').user_data), 'base64').toString();

describe('user data of Amazon Linux 2023', () => {
  it('[row 6] names the cluster and nothing else', () => {
    expect(userData({ ...base, operatingSystem: 'al2023' })).toBe(
      [
        '#!/bin/bash',
        'set -euo pipefail',
        "cat >> /etc/ecs/ecs.config <<'ECS_CONFIG'",
        'ECS_CLUSTER=web',
        'ECS_CONFIG',
        '',
      ].join('\n'),
    );
  });

  it('[row 6] writes exactly the requested variables of the agent, in the order of their names', () => {
    const text = decoded(
      workers({
        agent: {
          taskIamRole: true,
          loggingDrivers: ['awslogs', 'json-file'],
          containerStopTimeoutSeconds: 90,
          instanceAttributes: { stack: 'blue' },
          variables: { ECS_NUM_IMAGES_DELETE_PER_CYCLE: '10' },
        },
      }),
    );
    expect(text.split('\n').filter((line) => line.startsWith('ECS_') && line !== 'ECS_CONFIG')).toEqual([
      'ECS_CLUSTER=web',
      'ECS_AVAILABLE_LOGGING_DRIVERS=["awslogs","json-file"]',
      'ECS_CONTAINER_STOP_TIMEOUT=90s',
      'ECS_ENABLE_TASK_IAM_ROLE=true',
      'ECS_INSTANCE_ATTRIBUTES={"stack":"blue"}',
      'ECS_NUM_IMAGES_DELETE_PER_CYCLE=10',
    ]);
  });

  it('[row 6] changes one line for one more variable', () => {
    const lines = (agent: Ec2CapacityProps['agent']) => decoded(workers({ agent })).split('\n');
    const before = lines({ loggingDrivers: ['awslogs'], logLevel: 'warn' });
    const after = lines({ loggingDrivers: ['awslogs'], containerMetadata: true, logLevel: 'warn' });
    expect(after.filter((line) => !before.includes(line))).toEqual(['ECS_ENABLE_CONTAINER_METADATA=true']);
    expect(before.filter((line) => !after.includes(line))).toEqual([]);
  });

  it('[row 7] reads registry credentials at boot, with the right to that one secret', () => {
    const json = workers({ registryCredentials: { secretArn } });
    const text = decoded(json);
    expect(text).toContain(`secret='${secretArn}'`);
    expect(text).toContain('aws secretsmanager get-secret-value');
    expect(text).toContain('ECS_ENGINE_AUTH_TYPE=docker');
    const policy = String(theResource(json, 'aws_iam_role_policy').policy);
    expect(policy).toContain(`{"Effect":"Allow","Action":"secretsmanager:GetSecretValue","Resource":"${secretArn}"}`);
  });

  it('[row 7] reads a secret that Terraform will know', () => {
    const json = workers({
      registryCredentials: { secretArn: '${data.aws_secretsmanager_secret.registry.arn}' },
      extraUserData: 'echo ${HOME}',
    });
    expect(theResource(json, 'aws_launch_template').user_data).toMatch(/^\$\{base64encode\(local\.\w+\)\}$/);
    const [text] = Object.values(json.locals ?? {});
    expect(text).toContain("secret='${data.aws_secretsmanager_secret.registry.arn}'");
    expect(text).toContain('echo $${HOME}');
  });

  it('leaves shell variables of the user alone', () => {
    expect(decoded(workers({ extraUserData: 'echo ${HOME} %{x}' }))).toMatch(/\necho \$\{HOME\} %\{x\}\n$/);
  });
});

describe('user data of Bottlerocket', () => {
  it('is TOML with the same settings', () => {
    const text = decoded(
      workers({
        image: { kind: 'bottlerocket' },
        instanceTypes: ['m7g.large', 'm6g.large', 'c7g.large'],
        purchase: { kind: 'spot' },
        agent: {
          loggingDrivers: ['awslogs'],
          taskCleanupWaitSeconds: 60,
          blockInstanceMetadata: true,
          instanceAttributes: { stack: 'blue' },
        },
      }),
    );
    expect(text).toBe(
      [
        '[settings.ecs]',
        'cluster = "web"',
        'awsvpc-block-imds = true',
        'enable-spot-instance-draining = true',
        'logging-drivers = ["awslogs"]',
        'task-cleanup-wait = "60s"',
        '[settings.ecs.instance-attributes]',
        '"stack" = "blue"',
        '',
      ].join('\n'),
    );
  });

  it('leaves the disk of the system alone and sizes the one of containers', () => {
    const json = workers({ image: { kind: 'bottlerocket' }, volumeSizeGib: 100 });
    expect(theResource(json, 'aws_launch_template').block_device_mappings).toEqual([
      { device_name: '/dev/xvda', ebs: { volume_type: 'gp3', encrypted: 'true', delete_on_termination: 'true' } },
      {
        device_name: '/dev/xvdb',
        ebs: { volume_type: 'gp3', encrypted: 'true', delete_on_termination: 'true', volume_size: 100 },
      },
    ]);
  });
});

describe('user data of Windows', () => {
  it('[row 16] starts the agent with task roles, task network interfaces and log drivers', () => {
    expect(decoded(workers({ image: { kind: 'windows' }, agent: { containerMetadata: true } }))).toBe(
      [
        '<powershell>',
        "[Environment]::SetEnvironmentVariable('ECS_ENABLE_AWSLOGS_EXECUTIONROLE_OVERRIDE', 'true', 'Machine')",
        "[Environment]::SetEnvironmentVariable('ECS_ENABLE_CONTAINER_METADATA', 'true', 'Machine')",
        'Import-Module ECSTools',
        `Initialize-ECSAgent -Cluster 'web' -EnableTaskIAMRole -EnableTaskENI -LoggingDrivers '["json-file","awslogs"]'`,
        '</powershell>',
        '',
      ].join('\n'),
    );
  });

  it('[row 7] reads registry credentials at boot', () => {
    const text = decoded(workers({ image: { kind: 'windows' }, registryCredentials: { secretArn } }));
    expect(text).toContain(`$secret = '${secretArn}'`);
    expect(text).toContain("SetEnvironmentVariable('ECS_ENGINE_AUTH_DATA', $auth, 'Machine')");
  });
});

describe('settings of the agent', () => {
  const issues = (props: Partial<Ec2CapacityProps>) =>
    validateEc2CapacityProps({ instanceTypes: ['m7i.large'], maxSize: 1, ...props });

  it.each<[string, Partial<Ec2CapacityProps>]>([
    ['agent.containerStopTimeoutSeconds', { agent: { containerStopTimeoutSeconds: 0 } }],
    ['agent.loggingDrivers', { agent: { loggingDrivers: [] } }],
    ['agent.variables', { agent: { variables: { 'not a name': '1' } } }],
    ['agent.variables.ECS_CLUSTER', { agent: { variables: { ECS_CLUSTER: 'other' } } }],
    ['agent.variables.ECS_LOGLEVEL', { agent: { variables: { ECS_LOGLEVEL: 'debug' } } }],
    ['agent.variables.ECS_X', { agent: { variables: { ECS_X: 'a\nECS_CLUSTER=b' } } }],
    ['agent.variables', { image: { kind: 'bottlerocket' }, agent: { variables: { ECS_X: '1' } } }],
    ['agent.taskIamRole', { image: { kind: 'bottlerocket' }, agent: { taskIamRole: false } }],
    ['registryCredentials', { image: { kind: 'bottlerocket' }, registryCredentials: { secretArn } }],
    ['registryCredentials.secretArn', { registryCredentials: { secretArn: 'hunter2' } }],
    ['extraUserData', { extraUserData: 'export AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE' }],
  ])('are refused where %s is wrong', (field, props) => {
    expect(issues(props).map((issue) => issue.field)).toEqual([field]);
  });

  it('[row 7] are refused with a credential in them, and the message does not print it', () => {
    const message = refusal((stack) => {
      const network = Network.fromAttributes(stack, 'Network', {
        vpcId: 'vpc-1',
        tiers: { private: { subnetIds: { 'eu-west-1a': 'subnet-a', 'eu-west-1b': 'subnet-b' } } },
      });
      new Ec2Capacity(stack, 'Workers', {
        cluster: new EcsCluster(stack, 'Cluster', { network }),
        instanceTypes: ['m7i.large'],
        maxSize: 1,
        agent: { variables: { ECS_ENGINE_AUTH_DATA: 'hunter2' } },
      });
    });
    expect(message).toContain('agent.variables.ECS_ENGINE_AUTH_DATA holds a secret (not printed)');
    expect(message).not.toContain('hunter2');
  });
});
