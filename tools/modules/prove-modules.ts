import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { forOlderProvider, type OlderStack } from '../terraform/older-provider';
import { findPluginMirror } from '../terraform/plugin-mirror';
import { awsProviderSchema, type ProviderSchema } from '../terraform/provider-schema';
import { object } from '../terraform/stack-json';
import { Terraform } from '../terraform/terraform';
import { EMULATED_PROVIDER, emulatorEnvironment } from '../verify-aws/emulated-stack';
import { Lifecycle } from '../verify-aws/lifecycle';
import { startMoto } from '../verify-aws/moto';
import { MEASURED_PROVIDER, MOTO_GAPS } from '../verify-aws/moto-gaps';
import { provablePart } from '../verify-aws/provable-part';
import type { ModuleDefinition } from './definition';
import { type HclBlock, hclExpression, hclFile, quoted } from './hcl';
import { moduleCall } from './module-call';

/** What the emulator holds whole; of the others it lacks calls (`moto-gaps.ts`), and the offline providers prove them. */
const EMULATED = ['network', 'application-load-balancer', 'ecs-cluster'];

/**
 * Has the real AWS provider read every module and submodule, and apply and destroy the root modules that the
 * emulator holds, as HCL calls them. The modules are copies, lowered to the provider that is there.
 */
export async function proveModules(out: string, definitions: readonly ModuleDefinition[]): Promise<boolean> {
  const folder = mkdtempSync(join(tmpdir(), 'prove-modules-'));
  try {
    const mirror = findPluginMirror();
    const version = mirror?.versions.get('hashicorp/aws')?.[0] ?? MEASURED_PROVIDER;
    const plain = new Terraform({ folder: join(folder, 'schema'), mirror });
    const schema = await awsProviderSchema(plain, join(folder, 'schema'), version);
    const judged = definitions.filter((definition) => lowered(definition, out, folder, schema));
    const moto = await startMoto('123456789012');
    try {
      const terraform = new Terraform({ folder, mirror, environment: emulatorEnvironment(moto.url) });
      const valid = await new Lifecycle(
        terraform,
        'modules',
        root(folder, 'all', judged, ({ variants }) => variants),
        'all modules',
      ).readable();
      const emulated = judged.filter(({ name }) => EMULATED.includes(name));
      const proof = new Lifecycle(
        terraform,
        'modules',
        root(folder, 'emulated', emulated, () => ({})),
        EMULATED.join(', '),
      );
      return valid && (await proof.up()) && (await proof.down());
    } finally {
      await moto.stop();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Copies a repository for an older provider; false where it needs another provider than AWS or the older one lacks a type. */
function lowered(
  { name, variants = {} }: ModuleDefinition,
  out: string,
  folder: string,
  schema: ProviderSchema,
): boolean {
  const repository = join(folder, `terraform-aws-${name}`);
  cpSync(join(out, `terraform-aws-${name}`), repository, { recursive: true });
  const folders = ['.', ...Object.keys(variants).map((variant) => join('modules', variant))];
  return folders.every((part) => {
    const path = (file: string): string => join(repository, part, file);
    const text = (file: string): string =>
      readFileSync(path(file), 'utf8').replaceAll('.current.region', '.current.name');
    const required = text('versions.tf');
    if (/source\s*=\s*"hashicorp\/(?!aws")/.test(required)) {
      console.log(`${name}: not judged, only the AWS provider is tried here`);
      return false;
    }
    const older: OlderStack = forOlderProvider(object(JSON.parse(text('main.tf.json'))), schema);
    if (older.missingTypes.length > 0) {
      console.log(`${name}: not judged, provider ${schema.version} has no ${older.missingTypes.join(', ')}`);
      return false;
    }
    if (older.leftOut.length > 0) console.log(`${name}: not judged: ${older.leftOut.join(', ')}`);
    const { json } = provablePart(older.json, {
      gaps: EMULATED.includes(name) ? MOTO_GAPS : [],
      lacks: () => undefined,
      isPublished: () => true,
    });
    writeFileSync(path('main.tf.json'), JSON.stringify(json));
    writeFileSync(path('outputs.tf'), text('outputs.tf'));
    writeFileSync(path('versions.tf'), required.replace(/"~> 6[^"]*"/, quoted(schema.version)));
    return true;
  });
}

/** A root module that calls every shape with its example; what an example only names comes from the network. */
function root(
  folder: string,
  name: string,
  definitions: readonly ModuleDefinition[],
  variantsOf: (definition: ModuleDefinition) => ModuleDefinition['variants'],
): string {
  const provider: HclBlock = {
    type: 'provider',
    labels: ['aws'],
    attributes: [
      ['region', quoted('eu-west-1')],
      ...Object.entries(EMULATED_PROVIDER).map(([key, value]) => [key, hclExpression(value)] as const),
    ],
  };
  // A listener takes only certificates that are there.
  const certificate: HclBlock = {
    type: 'resource',
    labels: ['aws_acm_certificate', 'web'],
    attributes: [
      ['domain_name', quoted('web.acme.dev')],
      ['validation_method', quoted('DNS')],
    ],
  };
  const calls = definitions.flatMap((definition) =>
    Object.entries({ root: definition.root, ...variantsOf(definition) }).map(([variant, { example, variables }]) => {
      const source = `../terraform-aws-${definition.name}${variant === 'root' ? '' : `/modules/${variant}`}`;
      return moduleCall(`${definition.name}_${variant}`, source, {
        ...example,
        ...(variables.name?.samples === undefined ? {} : { name: `proof-${variant}`.slice(0, 20) }),
        ...(variables.certificate_arn === undefined ? {} : { certificate_arn: '${aws_acm_certificate.web.arn}' }),
        ...(variables.vpc_id === undefined ? {} : { vpc_id: '${module.network_root.vpc_id}' }),
        ...(variables.subnet_ids === undefined ? {} : { subnet_ids: '${module.network_root.public_subnet_ids}' }),
      });
    }),
  );
  const path = join(folder, name);
  if (!existsSync(path)) mkdirSync(path);
  writeFileSync(join(path, 'main.tf'), hclFile([provider, certificate, ...calls]));
  return path;
}
