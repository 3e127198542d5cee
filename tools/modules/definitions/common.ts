import { validateFlowLogDestination } from '../../../modules/network/flow-log';
import { LOG_RETENTION_DAYS, type LogRetentionDays } from '../../../modules/shared/log-retention';
import { kebabCase } from '../../../modules/shared/names';
import { type InputRule, issueIf, oneOf } from '../input-rules';
import type { InputVariable } from '../input-variable';

/** Two names that no constant of this library contains, one of them as long as the module takes. */
function nameSamples(max: number): [string, string] {
  return ['qz-first', `qz${'x'.repeat(max - 2)}`];
}

/**
 * What names of a module begin with. With a name of `max` characters and the longest region nothing that AWS limits is
 * cut: the module is made with such a name, and must come out the same.
 */
export function nameVariable(max: number, what: string): InputVariable {
  return {
    type: 'string',
    description: `${what} 1 to ${max} lower-case letters, digits and single hyphens, beginning with a letter. A change replaces what is named after it.`,
    samples: nameSamples(max),
    rules: [
      {
        condition: (value) => `can(regex("^[a-z][a-z0-9]*(-[a-z0-9]+)*$", ${value})) && length(${value}) <= ${max}`,
        // The form of the names that constructs make of their path.
        check: (name: string) =>
          issueIf(kebabCase(name) !== name || /^\d/.test(name) || name.length > max, {
            limit: `1 to ${max} lower-case letters, digits and single hyphens, beginning with a letter and not ending with a hyphen`,
            fix: 'write for example "shop-dev"',
            see: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html',
          }),
        accepts: ['a', 'shop-dev', `a${'b'.repeat(max - 1)}`],
        rejects: ['Shop', 'shop-', 'shop--dev', '1shop', `a${'b'.repeat(max)}`],
      },
    ],
  };
}

export const vpcId: InputVariable = { type: 'string', description: 'VPC, `vpc-0123456789abcdef0`.' };

/** Any number of subnets, two zones or more. */
export function subnetIds(description: string): InputVariable {
  return { type: 'list(string)', description, rules: [twoOrMore] };
}

const twoOrMore: InputRule = {
  condition: (value) => `length(distinct(${value})) >= 2 && length(distinct(${value})) == length(${value})`,
  check: (ids: readonly string[]) =>
    issueIf(new Set(ids).size < 2 || new Set(ids).size < ids.length, {
      limit: 'two or more subnets, each once, in two or more zones',
      fix: 'name a subnet of each zone',
      see: 'https://docs.aws.amazon.com/vpc/latest/userguide/configure-subnets.html',
    }),
  accepts: [
    ['subnet-a', 'subnet-b'],
    ['subnet-a', 'subnet-b', 'subnet-c'],
  ],
  rejects: [['subnet-a'], ['subnet-a', 'subnet-a']],
};

/** Days that a log group keeps its events. */
export function retentionDays(description: string, usual: LogRetentionDays): InputVariable {
  return {
    type: 'number',
    default: usual,
    description: `${description} One of ${LOG_RETENTION_DAYS.join(', ')}.`,
    rules: [
      oneOf(
        LOG_RETENTION_DAYS,
        (days: LogRetentionDays) => validateFlowLogDestination({ kind: 'cloudwatch', retentionDays: days }),
        [2, 366],
      ),
    ],
  };
}
