import { IamPolicy } from '@cdktf/provider-aws/lib/iam-policy';
import { Lazy } from 'cdktf';
import { Construct } from 'constructs';
import type { IGrantable } from '../identity/grantable';
import { type PolicyStatement, policyDocument, validatePolicyStatement } from '../identity/policy-statement';
import { claimName } from '../shared/names';
import { checkAtSynth, type Issue, report } from '../shared/problems';
import { checkName } from '../shared/validation';

export interface StateAccessPolicyProps {
  /** 1-128 letters, digits and `+=,.@_-`; unique in the account. */
  readonly policyName: string;
  /** For whoever attaches it. */
  readonly description: string;
}

/** Characters of a customer managed policy, white space not counted. */
const POLICY_LIMIT = 6144;

/** An IAM policy that people, CI and run roles can be given, whoever makes them; it grows with each grant. */
export class StateAccessPolicy extends Construct implements IGrantable {
  public readonly policy: IamPolicy;
  public readonly policyArn: string;
  private readonly statements: PolicyStatement[] = [];

  public constructor(scope: Construct, id: string, { policyName, description }: StateAccessPolicyProps) {
    super(scope, id);
    report(this, validateName(policyName));
    claimName(this, 'IAM policy', policyName, { field: 'policyName', global: true });
    this.policy = new IamPolicy(this, 'Policy', {
      name: policyName,
      description,
      policy: Lazy.stringValue({ produce: () => policyDocument(this.statements) }),
    });
    this.policyArn = this.policy.arn;
    checkAtSynth(this, () => this.validateSize());
  }

  public addToPolicy(statement: PolicyStatement): void {
    report(this, validatePolicyStatement(`statement ${this.statements.length + 1}`, statement));
    this.statements.push(statement);
  }

  private validateSize(): Issue[] {
    const size = policyDocument(this.statements).length;
    if (size <= POLICY_LIMIT) return [];
    return [
      {
        field: 'policy',
        value: `${size} characters`,
        limit: `${POLICY_LIMIT} characters of a managed policy`,
        fix: 'let the environment read fewer others',
        see: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html',
      },
    ];
  }
}

function validateName(policyName: string): Issue[] {
  return checkName('policyName', policyName, {
    pattern: /^[\w+=,.@-]+$/,
    max: 128,
    allowed: 'letters, digits and +=,.@_-',
    see: 'https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreatePolicy.html',
  });
}
