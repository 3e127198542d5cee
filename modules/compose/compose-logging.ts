import { LOG_DRIVERS, type Logging } from '../ecs/task/logging';
import type { JsonObject } from '../shared/json-object';
import type { ComposeReading } from './compose-reading';
import { textMapOf, wrong } from './compose-values';

/** Where a container logs: in CloudWatch, in a group that the file names or in that of the task, or elsewhere. */
export type ComposeLogging =
  | {
      readonly kind: 'cloudwatch';
      readonly groupName?: string;
      readonly region?: string;
      readonly streamPrefix?: string;
      readonly options: Readonly<Record<string, string>>;
    }
  | Exclude<Logging, { readonly kind: 'cloudwatch' }>;

/** Drivers that keep files on the machine. */
const LOCAL = ['json-file', 'local'] as const;

const DRIVERS = ['awslogs', 'awsfirelens', 'none', 'local', ...LOG_DRIVERS] as const;

export function loggingOf(service: JsonObject, reading: ComposeReading): ComposeLogging {
  const json = service.object('logging');
  const driver = json?.oneOf('driver', DRIVERS) ?? 'awslogs';
  const options = (json && textMapOf(json, 'options')) ?? {};
  if (driver === 'awsfirelens') return { kind: 'firelens', options };
  if (LOCAL.some((local) => local === driver)) {
    reading.ignored.push({
      field: service.fieldOf('logging'),
      reason: 'no files are kept; the lines go to CloudWatch',
    });
    return { kind: 'cloudwatch', options: {} };
  }
  if (driver !== 'awslogs' && driver !== 'local')
    return driver === 'none' ? { kind: 'none' } : { kind: driver, options };
  const {
    'awslogs-group': groupName,
    'awslogs-region': region,
    'awslogs-stream-prefix': streamPrefix,
    'awslogs-create-group': create,
    ...others
  } = options;
  if (create !== undefined && json !== undefined) {
    const field = `${json.fieldOf('options')}.awslogs-create-group`;
    reading.ignored.push({ field, reason: 'Terraform makes the group' });
  }
  const foreign = Object.keys(others).filter((option) => !/^(awslogs-|mode$|max-buffer-size$)/.test(option));
  if (foreign.length > 0 && json !== undefined) wrong(json, 'options', 'options of awslogs, or another driver');
  return { kind: 'cloudwatch', groupName, region, streamPrefix, options: others };
}
