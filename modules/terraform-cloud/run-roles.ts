import { Construct } from 'constructs';
import type { PolicyStatement } from '../identity/policy-statement';
import { Role } from '../identity/role';
import { shortened } from '../shared/names';
import { type Issue, report } from '../shared/problems';
import { checkLiteral, checkName } from '../shared/validation';
import { DEFAULT_PROJECT } from './app-workspaces';
import type { WorkloadIdentity } from './workload-identity';

/** A plan reads, an apply writes; each gets a role of its own. */
export type RunPhase = 'plan' | 'apply';

export interface RunRolesProps {
  readonly identity: WorkloadIdentity;
  readonly organization: string;
  /** Name of the project that the workspace is in. @default 'Default Project', the organization's first */
  readonly project?: string;
  readonly workspaceName: string;
  /**
   * AWS managed policies of the plan role. Reading is everywhere in a plan, so there is no narrower list that fits all
   * stacks; it includes the contents of S3 objects, but no secrets.
   * @default ['ReadOnlyAccess']
   */
  readonly planPolicies?: readonly string[];
  /**
   * AWS managed policies of the apply role; narrower: leave it empty and call `apply.addToPolicy`.
   * @default [] none: an apply may do nothing until you say what
   */
  readonly applyPolicies?: readonly string[];
  /** ARN of the policy that limits what both can ever do. @default none */
  readonly permissionsBoundaryArn?: string;
}

const SEE =
  'https://developer.hashicorp.com/terraform/cloud-docs/workspaces/dynamic-provider-credentials/aws-configuration';

/** Pure, so that a test can ask about one field without building a stack. */
export function validateRunRolesProps({ organization, project, workspaceName }: RunRolesProps): Issue[] {
  const exact = { allowed: 'an exact name, no wildcard: it decides who may assume the role', see: SEE };
  return [
    ...checkLiteral('organization', organization),
    ...checkLiteral('project', project),
    ...checkLiteral('workspaceName', workspaceName),
    ...checkName('organization', organization, { pattern: /^[\w-]{3,}$/, max: 40, ...exact }),
    ...checkName('project', project, { pattern: /^[\w -]{3,}$/, max: 40, ...exact }),
    ...checkName('workspaceName', workspaceName, { pattern: /^[\w-]+$/, max: 90, ...exact }),
  ];
}

/**
 * The two roles that the runs of one workspace assume with a token of HCP Terraform instead of access keys. Nothing but
 * this workspace can assume them, and a plan cannot assume the role of an apply.
 */
export class RunRoles extends Construct {
  public readonly plan: Role;
  public readonly apply: Role;

  public constructor(scope: Construct, id: string, props: RunRolesProps) {
    super(scope, id);
    report(this, validateRunRolesProps(props));
    this.plan = this.roleOf('plan', props, props.planPolicies ?? ['ReadOnlyAccess']);
    this.apply = this.roleOf('apply', props, props.applyPolicies ?? []);
  }

  private roleOf(phase: RunPhase, props: RunRolesProps, awsManagedPolicies: readonly string[]): Role {
    return new Role(this, phase === 'plan' ? 'Plan' : 'Apply', {
      name: runRoleName(props.workspaceName, phase),
      description: `What Terraform may do in the ${phase} phase of workspace ${props.workspaceName}`,
      assumedBy: [runTrust(props, phase)],
      awsManagedPolicies,
      permissionsBoundaryArn: props.permissionsBoundaryArn,
    });
  }
}

/** Follows from the workspace alone, so that the workspace can name its roles without reading another state. */
export function runRoleName(workspaceName: string, phase: RunPhase): string {
  return shortened(`terraform-${workspaceName}-${phase}`, { max: 64, tail: phase });
}

/** Who may assume a role: one phase of one workspace, with a token that was made for AWS. */
function runTrust(
  { identity, organization, project = DEFAULT_PROJECT, workspaceName }: RunRolesProps,
  phase: RunPhase,
): PolicyStatement {
  const subject = `organization:${organization}:project:${project}:workspace:${workspaceName}:run_phase:${phase}`;
  return {
    actions: ['sts:AssumeRoleWithWebIdentity'],
    principals: { federated: identity.providerArn },
    conditions: {
      StringEquals: { [`${identity.issuer}:aud`]: identity.audience, [`${identity.issuer}:sub`]: subject },
    },
  };
}
