import type { IGrantable } from '../identity/grantable';
import { isUnknown } from '../shared/unknown';
import { AccessedThing, type AccessOptions, type ThingKind, type WithArn } from './accessed-thing';

const KIND: ThingKind = {
  className: 'SecretAccess',
  what: 'a Secrets Manager secret',
  service: 'secretsmanager',
  resourceTypes: ['aws_secretsmanager_secret'],
  pattern: /^arn:[\w-]+:secretsmanager:[a-z0-9-]+:\d{12}:secret:[\w/+=.@-]{1,512}$/,
  example: 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:db-AbCdEf',
  see: 'https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html',
};

/** A secret of the provider tells its key. */
export interface SecretWithArn extends WithArn {
  readonly kmsKeyIdInput?: string;
}

/**
 * Rights of a program that calls Secrets Manager itself. A container that gets the value as an environment variable needs
 * none: `secrets` of the container grants the agent what it needs.
 */
export class SecretAccess {
  /** @param secret a `SecretsmanagerSecret`, a `DataAwsSecretsmanagerSecret`, or `{ arn }` */
  public static of(secret: SecretWithArn, options: AccessOptions = {}): SecretAccess {
    return new SecretAccess(new AccessedThing(KIND, secret, options, secret.kmsKeyIdInput));
  }

  private constructor(private readonly secret: AccessedThing) {}

  /** Reads the value in all its versions. */
  public grantRead(grantee: IGrantable): void {
    this.secret.allow(grantee, ['secretsmanager:DescribeSecret', 'secretsmanager:GetSecretValue'], [this.arn]);
    this.secret.allowKey(grantee, ['kms:Decrypt']);
  }

  /** Stores a new version of the value; does not read it. */
  public grantWrite(grantee: IGrantable): void {
    this.secret.allow(grantee, ['secretsmanager:DescribeSecret', 'secretsmanager:PutSecretValue'], [this.arn]);
    this.secret.allowKey(grantee, ['kms:Decrypt', 'kms:GenerateDataKey']);
  }

  /** A name without the six characters that Secrets Manager appends gets them as wildcards. */
  private get arn(): string {
    const { arn } = this.secret;
    return isUnknown(arn) || /-[A-Za-z0-9]{6}$/.test(arn) ? arn : `${arn}-??????`;
  }
}
