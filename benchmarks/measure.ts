import { execFileSync } from 'node:child_process';

/** What one process cost. CPU time, not the clock: other work on the machine changes it little. */
export interface Cost {
  /** CPU of building and writing, without starting Node and loading code. */
  readonly synthSeconds: number;
  readonly processSeconds: number;
  /** The most that it had at once. */
  readonly memoryMib: number;
  /** Resources, data sources, outputs and other things of Terraform. */
  readonly elements: number;
}

/** Medians of several rounds. Every round runs all probes, so that a slow minute meets all of them. */
export function measure(probes: Readonly<Record<string, readonly string[]>>, rounds: number): Record<string, Cost> {
  const costs = new Map<string, Cost[]>();
  for (let round = 0; round < rounds; round += 1) {
    for (const [name, command] of Object.entries(probes)) {
      costs.set(name, [...(costs.get(name) ?? []), run(command)]);
    }
  }
  return Object.fromEntries([...costs].map(([name, all]) => [name, medianCost(all)]));
}

function run(command: readonly string[]): Cost {
  const output = execFileSync(process.execPath, [...command], { encoding: 'utf8' });
  return JSON.parse(output.trim().split('\n').at(-1) ?? '') as Cost;
}

function medianCost(all: readonly Cost[]): Cost {
  const of = (pick: (cost: Cost) => number) => median(all.map(pick));
  return {
    synthSeconds: of((cost) => cost.synthSeconds),
    processSeconds: of((cost) => cost.processSeconds),
    memoryMib: of((cost) => cost.memoryMib),
    elements: of((cost) => cost.elements),
  };
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
