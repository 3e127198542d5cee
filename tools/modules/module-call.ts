import type { ModuleShape } from './definition';
import { type HclBlock, hclExpression, quoted } from './hcl';

/** The oldest Terraform that reads the modules: the functions of their conditions need it. */
export const TERRAFORM = '>= 1.5.7';

/** `module "network" { source = ... }` with arguments. */
export function moduleCall(label: string, source: string, values: ModuleShape['example']): HclBlock {
  const given = Object.entries(values).map(([name, value]) => [name, hclExpression(value)] as const);
  return { type: 'module', labels: [label], attributes: [['source', quoted(source)], ...given] };
}
