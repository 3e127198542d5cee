import type { IConstruct } from 'constructs';
import { accountIdOf } from '../../identity/account-id';
import { regionOf } from '../../identity/region';
import { awsLocation } from '../../shared/aws-location';

/** ARN of something of ECS in the account of `scope`, `cluster/web`; built from literals where those are known. */
export function ecsArn(scope: IConstruct, region: string | undefined, resource: string): string {
  const { partition } = awsLocation(scope);
  return `arn:${partition}:ecs:${region ?? regionOf(scope)}:${accountIdOf(scope)}:${resource}`;
}
