import { DataAwsS3Bucket } from '@cdktf/provider-aws/lib/data-aws-s3-bucket';
import { DynamodbTable } from '@cdktf/provider-aws/lib/dynamodb-table';
import { KmsKey } from '@cdktf/provider-aws/lib/kms-key';
import { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket';
import { SecretsmanagerSecret } from '@cdktf/provider-aws/lib/secretsmanager-secret';
import { SnsTopic } from '@cdktf/provider-aws/lib/sns-topic';
import { SqsQueue } from '@cdktf/provider-aws/lib/sqs-queue';
import { SsmParameter } from '@cdktf/provider-aws/lib/ssm-parameter';
import type { TerraformStack } from 'cdktf';
import {
  DynamoDbTableAccess,
  KmsKeyAccess,
  ParameterAccess,
  S3BucketAccess,
  SecretAccess,
  SnsTopicAccess,
  SqsQueueAccess,
} from '../../../modules/grants';
import { EncryptionKey, type IGrantable, Role } from '../../../modules/identity';
import { KubernetesWorkload } from '../../../modules/kubernetes';
import { synthPlatform } from '../../support/cluster-stacks';
import { statementsOf, synthService } from '../../support/ecs';
import { refusal, type StackJson, synth, theResource } from '../../support/synth';

const ACCOUNT = 'eu-west-1:123456789012';
const KEY = `arn:aws:kms:${ACCOUNT}:key/11111111-2222-3333-4444-555555555555`;
const BUCKET = { arn: 'arn:aws:s3:::acme-uploads' };
const TABLE = { arn: `arn:aws:dynamodb:${ACCOUNT}:table/orders` };
const QUEUE = { arn: `arn:aws:sqs:${ACCOUNT}:orders` };
const TOPIC = { arn: `arn:aws:sns:${ACCOUNT}:orders` };
const SECRET = { arn: `arn:aws:secretsmanager:${ACCOUNT}:secret:db-AbCdEf` };
const PARAMETER = { arn: `arn:aws:ssm:${ACCOUNT}:parameter/web/token` };
const encryptionKey = { arn: KEY };

type Grant = (grantee: IGrantable, stack: TerraformStack) => void;

/** A stack with one role that `grant` gives rights to. */
const build =
  (grant: Grant) =>
  (stack: TerraformStack): void =>
    grant(new Role(stack, 'Web', { description: 'a program', assumedBy: [] }), stack);

function granted(grant: Grant): readonly Record<string, unknown>[] {
  return statementsOf(theResource(synth(build(grant)), 'aws_iam_role_policy').policy);
}

const allow = (Action: unknown, Resource: unknown, Condition?: object) => ({
  Effect: 'Allow',
  Action,
  Resource,
  ...(Condition === undefined ? {} : { Condition }),
});
const useKey = (actions: unknown, service: string) =>
  allow(actions, KEY, { StringEquals: { 'kms:ViaService': `${service}.eu-west-1.amazonaws.com` } });

describe('[row 102] the same call gives rights to', () => {
  const read: Grant = (grantee) => S3BucketAccess.of(BUCKET).grantRead(grantee, 'public/*');
  const statements = [
    allow('s3:GetObject', 'arn:aws:s3:::acme-uploads/public/*'),
    allow('s3:ListBucket', 'arn:aws:s3:::acme-uploads', { StringLike: { 's3:prefix': 'public/*' } }),
  ];
  const policyOf = (json: StackJson, part: string): readonly Record<string, unknown>[] => {
    const policies = Object.entries(json.resource?.aws_iam_role_policy ?? {});
    return statementsOf(policies.find(([id]) => id.includes(part))?.[1].policy);
  };

  it('an ECS service: its task role, which has no statement before', () => {
    expect(policyOf(synthService({ image: 'a:1' }, read as (service: IGrantable) => void), 'Roles_Task')).toEqual(
      statements,
    );
  });

  it('a Kubernetes workload: the role of its service account', () => {
    const { platform } = synthPlatform((stack) => {
      read(new KubernetesWorkload(stack, 'Web', { image: 'nginx:1.27', port: 80, scaling: { fixed: 2 } }), stack);
    });
    expect(policyOf(platform, 'Web_Identity')).toEqual(statements);
  });

  it('any role', () => {
    expect(granted(read)).toEqual(statements);
  });
});

describe('[row 102] of an S3 bucket', () => {
  it('a reader lists all keys where it reads all objects', () => {
    expect(granted((web) => S3BucketAccess.of(BUCKET).grantRead(web))).toEqual([
      allow('s3:GetObject', `${BUCKET.arn}/*`),
      allow('s3:ListBucket', BUCKET.arn),
    ]);
  });

  it('a writer neither reads nor deletes', () => {
    expect(granted((web) => S3BucketAccess.of(BUCKET).grantWrite(web, 'in/*'))).toEqual([
      allow(['s3:PutObject', 's3:AbortMultipartUpload'], `${BUCKET.arn}/in/*`),
    ]);
    expect(granted((web) => S3BucketAccess.of(BUCKET).grantDelete(web, 'in/*'))).toEqual([
      allow('s3:DeleteObject', `${BUCKET.arn}/in/*`),
    ]);
  });

  it('the key is used through S3 only', () => {
    expect(granted((web) => S3BucketAccess.of(BUCKET, { encryptionKey }).grantReadWrite(web)).at(-1)).toEqual(
      useKey(['kms:Decrypt', 'kms:GenerateDataKey'], 's3'),
    );
  });

  it('resources and data sources give their ARN', () => {
    expect(
      granted((web, stack) => {
        S3BucketAccess.of(new S3Bucket(stack, 'Made', {})).grantDelete(web);
        S3BucketAccess.of(new DataAwsS3Bucket(stack, 'Found', { bucket: 'acme-uploads' })).grantDelete(web);
      }),
    ).toEqual([allow('s3:DeleteObject', ['${aws_s3_bucket.Made.arn}/*', '${data.aws_s3_bucket.Found.arn}/*'])]);
  });

  it('IAM variables in a key reach IAM', () => {
    const [statement] = granted((web) => S3BucketAccess.of(BUCKET).grantRead(web, 'home/${aws:PrincipalTag/team}/*'));
    expect(statement?.Resource).toBe(`${BUCKET.arn}/home/$\${aws:PrincipalTag/team}/*`);
  });

  it.each(['/public/*', '', 'arn:aws:s3:::acme/*'])('keys are not %j', (keys) => {
    expect(refusal(build((web) => S3BucketAccess.of(BUCKET).grantRead(web, keys)))).toContain(
      `Role at test/Web\n  - keys is ${JSON.stringify(keys)}; allowed: keys as S3 stores them`,
    );
  });
});

describe('[row 102] of a DynamoDB table', () => {
  const orders = (stack: TerraformStack, kmsKeyArn?: string) =>
    new DynamodbTable(stack, 'Orders', {
      name: 'orders',
      hashKey: 'id',
      attribute: [{ name: 'id', type: 'S' }],
      globalSecondaryIndex: [{ name: 'by-customer', hashKey: 'customer', projectionType: 'ALL' }],
      serverSideEncryption: kmsKeyArn === undefined ? undefined : { enabled: true, kmsKeyArn },
    });

  it('a reader reads the indexes that the table has', () => {
    expect(granted((web, stack) => DynamoDbTableAccess.of(orders(stack)).grantRead(web))).toEqual([
      allow(
        [
          'dynamodb:BatchGetItem',
          'dynamodb:ConditionCheckItem',
          'dynamodb:DescribeTable',
          'dynamodb:GetItem',
          'dynamodb:Query',
          'dynamodb:Scan',
        ],
        '${aws_dynamodb_table.Orders.arn}',
      ),
      allow(['dynamodb:Query', 'dynamodb:Scan'], '${aws_dynamodb_table.Orders.arn}/index/by-customer'),
    ]);
  });

  it('known by its ARN it has the indexes that are named', () => {
    const statements = (indexes?: string[]) =>
      granted((web) => DynamoDbTableAccess.of(TABLE, { indexes }).grantReadWrite(web)).slice(1);
    expect(statements()).toEqual([]);
    expect(statements(['b', 'a'])).toEqual([
      allow(['dynamodb:Query', 'dynamodb:Scan'], [`${TABLE.arn}/index/a`, `${TABLE.arn}/index/b`]),
    ]);
  });

  it('a writer reads nothing', () => {
    const [statement] = granted((web) => DynamoDbTableAccess.of(TABLE).grantWrite(web));
    expect(statement).toEqual(
      allow(
        [
          'dynamodb:BatchWriteItem',
          'dynamodb:DeleteItem',
          'dynamodb:PutItem',
          'dynamodb:UpdateItem',
          'dynamodb:DescribeTable',
        ],
        TABLE.arn,
      ),
    );
  });

  it('its own key is used with it', () => {
    expect(granted((web, stack) => DynamoDbTableAccess.of(orders(stack, KEY)).grantRead(web)).at(-1)).toEqual(
      useKey(['kms:Decrypt', 'kms:DescribeKey'], 'dynamodb'),
    );
  });
});

describe('[row 102] of a queue, a topic, a secret, a parameter and a key', () => {
  it.each<[string, Grant, object[]]>([
    [
      'a sender sends',
      (web) => SqsQueueAccess.of(QUEUE, { encryptionKey }).grantSend(web),
      [
        allow(['sqs:GetQueueAttributes', 'sqs:GetQueueUrl', 'sqs:SendMessage'], QUEUE.arn),
        useKey(['kms:Decrypt', 'kms:GenerateDataKey'], 'sqs'),
      ],
    ],
    [
      'a consumer receives and deletes',
      (web) => SqsQueueAccess.of(QUEUE, { encryptionKey }).grantConsume(web),
      [
        allow(
          [
            'sqs:ChangeMessageVisibility',
            'sqs:DeleteMessage',
            'sqs:GetQueueAttributes',
            'sqs:GetQueueUrl',
            'sqs:ReceiveMessage',
          ],
          QUEUE.arn,
        ),
        useKey('kms:Decrypt', 'sqs'),
      ],
    ],
    [
      'a publisher publishes',
      (web) => SnsTopicAccess.of(TOPIC, { encryptionKey }).grantPublish(web),
      [allow('sns:Publish', TOPIC.arn), useKey(['kms:Decrypt', 'kms:GenerateDataKey'], 'sns')],
    ],
    [
      'a secret is read with its key, through Secrets Manager only',
      (web) => SecretAccess.of(SECRET, { encryptionKey }).grantRead(web),
      [
        allow(['secretsmanager:DescribeSecret', 'secretsmanager:GetSecretValue'], SECRET.arn),
        useKey('kms:Decrypt', 'secretsmanager'),
      ],
    ],
    [
      'a secret is written without being read',
      (web) => SecretAccess.of({ arn: SECRET.arn.replace('-AbCdEf', '') }).grantWrite(web),
      [
        allow(
          ['secretsmanager:DescribeSecret', 'secretsmanager:PutSecretValue'],
          SECRET.arn.replace('AbCdEf', '??????'),
        ),
      ],
    ],
    [
      'a parameter is read',
      (web) => ParameterAccess.of(PARAMETER, { encryptionKey }).grantRead(web),
      [allow(['ssm:GetParameter', 'ssm:GetParameters'], PARAMETER.arn), useKey('kms:Decrypt', 'ssm')],
    ],
    [
      'a path of parameters is read at once',
      (web) => ParameterAccess.of({ arn: `arn:aws:ssm:${ACCOUNT}:parameter/web/*` }).grantRead(web),
      [
        allow(['ssm:GetParameter', 'ssm:GetParameters'], `arn:aws:ssm:${ACCOUNT}:parameter/web/*`),
        allow('ssm:GetParametersByPath', `arn:aws:ssm:${ACCOUNT}:parameter/web`),
      ],
    ],
    [
      'a parameter is stored',
      (web) => ParameterAccess.of(PARAMETER).grantWrite(web),
      [allow('ssm:PutParameter', PARAMETER.arn)],
    ],
    [
      'a key encrypts, decrypts and signs',
      (web) => {
        const key = KmsKeyAccess.of(encryptionKey);
        key.grantEncrypt(web);
        key.grantDecrypt(web);
        key.grantSign(web);
      },
      [
        allow(['kms:Encrypt', 'kms:GenerateDataKey'], KEY),
        allow('kms:Decrypt', KEY),
        allow(['kms:GetPublicKey', 'kms:Sign'], KEY),
      ],
    ],
  ])('%s', (_, grant, statements) => {
    expect(granted(grant)).toEqual(statements);
  });

  it('no grant of the area is on `*`', () => {
    const statements = granted((web) => {
      S3BucketAccess.of(BUCKET, { encryptionKey }).grantReadWrite(web);
      DynamoDbTableAccess.of(TABLE, { encryptionKey }).grantReadWrite(web);
      SqsQueueAccess.of(QUEUE, { encryptionKey }).grantSend(web);
    });
    for (const { Action, Resource } of statements) {
      expect(JSON.stringify([Action, Resource])).not.toMatch(/"\*"|:\*"/);
    }
  });
});

describe('[row 102] [row 106] a customer managed key', () => {
  const secret = (stack: TerraformStack, kmsKeyId?: string) => new SecretsmanagerSecret(stack, 'Secret', { kmsKeyId });

  it('that only Terraform knows is asked for: without it every call is denied', () => {
    const message = refusal(
      build((web, stack) => {
        const key = new KmsKey(stack, 'Key', {});
        SecretAccess.of(secret(stack, key.keyId)).grantRead(web);
      }),
    );
    expect(message).toContain(
      'SecretsmanagerSecret at test/Secret\n  - encryptionKey is "a key known only to Terraform"; allowed: the key that a Secrets Manager secret is encrypted with',
    );
  });

  it.each<[string, Grant]>([
    [
      'queue',
      (web, stack) => SqsQueueAccess.of(new SqsQueue(stack, 'A', { kmsMasterKeyId: 'alias/a' })).grantSend(web),
    ],
    [
      'topic',
      (web, stack) => SnsTopicAccess.of(new SnsTopic(stack, 'A', { kmsMasterKeyId: 'alias/a' })).grantPublish(web),
    ],
    [
      'parameter',
      (web, stack) =>
        ParameterAccess.of(
          new SsmParameter(stack, 'A', { name: 'a', type: 'SecureString', keyId: 'alias/a' }),
        ).grantRead(web),
    ],
  ])('of a %s that is named by alias is asked for', (_, grant) => {
    expect(refusal(build(grant))).toContain('encryptionKey is "alias/a"');
  });

  it('is taken from the object that is passed, or from an ARN that is written down', () => {
    const passed = granted((web, stack) => {
      const key = new KmsKey(stack, 'Key', {});
      SecretAccess.of(secret(stack, key.keyId), { encryptionKey: key }).grantRead(web);
    });
    expect(passed[1]).toMatchObject({ Action: 'kms:Decrypt', Resource: '${aws_kms_key.Key.arn}' });
    expect(granted((web, stack) => SecretAccess.of(secret(stack, KEY)).grantRead(web))[1]).toEqual(
      useKey('kms:Decrypt', 'secretsmanager'),
    );
  });

  it('of this library is taken as it is', () => {
    const [, statement] = granted((web, stack) => {
      const key = new EncryptionKey(stack, 'Uploads', { description: 'uploads' });
      S3BucketAccess.of(BUCKET, { encryptionKey: key }).grantWrite(web);
      KmsKeyAccess.of(key).grantDecrypt(web);
    });
    expect(statement).toEqual(
      allow(
        ['kms:Decrypt', 'kms:GenerateDataKey'],
        expect.stringMatching(/^\$\{aws_kms_key\.Uploads_Key_\w+\.arn\}$/),
        {
          StringEquals: { 'kms:ViaService': 's3.eu-west-1.amazonaws.com' },
        },
      ),
    );
  });

  it('is not an alias', () => {
    const alias = { arn: KEY.replace(/key\/.*/, 'alias/uploads') };
    expect(refusal(build((web) => S3BucketAccess.of(BUCKET, { encryptionKey: alias }).grantRead(web)))).toContain(
      'encryptionKey is "arn:aws:kms:eu-west-1:123456789012:alias/uploads"',
    );
  });

  it('of AWS needs no grant', () => {
    const own = granted((web, stack) =>
      SqsQueueAccess.of(new SqsQueue(stack, 'A', { kmsMasterKeyId: 'alias/aws/sqs' })).grantConsume(web),
    );
    expect(own).toHaveLength(1);
  });
});

describe('the wrong thing is refused', () => {
  it('by the kind of a resource', () => {
    const message = refusal(build((web, stack) => S3BucketAccess.of(new SqsQueue(stack, 'Queue', {})).grantRead(web)));
    expect(message).toContain(
      'SqsQueue at test/Queue\n  - arn is "aws_sqs_queue"; allowed: an S3 bucket, arn:aws:s3:::acme-uploads.',
    );
  });

  it.each<[string, Grant]>([
    ['S3', (web) => S3BucketAccess.of({ arn: `${BUCKET.arn}/public/*` }).grantRead(web)],
    ['DynamoDB', (web) => DynamoDbTableAccess.of({ arn: `${TABLE.arn}/index/a` }).grantRead(web)],
    ['SQS', (web) => SqsQueueAccess.of(TOPIC).grantSend(web)],
    ['SNS', (web) => SnsTopicAccess.of(QUEUE).grantPublish(web)],
    ['Secrets Manager', (web) => SecretAccess.of(PARAMETER).grantRead(web)],
    ['Parameter Store', (web) => ParameterAccess.of(SECRET).grantRead(web)],
    ['KMS', (web) => KmsKeyAccess.of({ arn: KEY.replace('key/', 'alias/') }).grantDecrypt(web)],
  ])('by the ARN for %s', (_, grant) => {
    expect(refusal(build(grant))).toContain('Role at test/Web\n  - arn is "arn:aws:');
  });

  it('at once where neither side is part of an app', () => {
    expect(() => SqsQueueAccess.of(TOPIC).grantSend({ addToPolicy: () => undefined })).toThrow(/SqsQueueAccess at arn/);
  });
});
