import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { IamRolePolicyAttachment } from '@cdktf/provider-aws/lib/iam-role-policy-attachment';
import { Lazy, type TerraformResource } from 'cdktf';
import { Construct } from 'constructs';
import { awsLocation } from '../shared/aws-location';
import { addDependency } from '../shared/dependencies';
import { claimName, generatedName } from '../shared/names';
import { checkAtSynth, type Issue, report, warn } from '../shared/problems';
import { checkName } from '../shared/validation';
import type { IGrantable } from './grantable';
import { type PolicyStatement, policyDocument, validatePolicyStatement, wideStatement } from './policy-statement';

const QUOTAS = 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html';

/** All inline policies of a role together, in characters without white space. */
const INLINE_POLICY_LIMIT = 10_240;

export interface RoleProps {
  /** Who may become the role; write the narrowest conditions that AWS documents for the service. */
  readonly assumedBy: readonly PolicyStatement[];
  /** Up to 1,000 characters, for whoever finds the role in the console. */
  readonly description: string;
  /** 1-64 letters, digits and `+=,.@_-`. @default made from the construct path and the region: IAM is global */
  readonly name?: string;
  /** Names of AWS managed policies, `AmazonEKSClusterPolicy` or `service-role/...`. @default none */
  readonly awsManagedPolicies?: readonly string[];
  /** ARN of the policy that limits what the role can ever do. @default none */
  readonly permissionsBoundaryArn?: string;
}

/** An IAM role with one inline policy that grows with each grant and is not there while nothing is granted. */
export class Role extends Construct implements IGrantable {
  public readonly role: IamRole;
  public readonly roleArn: string;
  public readonly roleName: string;
  /** The attachments of AWS managed policies; what uses the role must depend on them, and be destroyed before. */
  public readonly attachments: readonly IamRolePolicyAttachment[];
  /** The inline policy, once something was granted. */
  public policy?: IamRolePolicy;

  private readonly statements: PolicyStatement[] = [];
  private readonly waiting: TerraformResource[] = [];

  public constructor(scope: Construct, id: string, props: RoleProps) {
    super(scope, id);
    report(this, validateRoleProps(props));
    const { assumedBy, description, awsManagedPolicies = [], permissionsBoundaryArn } = props;
    const { region, partition } = awsLocation(this);
    const name = props.name ?? generatedName(this, { max: 64, suffix: region });
    claimName(this, 'IAM role', name, { global: true });

    this.role = new IamRole(this, 'Role', {
      name,
      description,
      assumeRolePolicy: policyDocument(assumedBy),
      permissionsBoundary: permissionsBoundaryArn,
    });
    this.roleArn = this.role.arn;
    this.roleName = this.role.name;
    // Literal ARNs: an unknown policy_arn replaces the attachment, and a live cluster loses its rights meanwhile.
    this.attachments = awsManagedPolicies.map(
      (policy) =>
        new IamRolePolicyAttachment(this, `Managed-${policy.replace(/^.*\//, '')}`, {
          role: this.role.name,
          policyArn: `arn:${partition}:iam::aws:policy/${policy}`,
        }),
    );
    checkAtSynth(this, () => this.validatePolicySize());
  }

  /** Makes `resource` wait for all rights of the role, those granted later too; on destroy the rights outlive it. */
  public completeBefore(resource: TerraformResource): void {
    this.waiting.push(resource);
    const rights = this.policy === undefined ? this.attachments : [...this.attachments, this.policy];
    for (const right of rights) addDependency(resource, right);
  }

  public addToPolicy(statement: PolicyStatement): void {
    const field = `statement ${this.statements.length + 1}`;
    report(this, validatePolicyStatement(field, statement));
    warn(this, wideStatement(field, statement));
    this.statements.push(statement);
    if (this.policy !== undefined) return;
    this.policy = new IamRolePolicy(this, 'Policy', {
      name: 'grants',
      role: this.role.name,
      policy: Lazy.stringValue({ produce: () => policyDocument(this.statements) }),
    });
    for (const resource of this.waiting) addDependency(resource, this.policy);
  }

  private validatePolicySize(): Issue[] {
    const size = policyDocument(this.statements).length;
    if (size <= INLINE_POLICY_LIMIT) return [];
    return [
      {
        field: 'policy',
        value: `${size} characters`,
        limit: `${INLINE_POLICY_LIMIT} characters of inline policy`,
        fix: 'grant on fewer, wider ARNs (a common name prefix), or split the program into two roles',
        see: QUOTAS,
      },
    ];
  }
}

/** Pure, so that a test can ask about one field without building a stack. */
export function validateRoleProps({ name, description }: RoleProps): Issue[] {
  return [
    ...checkName('name', name, {
      pattern: /^[\w+=,.@-]+$/,
      max: 64,
      allowed: 'letters, digits and +=,.@_-',
      see: 'https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html',
    }),
    ...checkName('description', description, {
      pattern: /^[\t\n\r -~¡-ÿ]*$/,
      max: 1000,
      allowed: 'printable Latin-1 text',
      see: 'https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html',
    }),
  ];
}
