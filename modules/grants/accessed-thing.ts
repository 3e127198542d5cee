import { Construct, type IConstruct } from 'constructs';
import type { IGrantable } from '../identity/grantable';
import type { PolicyConditions } from '../identity/policy-statement';
import { awsLocation, dnsSuffixOf, partitionOf } from '../shared/aws-location';
import { InvalidInputError, type Issue, report } from '../shared/problems';
import { isUnknown } from '../shared/unknown';
import { check } from '../shared/validation';

/** A resource or data source of the provider, or `{ arn: 'arn:aws:...' }`. */
export interface WithArn {
  readonly arn: string;
}

/** A `KmsKey`, a `DataAwsKmsKey`, an `EncryptionKey`, or its ARN by either name. */
export type KeyReference = WithArn | { readonly keyArn: string };

export function keyArnOf(key: KeyReference): string {
  return 'keyArn' in key ? key.keyArn : key.arn;
}

export interface AccessOptions {
  /**
   * The customer managed KMS key that the thing is encrypted with; each grant adds the use of the key through the service
   * that holds the thing. @default none: a key that AWS manages needs no grant
   */
  readonly encryptionKey?: KeyReference;
}

/** What every kind of thing tells of itself. */
export interface ThingKind {
  /** `SqsQueueAccess` */
  readonly className: string;
  /** `an SQS queue` */
  readonly what: string;
  /** Beginning of its hostname, `sqs`. */
  readonly service: string;
  /** Of Terraform, for a resource or a data source. */
  readonly resourceTypes: readonly string[];
  /** Of a literal ARN. */
  readonly pattern: RegExp;
  /** `arn:aws:sqs:eu-west-1:123456789012:orders` */
  readonly example: string;
  /** The page about rights on it. */
  readonly see: string;
}

/** Gives rights on one thing that something else made: names the actions and the ARN, and the key where there is one. */
export class AccessedThing {
  public readonly arn: string;
  private readonly keyArn?: string;
  private readonly issues: readonly Issue[];

  /** @param configuredKey the key as the resource's own argument names it, where it has one */
  public constructor(
    private readonly kind: ThingKind,
    private readonly thing: WithArn,
    { encryptionKey }: AccessOptions,
    configuredKey?: string,
  ) {
    this.arn = thing.arn;
    const givenKey = encryptionKey && keyArnOf(encryptionKey);
    this.keyArn = givenKey ?? (isKeyArn(configuredKey) ? configuredKey : undefined);
    this.issues = [
      ...this.wrongKind(),
      ...(needsKey(configuredKey) && this.keyArn === undefined ? [this.keyMissing(configuredKey)] : []),
      ...check('encryptionKey', givenKey, isKeyArn, {
        limit: 'the ARN of a KMS key, arn:aws:kms:region:account:key/id',
        fix: 'pass the key itself, { encryptionKey: key }',
        see: 'https://docs.aws.amazon.com/kms/latest/developerguide/concepts.html#key-id-key-ARN',
      }),
    ];
  }

  /** @param resources ARNs; the thing itself where they are left out */
  public allow(
    grantee: IGrantable,
    actions: readonly string[],
    resources: readonly string[] = [this.arn],
    conditions?: PolicyConditions,
  ): void {
    this.reject(grantee, this.issues);
    grantee.addToPolicy({ actions, resources, ...(conditions === undefined ? {} : { conditions }) });
  }

  /** Nothing where no customer key is known. The key is of no use for anything but this service. */
  public allowKey(grantee: IGrantable, actions: readonly string[]): void {
    if (this.keyArn === undefined) return;
    const place = this.place(grantee);
    const region = regionIn(this.keyArn) ?? regionIn(this.arn) ?? (place && awsLocation(place).region);
    const suffix = dnsSuffixOf(partitionOf(region));
    grantee.addToPolicy({
      actions,
      resources: [this.keyArn],
      conditions:
        region === undefined
          ? { StringLike: { 'kms:ViaService': `${this.kind.service}.*.${suffix}` } }
          : { StringEquals: { 'kms:ViaService': `${this.kind.service}.${region}.${suffix}` } },
    });
  }

  /** Wrong input is reported where the thing is made, or else at whoever gets the right. */
  public reject(grantee: IGrantable, issues: readonly Issue[]): void {
    if (issues.length === 0) return;
    const place = this.place(grantee);
    const { className: type } = this.kind;
    if (place === undefined) throw new InvalidInputError(issues.map((issue) => ({ ...issue, path: this.arn, type })));
    report(place, issues);
  }

  private place(grantee: IGrantable): IConstruct | undefined {
    return [this.thing, grantee].find((part): part is typeof part & IConstruct => Construct.isConstruct(part));
  }

  private wrongKind(): Issue[] {
    const { className, what, resourceTypes, pattern, example, see } = this.kind;
    const type = 'terraformResourceType' in this.thing ? String(this.thing.terraformResourceType) : undefined;
    const rule = { limit: `${what}, ${example}`, fix: `pass ${what} to ${className}.of`, see };
    return type === undefined
      ? check('arn', this.arn, (arn) => pattern.test(arn), rule)
      : check('arn', type, (given) => resourceTypes.includes(given), rule);
  }

  private keyMissing(configuredKey: string | undefined): Issue {
    const { className, what, see } = this.kind;
    return {
      field: 'encryptionKey',
      value: isUnknown(configuredKey) ? 'a key known only to Terraform' : configuredKey,
      limit: `the key that ${what} is encrypted with: without a grant on it every call is denied`,
      fix: `${className}.of(thing, { encryptionKey: key })`,
      see,
    };
  }
}

function isKeyArn(key: string | undefined): boolean {
  return key !== undefined && !isUnknown(key) && /^arn:[\w-]+:kms:[a-z0-9-]+:\d{12}:key\/[\w-]+$/.test(key);
}

/** A customer's key, by whatever name; `alias/aws/sqs` is one that AWS manages. */
function needsKey(key: string | undefined): boolean {
  return key !== undefined && !/(^|:)alias\/aws\//.test(key);
}

function regionIn(arn: string): string | undefined {
  return isUnknown(arn) ? undefined : arn.split(':')[3] || undefined;
}
