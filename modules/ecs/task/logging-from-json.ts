import type { IConstruct } from 'constructs';
import { accountIdOf } from '../../identity/account-id';
import { awsLocation } from '../../shared/aws-location';
import type { JsonObject } from '../../shared/json-object';
import { LOG_DRIVERS, type Logging } from './logging';

/** `logConfiguration` of the ECS API; without one, no driver is named. */
export function loggingFromJson(scope: IConstruct, json: JsonObject | undefined): Logging {
  if (json === undefined) return { kind: 'none' };
  const kind = json.oneOf('logDriver', ['awslogs', 'awsfirelens', ...LOG_DRIVERS]) ?? 'none';
  const options = json.textMap('options');
  const secretOptions = namedTexts(json, 'secretOptions', 'valueFrom');
  if (kind === 'awsfirelens') return { kind: 'firelens', options, secretOptions };
  if (kind !== 'awslogs') return { kind, options, secretOptions };
  const { 'awslogs-group': name = '', 'awslogs-region': region = awsLocation(scope).region ?? '*' } = options ?? {};
  const arn = `arn:${awsLocation(scope).partition}:logs:${region}:${accountIdOf(scope)}:log-group:${name}`;
  return { kind: 'cloudwatch', logGroup: { name, arn }, options, mode: 'account-default' };
}

/** A list of `{ name, value }` as a map. */
export function namedTexts(json: JsonObject, key: string, value: string, name = 'name'): Record<string, string> {
  return Object.fromEntries(json.objects(key).map((entry) => [entry.text(name) ?? '', entry.text(value) ?? '']));
}
