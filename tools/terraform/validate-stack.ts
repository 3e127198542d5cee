import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isOlderThan } from './constraint';
import { forOlderProvider } from './older-provider';
import type { PluginMirror } from './plugin-mirror';
import type { ProviderSchema } from './provider-schema';
import { array, blocks, type Json, object, requiredProviders, type SynthesizedStack } from './stack-json';
import type { Terraform } from './terraform';

export interface ValidateSettings {
  readonly terraform: Terraform;
  /** Folder for the copies. */
  readonly folder: string;
  /** Where providers come from. @default the public registry, which has every version asked for */
  readonly mirror?: PluginMirror;
  /** Of the AWS provider in the mirror. */
  readonly schema?: ProviderSchema;
}

/** What Terraform said about one stack. */
export interface StackVerdict {
  readonly stack: string;
  readonly resources: number;
  /** `not judged`: nothing here can judge it; `notes` says why. */
  readonly result: 'valid' | 'invalid' | 'not judged';
  readonly notes: readonly string[];
  readonly seconds: number;
}

/** `init` without backend and `validate`, in a copy of the stack's folder. */
export async function validateStack(stack: SynthesizedStack, settings: ValidateSettings): Promise<StackVerdict> {
  const resources = blocks(stack.json).filter(({ mode }) => mode === 'resource').length;
  const base = { stack: stack.name, resources };
  const lacking = missingProviders(stack.json, settings.mirror);
  if (lacking.length > 0) {
    const notes = [`not judged: the mirror has no provider ${lacking.join(', ')}`];
    return { ...base, result: 'not judged', notes, seconds: 0 };
  }
  const { json, notes, missingTypes } = readable(stack.json, settings);
  if (missingTypes.length > 0) {
    const why = `not judged: provider ${settings.schema?.version} has no ${missingTypes.join(', ')}`;
    return { ...base, result: 'not judged', notes: [why], seconds: 0 };
  }
  const copy = join(settings.folder, 'stacks', stack.name);
  cpSync(stack.folder, copy, { recursive: true, filter: (path) => !path.endsWith('.terraform') });
  writeFileSync(join(copy, 'cdk.tf.json'), JSON.stringify(json));
  writeFileSync(join(copy, 'zz_override.tf.json'), JSON.stringify(relaxed(json, settings.mirror)));
  const { errors, seconds } = await initAndValidate(settings.terraform, copy);
  return { ...base, result: errors.length > 0 ? 'invalid' : 'valid', notes: [...errors, ...notes], seconds };
}

async function initAndValidate(terraform: Terraform, cwd: string): Promise<{ errors: string[]; seconds: number }> {
  const init = await terraform.run(['init', '-backend=false'], { cwd, timeoutSeconds: 120 });
  if (init.exitCode !== 0) return { errors: [`init: ${init.stderr.trim()}`], seconds: init.seconds };
  const validate = await terraform.run(['validate', '-json'], { cwd, timeoutSeconds: 120 });
  const seconds = init.seconds + validate.seconds;
  if (validate.exitCode === 124) return { errors: [`validate: ${validate.stderr.trim()}`], seconds };
  return { errors: diagnostics(validate.stdout), seconds };
}

/** Errors of `terraform validate -json`, one line each. */
function diagnostics(stdout: string): string[] {
  return array(object(JSON.parse(stdout)).diagnostics).flatMap((each) => {
    const { severity, summary, detail, snippet } = object(each);
    const { context } = object(snippet);
    const where = typeof context === 'string' ? `${context}: ` : '';
    return severity === 'error' ? [`error: ${where}${summary}. ${detail}`.replaceAll('\n', ' ')] : [];
  });
}

function missingProviders(json: Json, mirror: PluginMirror | undefined): string[] {
  if (mirror === undefined) return [];
  return requiredProviders(json)
    .map(({ source }) => source)
    .filter((source) => !mirror.versions.has(source));
}

/** The stack itself, or what an older provider in the mirror can read of it. */
function readable(
  json: Json,
  { schema }: ValidateSettings,
): { json: Json; notes: string[]; missingTypes: readonly string[] } {
  const aws = requiredProviders(json).find(({ source }) => source === 'hashicorp/aws');
  if (schema === undefined || aws === undefined || !isOlderThan(schema.version, aws.version)) {
    return { json, notes: [], missingTypes: [] };
  }
  const older = forOlderProvider(json, schema);
  const notes =
    older.leftOut.length === 0 ? [] : [`not judged by provider ${schema.version}: ${older.leftOut.join(', ')}`];
  return { json: older.json, notes, missingTypes: older.missingTypes };
}

/** Version constraints as the mirror can meet them; the rest of each requirement stays. */
function relaxed(json: Json, mirror: PluginMirror | undefined): Json {
  const providers = requiredProviders(json).flatMap(({ name, source, version }) => {
    const newest = mirror?.versions.get(source)?.[0];
    return newest !== undefined && isOlderThan(newest, version) ? [[name, { source, version: newest }]] : [];
  });
  return providers.length === 0 ? {} : { terraform: { required_providers: Object.fromEntries(providers) } };
}
