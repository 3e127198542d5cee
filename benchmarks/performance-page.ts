import type { Cost } from './measure';

export interface Comparison {
  readonly what: string;
  readonly result: string;
  readonly budget: string;
  readonly kept: boolean;
}

/** Growth is by the steps between the larger programs: what an app costs at all is in each of them. */
export const SIZES = [3, 30, 100] as const;

/** What the numbers of one run say; ratios first, since they hold on other machines too. */
export function compare(costs: Readonly<Record<string, Cost>>): Comparison[] {
  const of = (name: string): Cost => {
    const cost = costs[name];
    if (cost === undefined) throw new Error(`nothing was measured for ${name}`);
    return cost;
  };
  const perElement = (name: string) => of(name).synthSeconds / of(name).elements;
  const layer = perElement('layer') / perElement('raw');
  const traced = perElement('layer-traced') / perElement('raw-traced');
  const slope = (from: number, to: number) =>
    (of(`stacks-${to}`).synthSeconds - of(`stacks-${from}`).synthSeconds) / (to - from);
  const growth = slope(30, 100) / slope(3, 30);
  const { processSeconds, memoryMib } = of('environments');
  const area = (of('require-network').processSeconds - of('nothing').processSeconds) * 1000;
  const root = (of('require-root').processSeconds - of('nothing').processSeconds) * 1000;
  return [
    {
      what: 'CPU of a synth per resource, these modules against bare bindings',
      result: `${layer.toFixed(2)}x (${of('layer').elements} elements against ${of('raw').elements})`,
      budget: '1.4x',
      kept: layer <= 1.4,
    },
    {
      what: 'The same where cdktf takes a stack trace of every token, as it does without `npm run synth`',
      result: `${traced.toFixed(2)}x`,
      budget: 'none: the trace is as deep as the program',
      kept: true,
    },
    {
      what: 'CPU of a further stack, between 30 and 100 stacks against between 3 and 30',
      result: `${growth.toFixed(2)}x (${SIZES.map((n) => `${n}: ${of(`stacks-${n}`).synthSeconds.toFixed(2)} s`).join(', ')})`,
      budget: '1.3x, that is a straight line',
      kept: growth <= 1.3,
    },
    {
      what: 'Three environments, twelve stacks: CPU of the whole process',
      result: `${processSeconds.toFixed(2)} s`,
      budget: '0.6 s',
      kept: processSeconds <= 0.6,
    },
    {
      what: 'The same: most memory at once',
      result: `${memoryMib.toFixed(0)} MiB`,
      budget: '130 MiB',
      kept: memoryMib <= 130,
    },
    {
      what: '`require` of everything against one area, `network`',
      result: `${(root / area).toFixed(1)}x (${root.toFixed(0)} ms against ${area.toFixed(0)} ms of CPU)`,
      budget: 'none: import the area where it matters',
      kept: true,
    },
  ];
}

export function performancePage(
  comparisons: readonly Comparison[],
  { date, rounds }: { date: string; rounds: number },
): string {
  return [
    '# Performance',
    '',
    `Written by \`npm run bench\` on ${date}: medians of ${rounds} rounds, all probes in turn in each round, each in a process of its own.`,
    'It is CPU time, so a busy machine changes little; seconds are of that machine, ratios hold elsewhere. No test depends on them.',
    '',
    '| What | Measured | Budget | |',
    '| --- | --- | --- | --- |',
    ...comparisons.map(
      ({ what, result, budget, kept }) => `| ${what} | ${result} | ${budget} | ${kept ? 'kept' : 'exceeded'} |`,
    ),
    '',
    'How it is measured:',
    '',
    '- The two programs of the first row make the same: a network of three zones with a NAT gateway each, and an autoscaled',
    '  Fargate service behind a load balancer (`benchmarks/layer-program.ts`, `benchmarks/raw-program.ts`). The first also checks,',
    '  names and connects; the budget is what that may cost.',
    '- Programs are bundled and run by Node directly, without stack traces of tokens, as `npm run synth` does. The CLI of CDKTF adds seconds of its own.',
    '- The last row loads the compiled library, as a program that has installed it does, less an empty process.',
    '',
  ].join('\n');
}
