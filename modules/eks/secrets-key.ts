import { KmsAlias } from '@cdktf/provider-aws/lib/kms-alias';
import { KmsKey } from '@cdktf/provider-aws/lib/kms-key';
import { Construct } from 'constructs';
import { accountIdOf } from '../identity/account-id';
import { policyDocument } from '../identity/policy-statement';
import { awsLocation } from '../shared/aws-location';
import { claimName } from '../shared/names';

export interface SecretsKeyProps {
  readonly clusterName: string;
}

/**
 * The KMS key around the Kubernetes secrets of one cluster. Its policy names the account and nobody else, so that it
 * does not change with whoever runs Terraform and nobody is locked out when a role is made anew; IAM policies decide.
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html#key-policy-default-allow-root-enable-iam
 */
export class SecretsKey extends Construct {
  public readonly key: KmsKey;
  public readonly alias: KmsAlias;
  public readonly keyArn: string;

  public constructor(scope: Construct, id: string, { clusterName }: SecretsKeyProps) {
    super(scope, id);
    this.key = new KmsKey(this, 'Key', {
      description: `Secrets of the EKS cluster ${clusterName}; without it the cluster is lost`,
      enableKeyRotation: true,
      deletionWindowInDays: 30,
      policy: policyDocument([
        {
          sid: 'IamPoliciesDecide',
          actions: ['kms:*'],
          resources: ['*'],
          principals: { arns: [`arn:${awsLocation(this).partition}:iam::${accountIdOf(this)}:root`] },
        },
      ]),
    });
    const name = `alias/eks/${clusterName}`;
    claimName(this, 'KMS alias', name);
    this.alias = new KmsAlias(this, 'Alias', { name, targetKeyId: this.key.keyId });
    this.keyArn = this.key.arn;
  }
}
