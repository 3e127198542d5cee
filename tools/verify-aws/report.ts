import type { StackProof } from './prove-app';
import type { OfflineProof } from './prove-offline';
import type { StateProof } from './state-proofs';

/** All that one run of `npm run test:aws` found. */
export interface VerificationRun {
  readonly stacks: readonly StackProof[];
  readonly offline: readonly OfflineProof[];
  readonly states: readonly StateProof[];
  /** `Terraform 1.11.4` ... */
  readonly versions: readonly string[];
}

/** docs/verification.md from a run; without times, so that it changes only when what is proven changes. */
export function verificationPage({ stacks, offline, states, versions }: VerificationRun): string {
  return [
    '# What Terraform has proven',
    '',
    'Written by `npm run test:aws`. Environments and examples go through `terraform` in two ways:',
    '',
    '- **On the emulator**: the real AWS provider against an AWS emulator on loopback. init on S3 state with locking,',
    '  validate, plan, apply, a second plan that must be empty, destroy, an empty state, stack by stack; stacks read each',
    '  other through real remote state. What the emulator or this provider lacks is taken out of the copy, with all',
    '  that refers to it.',
    '- **Offline**: stand-in providers with the schemas of the installed bindings. Every stack whole, through the same',
    '  steps; Terraform core checks types, arguments and references, no provider checks values.',
    '',
    `Versions: ${versions.join(', ')}.`,
    '',
    '## Stacks on the emulator',
    '',
    '| App | Stack | Resources proven | Not tried | Result |',
    '| --- | --- | --- | --- | --- |',
    ...stacks.map((proof) => {
      const without = resourcesWithout(proof).length;
      return `| ${proof.app} | ${proof.stack} | ${total(proof)} | ${without} | ${outcome(proof)} |`;
    }),
    '',
    '## Apps offline',
    '',
    '| App | Resources proven | Result |',
    '| --- | --- | --- |',
    ...offline.map((proof) => `| ${proof.app} | ${total(proof)} | ${proof.why === undefined ? 'passed' : 'failed'} |`),
    '',
    '## Resource types',
    '',
    '| Type | On the emulator | Offline | Not on the emulator because |',
    '| --- | --- | --- | --- |',
    ...typeLines(stacks, offline),
    '',
    '## Arguments that only the offline run shows',
    '',
    'Newer than this provider:',
    '',
    ...list(stacks.flatMap(({ leftOut }) => leftOut)),
    '',
    'Sent to the emulator, which loses them, so that the second plan does not compare them:',
    '',
    ...list(stacks.flatMap(({ notCompared }) => notCompared)),
    '',
    '## Remote state',
    '',
    ...states.map(({ title, result, why }) => `- ${result}: ${title}${why === undefined ? '' : ` (${why})`}`),
    '',
    '## What neither shows',
    '',
    'Quotas, service-linked roles, names that others have taken, and the delays with which AWS becomes consistent. Helm',
    'charts and Kubernetes objects are checked against schemas and value keys, not by a cluster.',
    '',
  ].join('\n');
}

function list(arguments_: readonly string[]): string[] {
  return [...new Set(arguments_)].sort().map((path) => `- \`${path}\``);
}

/** How many resources went through all steps. */
export function total({ proven }: { readonly proven: ReadonlyMap<string, number> }): number {
  return [...proven.values()].reduce((sum, count) => sum + count, 0);
}

/** What a stack came to: `passed`, the phase it failed in, or that nothing of it can be tried. */
export function outcome({ phases }: StackProof): string {
  if (phases.length === 0) return 'nothing to try';
  const failed = phases.find(({ passed }) => !passed);
  return failed === undefined ? 'passed' : `failed at ${failed.phase}`;
}

function typeLines(stacks: readonly StackProof[], offline: readonly OfflineProof[]): string[] {
  const emulated = sumByType(stacks);
  const core = sumByType(offline);
  const reasons = new Map<string, Set<string>>();
  for (const [address, reason] of stacks.flatMap(resourcesWithout)) {
    const [type = address] = address.split('.');
    // Names differ from stack to stack; the type that is missing is what counts.
    reasons.set(type, (reasons.get(type) ?? new Set()).add(reason.replace(/(refers to (?:data\.)?\w+).*/, '$1')));
  }
  return [...new Set([...emulated.keys(), ...core.keys(), ...reasons.keys()])].sort().map((type) => {
    const why = emulated.has(type)
      ? ''
      : [...(reasons.get(type) ?? ['in no app that is tried there'])].sort().join('; ');
    return `| \`${type}\` | ${emulated.get(type) ?? 'no'} | ${core.get(type) ?? 'no'} | ${why} |`;
  });
}

function sumByType(proofs: readonly { readonly proven: ReadonlyMap<string, number> }[]): Map<string, number> {
  const sums = new Map<string, number>();
  for (const [type, count] of proofs.flatMap(({ proven }) => [...proven]))
    sums.set(type, (sums.get(type) ?? 0) + count);
  return sums;
}

function resourcesWithout({ without }: StackProof): [string, string][] {
  return [...without].filter(([address]) => !address.startsWith('data.'));
}
