import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { TerraformUnavailableError } from '../../testing';
import { PLUGIN_PACKAGES, requirePluginPackages } from '../../testing/plugin-packages';

const root = join(__dirname, '../..');

function without(...missing: readonly string[]): () => void {
  return () =>
    requirePluginPackages((name) => {
      if (missing.includes(name)) throw new Error(`Cannot find module '${name}'`);
    });
}

it('accepts a project that has the packages of the offline providers', () => {
  expect(without()).not.toThrow();
  expect(() => requirePluginPackages()).not.toThrow();
});

it('names every one that is missing, with the command that installs them', () => {
  expect(without('@grpc/grpc-js', 'protobufjs')).toThrow(TerraformUnavailableError);
  expect(without('@grpc/grpc-js', 'protobufjs')).toThrow(
    'Not installed: @grpc/grpc-js, protobufjs. Offline tests serve the providers with them: npm install --save-dev @grpc/grpc-js protobufjs',
  );
});

it('are optional peers of the package, and the README has the command', () => {
  const { peerDependencies, peerDependenciesMeta } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  for (const name of PLUGIN_PACKAGES) {
    expect(peerDependencies).toHaveProperty([name]);
    expect(peerDependenciesMeta).toHaveProperty([name], { optional: true });
  }
  const readme = readFileSync(join(root, 'testing/README.md'), 'utf8');
  expect(readme).toContain(`npm install --save-dev ${PLUGIN_PACKAGES.join(' ')}\n`);
});
