import { EcsAccountSettingDefault } from '@cdktf/provider-aws/lib/ecs-account-setting-default';
import { Construct } from 'constructs';
import { claimName } from '../../shared/names';
import { type Issue, report } from '../../shared/problems';
import { check } from '../../shared/validation';

export interface EcsAccountSettingsProps {
  /** Region of the settings where it is not the provider's; they hold in one region each. */
  readonly region?: string;
  /** More network interfaces on instances with ENI trunking, so more awsvpc tasks each. @default left as it is */
  readonly awsvpcTrunking?: boolean;
  /** What clusters that say nothing get. @default left as it is */
  readonly containerInsights?: 'disabled' | 'enabled' | 'enhanced';
  /** Log drivers that say nothing lose lines instead of stopping the program when they fall behind. @default left as it is */
  readonly defaultLogDriverMode?: 'blocking' | 'non-blocking';
  /** Days between the notice and the retirement of a Fargate task on an old platform: 0, 7 or 14. @default left as it is */
  readonly fargateTaskRetirementWaitDays?: 0 | 7 | 14;
  /** Tags on create need the right to tag. @default left as it is */
  readonly tagResourceAuthorization?: boolean;
}

/**
 * Settings of ECS for a whole account and region: one of it for each pair, in the stack that owns the account. ARNs in
 * the long format hold the cluster's name, which policies and tags need; ECS has no other for new accounts.
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-account-settings.html
 */
export class EcsAccountSettings extends Construct {
  /** By AWS's name of the setting, `serviceLongArnFormat`. */
  public readonly settings: Readonly<Record<string, EcsAccountSettingDefault>>;

  public constructor(scope: Construct, id: string, props: EcsAccountSettingsProps = {}) {
    super(scope, id);
    report(this, validateEcsAccountSettingsProps(props));
    this.settings = Object.fromEntries(
      Object.entries(valuesOf(props)).flatMap(([name, value]) => {
        if (value === undefined) return [];
        claimName(this, 'ECS account setting', name, { field: 'settings', within: props.region });
        return [
          [
            name,
            new EcsAccountSettingDefault(this, `${name.charAt(0).toUpperCase()}${name.slice(1)}`, {
              name,
              value,
              region: props.region,
            }),
          ],
        ];
      }),
    );
  }
}

/** Pure, so that a test can ask about one field without building a stack. */
export function validateEcsAccountSettingsProps({
  fargateTaskRetirementWaitDays: days,
}: EcsAccountSettingsProps): Issue[] {
  const see = 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-account-settings.html';
  return check('fargateTaskRetirementWaitDays', days, (wait: number) => [0, 7, 14].includes(wait), {
    limit: '0, 7 or 14 days',
    fix: 'write 14 for the longest notice',
    see,
  });
}

function valuesOf(props: EcsAccountSettingsProps): Readonly<Record<string, string | undefined>> {
  const { awsvpcTrunking, tagResourceAuthorization, fargateTaskRetirementWaitDays } = props;
  return {
    serviceLongArnFormat: 'enabled',
    taskLongArnFormat: 'enabled',
    containerInstanceLongArnFormat: 'enabled',
    awsvpcTrunking: onOff(awsvpcTrunking, 'enabled', 'disabled'),
    containerInsights: props.containerInsights,
    defaultLogDriverMode: props.defaultLogDriverMode,
    fargateTaskRetirementWaitPeriod: fargateTaskRetirementWaitDays?.toString(),
    tagResourceAuthorization: onOff(tagResourceAuthorization, 'on', 'off'),
  };
}

function onOff(value: boolean | undefined, on: string, off: string): string | undefined {
  if (value === undefined) return undefined;
  return value ? on : off;
}
