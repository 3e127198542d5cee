import type { Issue } from './issue';
import { check, checkName } from './validation';

/** @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html */
export const LOG_RETENTION_DAYS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
] as const;

/** The days that CloudWatch Logs can keep a log group's events; it takes no others. */
export type LogRetentionDays = (typeof LOG_RETENTION_DAYS)[number];

/** Types keep other numbers out, values read from a file do not. */
export function checkLogRetention(field: string, days: LogRetentionDays | undefined): Issue[] {
  return check(field, days, (given) => LOG_RETENTION_DAYS.includes(given), {
    limit: `one of ${LOG_RETENTION_DAYS.join(', ')} days`,
    fix: 'use 30 for a month, 365 for a year',
    see: 'https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html',
  });
}

export function checkLogGroupName(field: string, name: string | undefined): Issue[] {
  return checkName(field, name, {
    pattern: /^[\w/.#-]+$/,
    max: 512,
    allowed: 'letters, digits and _-/.#',
    see: 'https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup.html',
  });
}
