import type { Issue } from './problems';
import { check, checkWholeNumber } from './validation';

/** What the alarms of every application are told, wherever it runs. */
export interface AlarmSettings {
  /** ARNs of SNS topics that are told of an alarm, and of its end; 1 to 5. */
  readonly topicArns: readonly string[];
  /** Percent of the CPU it was given, 1-100. @default 90 over 15 minutes: scaling has had its chance */
  readonly cpuPercent?: number;
  /** Percent of the memory it was given, 1-100. @default 90 over 15 minutes: above 100 containers are killed */
  readonly memoryPercent?: number;
}

export const ALARMS = 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html';

/** Pure, so that a test can ask about one field without building a stack. */
export function validateAlarmSettings({ topicArns, cpuPercent, memoryPercent }: AlarmSettings): Issue[] {
  const percent = { unit: 'percent', fix: 'write 90', see: ALARMS };
  return [
    ...check('topicArns', topicArns, (arns) => arns.length >= 1 && arns.length <= 5, {
      limit: `1 to 5 topics (${topicArns.length} given): an alarm that nobody hears is none`,
      fix: 'write the ARN of the SNS topic of whoever is on call',
      see: ALARMS,
    }),
    ...checkWholeNumber('cpuPercent', cpuPercent, [1, 100], percent),
    ...checkWholeNumber('memoryPercent', memoryPercent, [1, 100], percent),
  ];
}
