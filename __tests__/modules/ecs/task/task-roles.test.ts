import type { ContainerProps, IImageRepository } from '../../../../modules/ecs';
import { EcsService } from '../../../../modules/ecs';
import { platform, statementsOf, synthService } from '../../../support/ecs';
import { resources, type StackJson, synth } from '../../../support/synth';

const SECRET = 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:db-AbCdEf';
const KEY = 'arn:aws:kms:eu-west-1:123456789012:key/11111111-2222-3333-4444-555555555555';

function policyOf(json: StackJson, role: 'execution' | 'task'): readonly Record<string, unknown>[] {
  const names = Object.entries(json.resource?.aws_iam_role_policy ?? {});
  const found = names.find(([id]) => id.toLowerCase().includes(`web_task_roles_${role}`));
  return found === undefined ? [] : statementsOf(found[1].policy);
}

const executionOf = (
  props: Omit<ContainerProps, 'ports' | 'healthCheck' | 'cpu' | 'memoryMib'>,
): readonly Record<string, unknown>[] => policyOf(synthService(props), 'execution');

describe('the execution role', () => {
  it('[row 101] of a public image may write to its log group, and nothing else', () => {
    expect(executionOf({ image: 'nginx:1.27' })).toEqual([
      {
        Effect: 'Allow',
        Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        Resource: expect.stringMatching(/^\$\{aws_cloudwatch_log_group\..*\.arn\}:\*$/),
      },
    ]);
  });

  it('[row 101] of an ECR image may pull that repository', () => {
    const [, pull, token] = executionOf({ image: '123456789012.dkr.ecr.eu-west-1.amazonaws.com/team/web:1' });
    expect(pull).toEqual({
      Effect: 'Allow',
      Action: ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
      Resource: 'arn:aws:ecr:eu-west-1:123456789012:repository/team/web',
    });
    expect(token).toEqual({ Effect: 'Allow', Action: 'ecr:GetAuthorizationToken', Resource: '*' });
  });

  it('[row 116] asks a repository of the program for the right to pull', () => {
    const granted: unknown[] = [];
    const repository: IImageRepository = {
      repositoryUrl: '${aws_ecr_repository.web.repository_url}',
      grantPull: (grantee) => granted.push(grantee),
    };
    const json = synthService({ image: { repository, tag: '1' } });
    expect(granted).toHaveLength(1);
    expect(JSON.stringify(json)).toContain('${aws_ecr_repository.web.repository_url}:1');
  });

  it('[row 101] may read the secrets and parameters that are used, and their keys', () => {
    const [, ...statements] = executionOf({
      image: 'a:1',
      secrets: {
        A: { secretArn: SECRET, jsonKey: 'password', encryptionKeyArn: KEY },
        B: 'arn:aws:ssm:eu-west-1:123456789012:parameter/token',
        C: `${SECRET}:user::`,
      },
    });
    expect(statements).toEqual([
      { Effect: 'Allow', Action: 'secretsmanager:GetSecretValue', Resource: SECRET },
      { Effect: 'Allow', Action: 'kms:Decrypt', Resource: KEY },
      {
        Effect: 'Allow',
        Action: 'ssm:GetParameters',
        Resource: 'arn:aws:ssm:eu-west-1:123456789012:parameter/token',
      },
    ]);
  });

  it('reads a secret that is named without its six random characters', () => {
    const arn = 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:db';
    expect(executionOf({ image: 'a:1', secrets: { A: arn } })[1]).toMatchObject({ Resource: `${arn}-??????` });
  });

  it('[row 107] reads the credentials of a private registry, and only those', () => {
    const json = synthService({ image: { name: 'registry.acme.dev/web:1', credentials: SECRET } });
    expect(policyOf(json, 'execution')[1]).toEqual({
      Effect: 'Allow',
      Action: 'secretsmanager:GetSecretValue',
      Resource: SECRET,
    });
    expect(JSON.stringify(json)).toContain(`{\\"credentialsParameter\\":\\"${SECRET}\\"}`);
  });

  it('reads environment files', () => {
    expect(executionOf({ image: 'a:1', environmentFiles: ['arn:aws:s3:::acme/web/app.env'] }).slice(1)).toEqual([
      { Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::acme/web/app.env' },
      { Effect: 'Allow', Action: 's3:GetBucketLocation', Resource: 'arn:aws:s3:::acme' },
    ]);
  });

  it('[row 101] has no AWS managed policy', () => {
    expect(resources(synthService({ image: 'a:1' }), 'aws_iam_role_policy_attachment')).toEqual([]);
  });
});

describe('the task role', () => {
  it('[row 102] may do nothing until something is granted', () => {
    expect(policyOf(synthService({ image: 'a:1' }), 'task')).toEqual([]);
  });

  it('[row 102] gets exactly what is granted', () => {
    const json = synthService({ image: 'a:1' }, (service) =>
      service.addToPolicy({ actions: ['s3:GetObject'], resources: ['arn:aws:s3:::acme/*'] }),
    );
    expect(policyOf(json, 'task')).toEqual([
      { Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::acme/*' },
    ]);
  });

  it('is there before the first task, with its rights', () => {
    const json = synthService({ image: 'a:1' }, (service) =>
      service.addToPolicy({ actions: ['s3:GetObject'], resources: ['arn:aws:s3:::acme/*'] }),
    );
    const [service] = resources(json, 'aws_ecs_service');
    expect(service?.depends_on).toEqual(
      expect.arrayContaining([expect.stringMatching(/^aws_iam_role_policy\.web_Task_Roles_Task_Policy/)]),
    );
  });

  it('opens the session channel only with executeCommand', () => {
    expect(JSON.stringify(synthService({ image: 'a:1' }))).not.toContain('ssmmessages');
    const json = synthService({ image: 'a:1', executeCommand: true });
    expect(JSON.stringify(policyOf(json, 'task'))).toContain('ssmmessages:CreateControlChannel');
  });
});

it('[row 103] both roles can only be used by ECS for tasks of this account and region', () => {
  const roles = resources(synthService({ image: 'a:1' }), 'aws_iam_role').filter(({ name }) =>
    String(name).startsWith('test-web'),
  );
  expect(roles).toHaveLength(2);
  for (const role of roles) {
    expect(statementsOf(role.assume_role_policy)).toEqual([
      {
        Effect: 'Allow',
        Principal: { Service: 'ecs-tasks.amazonaws.com' },
        Action: 'sts:AssumeRole',
        Condition: {
          StringEquals: { 'aws:SourceAccount': '123456789012' },
          ArnLike: { 'aws:SourceArn': 'arn:aws:ecs:eu-west-1:123456789012:*' },
        },
      },
    ]);
  }
});

it('a permissions boundary limits all roles of the service', () => {
  const permissionsBoundaryArn = 'arn:aws:iam::123456789012:policy/boundary';
  const json = synth((stack) => {
    new EcsService(stack, 'web', { cluster: platform(stack).cluster, image: 'a:1', permissionsBoundaryArn });
  });
  const roles = resources(json, 'aws_iam_role').filter(({ name }) => String(name).startsWith('test-web'));
  expect(roles.map(({ permissions_boundary }) => permissions_boundary)).toEqual([
    permissionsBoundaryArn,
    permissionsBoundaryArn,
  ]);
});

it('roles say what they are for in characters that IAM takes, whatever the construct ids are', () => {
  const json = synth((stack) => {
    const expose = { plainHttp: true } as const;
    const volumes = { data: { kind: 'ebs', sizeGib: 20 } } as const;
    new EcsService(stack, 'café-決済', {
      cluster: platform(stack).cluster,
      image: 'a:1',
      port: 80,
      expose,
      volumes,
      deployment: { kind: 'blue-green' },
    });
  });
  const descriptions = resources(json, 'aws_iam_role').map(({ description }) => String(description));
  expect(descriptions).toContain('What the program of test/café---/Task may do');
  expect(descriptions.filter((text) => text.includes('café'))).toHaveLength(4);
});
