import { KmsAlias } from '@cdktf/provider-aws/lib/kms-alias';
import { KmsKey, type KmsKeyConfig } from '@cdktf/provider-aws/lib/kms-key';
import { Construct } from 'constructs';
import { awsLocation } from '../shared/aws-location';
import { claimName } from '../shared/names';
import { accountIdOf } from './account-id';
import { type PolicyStatement, policyDocument } from './policy-statement';

export interface EncryptionKeyProps {
  /** What is lost without the key, for whoever is about to delete it. */
  readonly description: string;
  /** Without `alias/`; unique in account and region. @default no alias */
  readonly aliasName?: string;
  /** What AWS services may do with it; people and roles get their rights by IAM policies. @default nothing */
  readonly statements?: readonly PolicyStatement[];
  /** @default the provider's */
  readonly region?: string;
  readonly lifecycle?: KmsKeyConfig['lifecycle'];
}

/**
 * A KMS key of our own: rotated each year, kept 30 days after deletion, about 1 USD a month. Its policy names the account
 * and nobody else, so that it does not change with whoever runs Terraform and nobody is locked out when a role is made
 * anew; IAM policies decide.
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html#key-policy-default-allow-root-enable-iam
 */
export class EncryptionKey extends Construct {
  public readonly key: KmsKey;
  public readonly keyArn: string;
  public readonly alias?: KmsAlias;

  public constructor(scope: Construct, id: string, props: EncryptionKeyProps) {
    super(scope, id);
    const { description, aliasName, statements = [], region, lifecycle } = props;
    const account = `arn:${awsLocation(this).partition}:iam::${accountIdOf(this)}:root`;
    this.key = new KmsKey(this, 'Key', {
      description,
      enableKeyRotation: true,
      deletionWindowInDays: 30,
      region,
      policy: policyDocument([
        { sid: 'IamPoliciesDecide', actions: ['kms:*'], resources: ['*'], principals: { arns: [account] } },
        ...statements,
      ]),
      lifecycle,
    });
    this.keyArn = this.key.arn;
    if (aliasName === undefined) return;
    const name = `alias/${aliasName}`;
    claimName(this, 'KMS alias', name);
    this.alias = new KmsAlias(this, 'Alias', { name, targetKeyId: this.key.keyId, region });
  }
}
