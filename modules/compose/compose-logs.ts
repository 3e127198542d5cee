import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { Construct } from 'constructs';
import { LOG_RETENTION_DEFAULT, type Logging } from '../ecs/task/logging';
import { accountIdOf } from '../identity/account-id';
import { awsLocation } from '../shared/aws-location';
import { claimName } from '../shared/names';
import type { ComposeLogging } from './compose-logging';
import type { ComposeService } from './compose-service';

export interface ComposeLogsProps {
  readonly services: readonly ComposeService[];
  readonly retentionDays?: number;
  /** The groups are made; otherwise they exist. */
  readonly create: boolean;
}

/** The log groups that a file names, each made once. */
export class ComposeLogs extends Construct {
  public readonly groups: Readonly<Record<string, CloudwatchLogGroup>>;

  public constructor(scope: Construct, id: string, props: ComposeLogsProps) {
    super(scope, id);
    const { services, retentionDays = LOG_RETENTION_DEFAULT, create } = props;
    const names = services.flatMap(({ logging }) =>
      create && logging.kind === 'cloudwatch' && logging.groupName !== undefined ? [logging.groupName] : [],
    );
    this.groups = Object.fromEntries(
      [...new Set(names)].map((name) => {
        claimName(this, 'CloudWatch log group', name, { field: 'awslogs-group' });
        const group = new CloudwatchLogGroup(this, name.replaceAll('/', '.'), { name, retentionInDays: retentionDays });
        return [name, group];
      }),
    );
  }

  public loggingOf(logging: ComposeLogging): Logging {
    if (logging.kind !== 'cloudwatch') return logging;
    const { groupName, streamPrefix, options } = logging;
    if (groupName === undefined) return { kind: 'cloudwatch', streamPrefix, options };
    const { region = '*', partition } = awsLocation(this);
    const logGroup = this.groups[groupName] ?? {
      name: groupName,
      arn: `arn:${partition}:logs:${region}:${accountIdOf(this)}:log-group:${groupName}`,
    };
    return { kind: 'cloudwatch', logGroup, streamPrefix, options };
  }
}
