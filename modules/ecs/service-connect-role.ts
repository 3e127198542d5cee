import { Construct } from 'constructs';
import { accountIdOf } from '../identity/account-id';
import { Role } from '../identity/role';
import { awsLocation } from '../shared/aws-location';
import type { ServiceConnectTls } from './discovery';
import { ecsTrust } from './ecs-trust';

/** What ECS may do to keep the certificates of Service Connect: issue them, and store them as secrets of its own. */
export class ServiceConnectRole extends Construct {
  public readonly role: Role;

  public constructor(scope: Construct, id: string, { certificateAuthorityArn, encryptionKeyArn }: ServiceConnectTls) {
    super(scope, id);
    const { region = '*', partition } = awsLocation(this);
    const account = accountIdOf(this);
    this.role = new Role(this, 'Role', {
      description: `What ECS may do for the certificates of ${scope.node.path}`,
      assumedBy: [ecsTrust(this, 'ecs')],
    });
    // The actions of AmazonECSInfrastructureRolePolicyForServiceConnectTransportLayerSecurity, for one CA.
    this.role.addToPolicy({
      actions: [
        'acm-pca:DescribeCertificateAuthority',
        'acm-pca:GetCertificate',
        'acm-pca:GetCertificateAuthorityCertificate',
        'acm-pca:IssueCertificate',
      ],
      resources: [certificateAuthorityArn],
    });
    this.role.addToPolicy({
      actions: [
        'secretsmanager:CreateSecret',
        'secretsmanager:DeleteSecret',
        'secretsmanager:DescribeSecret',
        'secretsmanager:GetSecretValue',
        'secretsmanager:PutSecretValue',
        'secretsmanager:RotateSecret',
        'secretsmanager:TagResource',
        'secretsmanager:UpdateSecret',
        'secretsmanager:UpdateSecretVersionStage',
      ],
      resources: [`arn:${partition}:secretsmanager:${region}:${account}:secret:ecs-sc!*`],
    });
    if (encryptionKeyArn !== undefined) {
      this.role.addToPolicy({
        actions: ['kms:Decrypt', 'kms:DescribeKey', 'kms:GenerateDataKey', 'kms:GenerateDataKeyPair'],
        resources: [encryptionKeyArn],
      });
    }
  }
}
