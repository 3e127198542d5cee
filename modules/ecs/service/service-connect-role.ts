import { Construct } from 'constructs';
import { accountIdOf } from '../../identity/account-id';
import type { PolicyStatement } from '../../identity/policy-statement';
import { Role } from '../../identity/role';
import { roleText } from '../../identity/role-text';
import { awsLocation } from '../../shared/aws-location';
import { ecsTrust } from '../task/ecs-trust';
import type { ServiceConnectTls } from './discovery';

/** Templates that a CA issues by; this one makes no further CA. */
const TEMPLATE = 'acm-pca:::template/EndEntityCertificate/V1';

/**
 * What ECS may do to keep the certificates of Service Connect: issue them, and store them as secrets of its own. The
 * actions and conditions of `AmazonECSInfrastructureRolePolicyForServiceConnectTransportLayerSecurity` (version 4,
 * February 2026) for one CA, and for the secrets of one account and region.
 * @see https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AmazonECSInfrastructureRolePolicyForServiceConnectTransportLayerSecurity.html
 */
export class ServiceConnectRole extends Construct {
  public readonly role: Role;

  public constructor(scope: Construct, id: string, { certificateAuthorityArn, encryptionKeyArn }: ServiceConnectTls) {
    super(scope, id);
    const { region = '*', partition } = awsLocation(this);
    this.role = new Role(this, 'Role', {
      description: roleText(`What ECS may do for the certificates of ${scope.node.path}`),
      assumedBy: [ecsTrust(this, 'ecs')],
    });
    const statements = [
      ...issueStatements(certificateAuthorityArn, `arn:${partition}:${TEMPLATE}`),
      ...secretStatements(`arn:${partition}:secretsmanager:${region}:${accountIdOf(this)}:secret:ecs-sc!*`, partition),
    ];
    for (const statement of statements) this.role.addToPolicy(statement);
    // https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-connect-tls.html
    if (encryptionKeyArn !== undefined) {
      this.role.addToPolicy({
        actions: ['kms:Decrypt', 'kms:Encrypt', 'kms:GenerateDataKey', 'kms:GenerateDataKeyPair'],
        resources: [encryptionKeyArn],
      });
    }
  }
}

function issueStatements(certificateAuthorityArn: string, templateArn: string): PolicyStatement[] {
  return [
    {
      actions: [
        'acm-pca:DescribeCertificateAuthority',
        'acm-pca:GetCertificate',
        'acm-pca:GetCertificateAuthorityCertificate',
      ],
      resources: [certificateAuthorityArn],
    },
    {
      actions: ['acm-pca:IssueCertificate'],
      resources: [certificateAuthorityArn],
      conditions: { StringEquals: { 'acm-pca:TemplateArn': templateArn } },
    },
  ];
}

/** ECS tags a secret as it makes it, and Secrets Manager says whose it is. */
function secretStatements(secrets: string, partition: string): PolicyStatement[] {
  const creators = ['service', 'task-set'].map((kind) => `arn:${partition}:ecs:*:*:${kind}/*/*`);
  return [
    {
      actions: ['secretsmanager:CreateSecret', 'secretsmanager:TagResource'],
      resources: [secrets],
      conditions: {
        ArnLike: { 'aws:RequestTag/AmazonECSCreated': creators },
        StringEquals: { 'aws:RequestTag/AmazonECSManaged': 'true' },
      },
    },
    {
      actions: [
        'secretsmanager:DeleteSecret',
        'secretsmanager:GetSecretValue',
        'secretsmanager:PutSecretValue',
        'secretsmanager:RotateSecret',
        'secretsmanager:UpdateSecret',
        'secretsmanager:UpdateSecretVersionStage',
      ],
      resources: [secrets],
      conditions: { StringEquals: { 'secretsmanager:ResourceTag/aws:secretsmanager:owningService': 'ecs-sc' } },
    },
    { actions: ['secretsmanager:DescribeSecret'], resources: [secrets] },
  ];
}
