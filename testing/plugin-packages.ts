import { TerraformUnavailableError } from './terraform-binary';

/** Optional peers: what serves the offline providers. Views of the JSON and matchers do without. */
export const PLUGIN_PACKAGES = ['@grpc/grpc-js', '@msgpack/msgpack', 'protobufjs'] as const;

/** Throws a {@link TerraformUnavailableError} that names every missing package and the command that installs them. */
export function requirePluginPackages(resolve: (name: string) => unknown = require.resolve): void {
  const missing = PLUGIN_PACKAGES.filter((name) => !isInstalled(name, resolve));
  if (missing.length === 0) return;
  throw new TerraformUnavailableError(
    `Not installed: ${missing.join(', ')}. Offline tests serve the providers with them: ` +
      `npm install --save-dev ${missing.join(' ')}`,
  );
}

function isInstalled(name: string, resolve: (name: string) => unknown): boolean {
  try {
    resolve(name);
    return true;
  } catch {
    return false;
  }
}
