import type { TerraformStack } from 'cdktf';

/** The oldest minor of each provider that the bindings know everything of, and all later ones of the same major. */
const RANGES = { aws: '~> 6.25', helm: '~> 3.1', kubernetes: '~> 2.38', tfe: '~> 0.71' } as const;

/**
 * Asks for a provider by a range, where the bindings ask for one release: a patch of the provider needs no release of
 * ours. Without a host, so that Terraform and OpenTofu each ask their own registry.
 */
export function requireProvider(stack: TerraformStack, name: keyof typeof RANGES): void {
  stack.addOverride(`terraform.required_providers.${name}`, { source: `hashicorp/${name}`, version: RANGES[name] });
}
