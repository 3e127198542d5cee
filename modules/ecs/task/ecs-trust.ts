import type { IConstruct } from 'constructs';
import { accountIdOf } from '../../identity/account-id';
import type { PolicyStatement } from '../../identity/policy-statement';
import { awsLocation } from '../../shared/aws-location';

/**
 * Who may use a role that ECS takes on: `ecs` for what it does itself, `ecs-tasks` for tasks. Only for what is in this
 * account and region, so that no other account can make ECS use the role.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html
 */
export function ecsTrust(scope: IConstruct, service: 'ecs' | 'ecs-tasks'): PolicyStatement {
  const { region = '*', partition } = awsLocation(scope);
  const account = accountIdOf(scope);
  return {
    actions: ['sts:AssumeRole'],
    principals: { services: [`${service}.amazonaws.com`] },
    conditions: {
      StringEquals: { 'aws:SourceAccount': account },
      ArnLike: { 'aws:SourceArn': `arn:${partition}:ecs:${region}:${account}:*` },
    },
  };
}
