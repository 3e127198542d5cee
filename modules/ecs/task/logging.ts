import type { LogRetentionDays } from '../../shared/log-retention';
import type { SecretSource } from './secret';

/** Days that application logs are kept unless the program says otherwise. */
export const LOG_RETENTION_DEFAULT = 30 satisfies LogRetentionDays;

/**
 * Where a container's standard output and error go.
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/using_awslogs.html
 */
export type Logging = CloudWatchLogging | FirelensLogging | OtherLogDriver;

/** The log group that the containers of a task share; each writes streams of its own. */
export interface TaskLogs {
  /** 1-512 letters, digits and `_-/.#`. @default `/ecs/` and the family */
  readonly logGroupName?: string;
  /**
   * Days that events are kept.
   * @default 30: enough to look into an incident, and application logs are the largest part of a CloudWatch bill.
   * Compliance rules that ask for a year (Security Hub CloudWatch.16) need 365 here.
   */
  readonly retentionDays?: LogRetentionDays;
  /** ARN of a customer managed key; its policy must admit `logs.<region>.amazonaws.com`. @default the AWS owned key */
  readonly encryptionKeyArn?: string;
}

/** Streams in a CloudWatch log group. */
export interface CloudWatchLogging {
  readonly kind: 'cloudwatch';
  /** An existing group. @default the task's */
  readonly logGroup?: { readonly name: string; readonly arn: string };
  /** First part of a stream's name; container and task id follow. @default the container's name */
  readonly streamPrefix?: string;
  /**
   * `non-blocking` drops lines rather than stop the program when CloudWatch is slow. `account-default` writes nothing.
   * @default 'non-blocking' with a 25 MiB buffer, as AWS advises; written out, because the account's default may differ
   */
  readonly mode?: 'blocking' | 'non-blocking' | 'account-default';
  /** `awslogs-multiline-pattern`, `awslogs-datetime-format`, `max-buffer-size` ... @default none */
  readonly options?: Readonly<Record<string, string>>;
}

/** The task's FireLens router takes the lines; options are those of its output plugin. */
export interface FirelensLogging {
  readonly kind: 'firelens';
  /** `{ Name: 'datadog', Host: ... }`. @default the router's own configuration decides */
  readonly options?: Readonly<Record<string, string>>;
  /** Options whose values are secrets. @default none */
  readonly secretOptions?: Readonly<Record<string, SecretSource>>;
}

export const LOG_DRIVERS = ['splunk', 'fluentd', 'gelf', 'journald', 'json-file', 'syslog'] as const;

/** A driver of Docker with its options; Fargate knows `splunk` only. `none`: the definition names no driver. */
export interface OtherLogDriver {
  readonly kind: (typeof LOG_DRIVERS)[number] | 'none';
  readonly options?: Readonly<Record<string, string>>;
  /** Options whose values are secrets, `splunk-token`. @default none */
  readonly secretOptions?: Readonly<Record<string, SecretSource>>;
}
