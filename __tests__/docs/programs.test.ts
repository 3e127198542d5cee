import { join } from 'node:path';
import type { App } from 'cdktf';
import { eksWebService } from '../../examples/eks-web-service';
import { fargateWebService } from '../../examples/fargate-web-service';
import { readSnippets } from '../support/snippets';
import { synthApp } from '../support/synth';

const [programA = '', programB = ''] = readSnippets(join(__dirname, '..', '..'))
  .filter(({ place }) => place.startsWith('README.md'))
  .map(({ program }) => program);

/** From the app to its synth, without the imports that an editor writes. */
function linesOf(program: string): number {
  const lines = program.split('\n').filter((line) => line.trim() !== '');
  return lines.length - lines.findIndex((line) => line.startsWith('const app'));
}

function resourcesOf(build: (app: App) => void): Record<string, number> {
  return Object.fromEntries(
    Object.entries(synthApp(build)).map(([stack, { resource = {} }]) => [
      stack,
      Object.values(resource).flatMap((named) => Object.keys(named)).length,
    ]),
  );
}

it('a scaled service behind HTTPS takes eight lines at most, an environment and all', () => {
  expect(linesOf(programA)).toBeLessThanOrEqual(8);
  expect(resourcesOf(fargateWebService)).toEqual({ 'web-dev': 55 });
});

it('the same on Kubernetes takes fifteen lines at most, in three states', () => {
  expect(linesOf(programB)).toBeLessThanOrEqual(15);
  expect(resourcesOf(eksWebService)).toEqual({
    'kubernetes-dev': 55,
    'kubernetes-dev-platform': 1,
    'kubernetes-dev-workloads': 7,
  });
});
