import type { Diagnostic } from './diagnostics';
import { expressionsIn, visitStrings } from './references';
import type { RemoteState } from './remote-states';
import { addressOfPath } from './source-position';
import type { SynthesizedStack } from './synth';

const OUTPUT = /\bdata\.terraform_remote_state\.([\w-]+)\.outputs\.([\w-]+)/g;

/**
 * Outputs that a stack reads from another stack of the app and that this one does not have. Terraform finds it too, but
 * only once the producer is applied.
 */
export function checkOutputsOfSiblings(
  stacks: readonly SynthesizedStack[],
  statesOf: (stack: SynthesizedStack) => readonly RemoteState[],
): Diagnostic[] {
  return stacks.flatMap((stack) => {
    const states = statesOf(stack);
    const found = new Map<string, Diagnostic>();
    visitStrings(stack.json, [], (text, path) => {
      for (const [, id = '', output = ''] of expressionsIn(text).join(' ').matchAll(OUTPUT)) {
        const name = states.find((state) => state.id === id)?.producer;
        const producer = stacks.find((other) => other.name === name);
        if (producer === undefined || producer.outputs[output] !== undefined) continue;
        found.set(`${path.slice(0, 3)} ${output}`, missing(stack, addressOfPath(path), producer, output));
      }
    });
    return [...found.values()];
  });
}

function missing(
  stack: SynthesizedStack,
  address: string | undefined,
  producer: SynthesizedStack,
  output: string,
): Diagnostic {
  const there = Object.keys(producer.outputs).join(', ') || 'none';
  return {
    stack: stack.name,
    severity: 'error',
    summary: 'Missing output of another stack',
    detail: `Stack "${producer.name}" has no output "${output}"; it has: ${there}.`,
    address,
  };
}
