/** One measurement in a process of its own: `node probe.js layer 10 [with-traces]` prints what it cost as JSON. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, TerraformElement } from 'cdktf';
import { buildApp } from '../stacks/app';
import { environments } from '../stacks/environments';
import { layerProgram } from './layer-program';
import type { Cost } from './measure';
import { rawProgram } from './raw-program';

const PROGRAMS: Readonly<Record<string, (app: App, stacks: number) => void>> = {
  layer: (app, stacks) => many(stacks, (id) => layerProgram(app, id)),
  raw: (app, stacks) => many(stacks, (id) => rawProgram(app, id)),
  environments: (app) => buildApp(app, environments),
};

function many(count: number, build: (id: string) => void): void {
  for (let index = 0; index < count; index += 1) build(`stack-${index}`);
}

/** As `npm run synth` does: cdktf takes a stack trace of every token, which only its own error messages show. */
function skipTokenStackTraces(): void {
  require('cdktf/lib/tokens/private/stack-trace').captureStackTrace = () => [];
}

function main([name = '', stacks = '1', traces = 'without-traces']: readonly string[]): void {
  if (traces === 'without-traces') skipTokenStackTraces();
  const outdir = mkdtempSync(join(tmpdir(), 'bench-'));
  const before = process.cpuUsage();
  const app = new App({ outdir, stackTraces: false });
  PROGRAMS[name]?.(app, Number(stacks));
  app.synth();
  const spent = process.cpuUsage(before);
  const elements = app.node.findAll().filter((node) => TerraformElement.isTerraformElement(node)).length;
  rmSync(outdir, { recursive: true, force: true });
  const { maxRSS } = process.resourceUsage();
  const whole = process.cpuUsage();
  const cost: Cost = {
    synthSeconds: seconds(spent),
    processSeconds: seconds(whole),
    memoryMib: maxRSS / 1024,
    elements,
  };
  console.log(JSON.stringify(cost));
}

function seconds({ user, system }: NodeJS.CpuUsage): number {
  return (user + system) / 1e6;
}

main(process.argv.slice(2));
