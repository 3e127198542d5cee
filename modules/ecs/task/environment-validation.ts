import { isCredential, namesASecret } from '../../shared/plain-secrets';
import type { Issue } from '../../shared/problems';
import { isUnknown } from '../../shared/unknown';
import { check, checkLiteral } from '../../shared/validation';
import type { ContainerProps } from './container';
import { looksLikeSecretArn, validateSecretSource } from './secret';

const SEE = 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/security-iam-task-management.html';
const SECRETS = 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/specifying-sensitive-data.html';

type Settings = Pick<ContainerProps, 'environment' | 'environmentFiles' | 'secrets'>;

/** Pure: names that ECS takes, each of them once, and no secret in plain text. Never prints a secret. */
export function validateEnvironment(
  field: string,
  { environment = {}, environmentFiles, secrets = {} }: Settings,
): Issue[] {
  if (Array.isArray(environment)) return environmentList(field, environment);
  const names = Object.keys(environment);
  return [
    ...checkLiteral(`${field}.environment`, environment),
    ...checkLiteral(`${field}.secrets`, secrets),
    ...[...names, ...Object.keys(secrets)].flatMap((name) =>
      check(`${field}.environment`, name, (text) => /^[A-Za-z_][\w.-]*$/.test(text), {
        limit: 'names of letters, digits, "_", "." and "-" that do not begin with a digit',
        fix: 'rename it',
        see: SEE,
      }),
    ),
    ...names
      .filter((name) => name in secrets)
      .map((name) => ({
        field: `${field}.environment.${name}`,
        value: `"${name}" twice: in environment and in secrets`,
        limit: 'each name once, in environment or in secrets, not in both',
        fix: `remove "${name}" from environment`,
        see: SECRETS,
      })),
    ...Object.entries(environment).flatMap(([name, value]) => validateValue(`${field}.environment.${name}`, value)),
    ...Object.entries(secrets).flatMap(([name, source]) => validateSecretSource(`${field}.secrets.${name}`, source)),
    ...check(`${field}.environmentFiles`, environmentFiles, (files) => files.length <= 10, {
      limit: `at most 10 files (${environmentFiles?.length} given)`,
      fix: 'join files',
      see: SEE,
    }),
    ...(environmentFiles ?? []).flatMap((file, index) =>
      check(`${field}.environmentFiles[${index}]`, file, (arn) => /^arn:[\w-]+:s3:::.+\.env$/.test(arn), {
        limit: 'the ARN of an S3 object whose name ends with .env',
        fix: 'write arn:aws:s3:::bucket/path/app.env',
        see: SEE,
      }),
    ),
  ];
}

/** As the ECS API has it, from plain JavaScript: a list can hold a name twice. Values may be secrets, so names only. */
function environmentList(field: string, list: readonly unknown[]): Issue[] {
  const names = list.map((entry) => Object.entries(entry ?? {}).find(([key]) => key === 'name')?.[1]);
  return [
    {
      field: `${field}.environment`,
      value: names,
      limit: 'a map of names to values, in which no name can be there twice',
      fix: 'write environment: { NAME: "value" }',
      see: SEE,
    },
  ];
}

/** Legal, but rarely meant: settings that look like a secret in plain text. Names only, never values. */
export function plainSecrets(field: string, { environment = {} }: Settings): Issue[] {
  return Object.entries(environment)
    .filter(([name, value]) => namesASecret(name) && isPlain(value))
    .map(([name]) => ({
      field: `${field}.environment.${name}`,
      value: undefined,
      limit: 'no secret in plain text: it would stand in the state and in the console',
      fix: `move ${name} to secrets: { ${name}: '<ARN of the secret>' }`,
      see: SECRETS,
      secret: true,
    }));
}

function validateValue(field: string, value: string): Issue[] {
  const text = check(field, value, (given) => typeof given === 'string', {
    limit: 'text',
    fix: 'write the value in quotes: ECS takes text only',
    see: SEE,
  });
  if (text.length > 0 || isUnknown(value)) return text;
  return [
    ...check(field, value, (given) => !looksLikeSecretArn(given), {
      limit: 'a setting, not the ARN of a secret: the program would get the ARN',
      fix: 'move it to secrets, and ECS hands over the value behind the ARN',
      see: SECRETS,
      rule: 'ecs.secret-arn-in-environment',
    }),
    ...check(field, value, (given) => !isCredential(given), {
      limit: 'no credential in plain text',
      fix: 'store it in Secrets Manager, revoke this one, and name the new one in secrets',
      see: SECRETS,
      secret: true,
    }),
  ];
}

function isPlain(value: string): boolean {
  return typeof value === 'string' && value.length > 0 && !isUnknown(value) && !looksLikeSecretArn(value);
}
