import { Variable } from '@cdktf/provider-tfe/lib/variable';
import type { Construct } from 'constructs';
import { literalText } from '../shared/literal-text';
import { isCredential, namesASecret } from '../shared/plain-secrets';
import type { Issue } from '../shared/problems';
import { isUnknown } from '../shared/unknown';
import { check } from '../shared/validation';

/** A variable that HCP Terraform hands to every run of a workspace; named by its key in the props. */
export interface WorkspaceVariable {
  /** `env` of the run, or an input variable of the configuration. */
  readonly category: 'env' | 'terraform';
  /** Text; with `hcl` an expression, `["a", "b"]`. */
  readonly value: string;
  /** The value is an expression, for input variables that are no text. @default false */
  readonly hcl?: boolean;
  /**
   * Never shown again. The value must then be a `TerraformVariable` or a reference: a literal would stand in the
   * synthesized file. It still lies in the state of the workspaces stack, as all of Terraform's values do.
   * @default false
   */
  readonly sensitive?: boolean;
  readonly description?: string;
}

const SEE = 'https://developer.hashicorp.com/terraform/cloud-docs/workspaces/variables';

/** Pure, so that a test can ask about one field without building a stack. */
export function validateWorkspaceVariable(
  key: string,
  { category, value, sensitive, hcl }: WorkspaceVariable,
): Issue[] {
  const field = `variables.${key}`;
  const isSecret = sensitive === true || namesASecret(key);
  return [
    ...check(field, key, (name) => /^[A-Za-z_][\w-]*$/.test(name) && name.length <= 255, {
      limit: '1 to 255 letters, digits, "_" and "-", not beginning with a digit',
      fix: 'write the name of the environment variable or of the input variable',
      see: SEE,
    }),
    ...check(`${field}.value`, value, (text) => !isSecret && !isCredential(text), {
      limit: 'no secret in plain text: it would stand in the synthesized file',
      fix: 'pass a TerraformVariable with sensitive: true, and give it to the apply as TF_VAR_<name>',
      see: SEE,
      secret: true,
    }),
    ...check(`${field}.sensitive`, sensitive ?? false, (hidden) => hidden || !(namesASecret(key) && isUnknown(value)), {
      limit: 'true for a variable whose name says that it is a secret',
      fix: 'write sensitive: true',
      see: SEE,
    }),
    ...check(`${field}.hcl`, hcl, (expression) => !expression || category === 'terraform', {
      limit: 'only with category "terraform": the environment holds text',
      fix: 'leave hcl out',
      see: SEE,
    }),
  ];
}

/** Makes the variables of one workspace, in the order of their names. */
export function addVariables(
  scope: Construct,
  workspaceId: string,
  variables: Readonly<Record<string, WorkspaceVariable>>,
): Variable[] {
  return Object.entries(variables)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(
      ([key, { category, value, hcl, sensitive, description }]) =>
        new Variable(scope, `Variable-${key}`, {
          workspaceId,
          key,
          category,
          value: literalText(value),
          hcl,
          sensitive,
          description,
        }),
    );
}
