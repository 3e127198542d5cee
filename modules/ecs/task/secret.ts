import type { PolicyStatement } from '../../identity/policy-statement';
import type { Issue } from '../../shared/problems';
import { isUnknown } from '../../shared/unknown';
import { check } from '../../shared/validation';

/**
 * Where a container's secret value is. ECS reads it when a task starts; it is never in the plan or the state.
 *
 * - A string is the ARN of a Secrets Manager secret (whole, or with `:json-key:version-stage:version-id` appended as
 *   ECS writes it) or of a Parameter Store parameter. A token counts as a Secrets Manager ARN.
 * - `{ secretArn }` takes one JSON key or one version of a secret.
 * - `{ parameterArn }` is a parameter of Parameter Store.
 */
export type SecretSource = string | SecretsManagerSecret | ParameterStoreSecret;

/** A secret of AWS Secrets Manager. */
export interface SecretsManagerSecret {
  /** Full ARN, with the six characters that Secrets Manager appends to the name. */
  readonly secretArn: string;
  /** Key of a secret that holds JSON. @default the whole text */
  readonly jsonKey?: string;
  /** `AWSCURRENT`, `AWSPREVIOUS` or an own label. @default 'AWSCURRENT' */
  readonly versionStage?: string;
  /** A version's id, to stay on it when the secret rotates. Exactly one of stage and id. @default the stage decides */
  readonly versionId?: string;
  /** ARN of the customer managed key that encrypts the secret; grants its use. @default the AWS managed key, which needs no grant */
  readonly encryptionKeyArn?: string;
}

/** A parameter of AWS Systems Manager Parameter Store. */
export interface ParameterStoreSecret {
  /** ARN, `arn:aws:ssm:eu-west-1:123456789012:parameter/web/token`. */
  readonly parameterArn: string;
  /** ARN of the customer managed key of a SecureString; grants its use. @default the AWS managed key, which needs no grant */
  readonly encryptionKeyArn?: string;
}

const SEE = 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/secrets-envvar-secrets-manager.html';
const SEE_PARAMETER = 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/secrets-envvar-ssm-paramstore.html';

/** `valueFrom` of a container definition's secret. */
export function secretValueFrom(source: SecretSource): string {
  if (typeof source === 'string') return source;
  if ('parameterArn' in source) return source.parameterArn;
  const { secretArn, jsonKey, versionStage, versionId } = source;
  if (jsonKey === undefined && versionStage === undefined && versionId === undefined) return secretArn;
  return `${secretArn}:${jsonKey ?? ''}:${versionStage ?? ''}:${versionId ?? ''}`;
}

/** What the execution role needs to read the value: one secret or parameter, and its key where it has one. */
export function secretStatements(source: SecretSource): PolicyStatement[] {
  const key = typeof source === 'string' ? undefined : source.encryptionKeyArn;
  const decrypt: PolicyStatement[] = key === undefined ? [] : [{ actions: ['kms:Decrypt'], resources: [key] }];
  return isParameter(source)
    ? [{ actions: ['ssm:GetParameters'], resources: [secretValueFrom(source)] }, ...decrypt]
    : [{ actions: ['secretsmanager:GetSecretValue'], resources: [secretArnOf(source)] }, ...decrypt];
}

/** Which AWS service the agent asks for the value; it must be reachable from the task's subnets. */
export function secretService(source: SecretSource): 'secretsmanager' | 'ssm' {
  return isParameter(source) ? 'ssm' : 'secretsmanager';
}

/** True for text that names a secret or a parameter, and so was probably meant for `secrets`. */
export function looksLikeSecretArn(text: string): boolean {
  return /^arn:[\w-]+:(secretsmanager:[^:]*:[^:]*:secret:|ssm:[^:]*:[^:]*:parameter\/)/.test(text);
}

/** Pure: ARNs of the right kind. The value of a secret given here by mistake is never printed. */
export function validateSecretSource(field: string, source: SecretSource): Issue[] {
  if (typeof source === 'string') {
    return check(field, source, looksLikeSecretArn, {
      limit: 'the ARN of a Secrets Manager secret or of a Parameter Store parameter',
      fix: 'create the secret outside this program and write its ARN, never its value',
      see: SEE,
      secret: true,
    });
  }
  if ('parameterArn' in source) {
    return check(`${field}.parameterArn`, source.parameterArn, (arn) => /^arn:[\w-]+:ssm:/.test(arn), {
      limit: 'the ARN of a Parameter Store parameter, arn:aws:ssm:region:account:parameter/name',
      fix: 'write the full ARN, never the value',
      see: SEE_PARAMETER,
      secret: true,
    });
  }
  const both = source.versionStage !== undefined && source.versionId !== undefined;
  return [
    ...check(`${field}.secretArn`, source.secretArn, (arn) => /^arn:[\w-]+:secretsmanager:/.test(arn), {
      limit: 'the ARN of a secret, arn:aws:secretsmanager:region:account:secret:name-AbCdEf',
      fix: 'write the full ARN, never the value',
      see: SEE,
      secret: true,
    }),
    ...(both
      ? [
          {
            field: `${field}.versionId`,
            value: source.versionId,
            limit: 'a version stage or a version id, not both',
            fix: 'remove versionStage',
            see: SEE,
          },
        ]
      : []),
  ];
}

function isParameter(source: SecretSource): boolean {
  return typeof source === 'string' ? /^arn:[\w-]+:ssm:/.test(source) : 'parameterArn' in source;
}

/** The bare ARN that IAM compares; a name without its six random characters gets them as wildcards. */
function secretArnOf(source: SecretSource): string {
  const given = typeof source === 'string' ? source : 'secretArn' in source ? source.secretArn : source.parameterArn;
  if (isUnknown(given)) return given;
  const arn = given.split(':').slice(0, 7).join(':');
  return /-[A-Za-z0-9]{6}$/.test(arn) ? arn : `${arn}-??????`;
}
