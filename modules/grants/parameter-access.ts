import type { IGrantable } from '../identity/grantable';
import { isUnknown } from '../shared/unknown';
import { AccessedThing, type AccessOptions, type ThingKind, type WithArn } from './accessed-thing';

const KIND: ThingKind = {
  className: 'ParameterAccess',
  what: 'a Parameter Store parameter',
  service: 'ssm',
  resourceTypes: ['aws_ssm_parameter'],
  pattern: /^arn:[\w-]+:ssm:[a-z0-9-]+:\d{12}:parameter\/[\w./-]+(\/\*)?$/,
  example: 'arn:aws:ssm:eu-west-1:123456789012:parameter/web/token',
  see: 'https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-access.html',
};

/** A parameter of the provider tells its key. */
export interface ParameterWithArn extends WithArn {
  readonly keyIdInput?: string;
}

/** Rights on a parameter, or on all below a path: `{ arn: 'arn:aws:ssm:eu-west-1:123456789012:parameter/web/*' }`. */
export class ParameterAccess {
  /** @param parameter an `SsmParameter`, a `DataAwsSsmParameter`, or `{ arn }` */
  public static of(parameter: ParameterWithArn, options: AccessOptions = {}): ParameterAccess {
    return new ParameterAccess(new AccessedThing(KIND, parameter, options, parameter.keyIdInput));
  }

  private constructor(private readonly parameter: AccessedThing) {}

  /** Reads the value; of a path also all values at once, which Parameter Store asks of the path itself. */
  public grantRead(grantee: IGrantable): void {
    const { arn } = this.parameter;
    this.parameter.allow(grantee, ['ssm:GetParameter', 'ssm:GetParameters']);
    if (!isUnknown(arn) && arn.endsWith('/*')) {
      this.parameter.allow(grantee, ['ssm:GetParametersByPath'], [arn.slice(0, -'/*'.length)]);
    }
    this.parameter.allowKey(grantee, ['kms:Decrypt']);
  }

  /** Stores a value; does not read it. */
  public grantWrite(grantee: IGrantable): void {
    this.parameter.allow(grantee, ['ssm:PutParameter']);
    this.parameter.allowKey(grantee, ['kms:Encrypt', 'kms:GenerateDataKey']);
  }
}
