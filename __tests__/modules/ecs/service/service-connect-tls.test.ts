import type { TerraformStack } from 'cdktf';
import { EcsCluster, EcsService, type ServiceConnectDiscovery } from '../../../../modules/ecs';
import { Network } from '../../../../modules/network';
import { statementsOf } from '../../../support/ecs';
import { refusal, resources, type StackJson, synth, theResource } from '../../../support/synth';

const CA = 'arn:aws:acm-pca:eu-west-1:123456789012:certificate-authority/0a1b2c3d-0000-1111-2222-333344445555';
const KEY = 'arn:aws:kms:eu-west-1:123456789012:key/11111111-2222-3333-4444-555555555555';
const build = (discovery: Omit<ServiceConnectDiscovery, 'kind'>) => (stack: TerraformStack) => {
  const network = new Network(stack, 'Network', {});
  const cluster = new EcsCluster(stack, 'Cluster', { network, namespace: { kind: 'http' } });
  const settings = { cluster, image: 'a:1', port: 8080 };
  new EcsService(stack, 'orders', { ...settings, discovery: { kind: 'service-connect', ...discovery } });
};

/** What ECS may do for the certificates. */
function rightsOf(json: StackJson): readonly Record<string, unknown>[] {
  const policies = resources(json, 'aws_iam_role_policy').map(({ policy }) => String(policy));
  return statementsOf(policies.find((text) => text.includes('acm-pca')));
}

describe('Service Connect with TLS', () => {
  const tls = { certificateAuthorityArn: CA };
  const json = synth(build({ tls, idleTimeoutSeconds: 60, requestTimeoutSeconds: 5 }));
  const rights = rightsOf(json);

  it('[row 64] encrypts between the proxies with certificates of a private CA', () => {
    expect(theResource(json, 'aws_ecs_service').service_connect_configuration).toMatchObject({
      service: [
        {
          tls: {
            issuer_cert_authority: { aws_pca_authority_arn: CA },
            role_arn: expect.stringContaining('aws_iam_role'),
          },
          timeout: { idle_timeout_seconds: 60, per_request_timeout_seconds: 5 },
        },
      ],
    });
  });

  it('[row 64] lets ECS issue end-entity certificates of this CA only', () => {
    expect(rights.slice(0, 2)).toEqual([
      {
        Effect: 'Allow',
        Action: [
          'acm-pca:DescribeCertificateAuthority',
          'acm-pca:GetCertificate',
          'acm-pca:GetCertificateAuthorityCertificate',
        ],
        Resource: CA,
      },
      {
        Effect: 'Allow',
        Action: 'acm-pca:IssueCertificate',
        Resource: CA,
        Condition: { StringEquals: { 'acm-pca:TemplateArn': 'arn:aws:acm-pca:::template/EndEntityCertificate/V1' } },
      },
    ]);
  });

  it('[row 64] lets ECS keep secrets that it makes itself, and no others', () => {
    const Resource = 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:ecs-sc!*';
    expect(rights.slice(2)).toMatchObject([
      {
        Action: ['secretsmanager:CreateSecret', 'secretsmanager:TagResource'],
        Resource,
        Condition: {
          ArnLike: {
            'aws:RequestTag/AmazonECSCreated': ['arn:aws:ecs:*:*:service/*/*', 'arn:aws:ecs:*:*:task-set/*/*'],
          },
          StringEquals: { 'aws:RequestTag/AmazonECSManaged': 'true' },
        },
      },
      {
        Action: expect.arrayContaining(['secretsmanager:GetSecretValue', 'secretsmanager:RotateSecret']),
        Resource,
        Condition: { StringEquals: { 'secretsmanager:ResourceTag/aws:secretsmanager:owningService': 'ecs-sc' } },
      },
      { Action: 'secretsmanager:DescribeSecret', Resource },
    ]);
  });

  it('[row 64] has the actions of the managed policy of AWS, and those of the key where one is named', () => {
    const keyed = rightsOf(synth(build({ tls: { ...tls, encryptionKeyArn: KEY } })));
    expect(keyed.flatMap(({ Action }) => Action).sort()).toEqual([
      'acm-pca:DescribeCertificateAuthority',
      'acm-pca:GetCertificate',
      'acm-pca:GetCertificateAuthorityCertificate',
      'acm-pca:IssueCertificate',
      'kms:Decrypt',
      'kms:Encrypt',
      'kms:GenerateDataKey',
      'kms:GenerateDataKeyPair',
      'secretsmanager:CreateSecret',
      'secretsmanager:DeleteSecret',
      'secretsmanager:DescribeSecret',
      'secretsmanager:GetSecretValue',
      'secretsmanager:PutSecretValue',
      'secretsmanager:RotateSecret',
      'secretsmanager:TagResource',
      'secretsmanager:UpdateSecret',
      'secretsmanager:UpdateSecretVersionStage',
    ]);
  });

  it('[row 64] is refused with something else than a CA', () => {
    const message = refusal(
      build({ tls: { certificateAuthorityArn: 'arn:aws:acm:eu-west-1:123456789012:certificate/a' } }),
    );
    expect(message).toContain('the ARN of a certificate authority of AWS Private CA');
  });
});
