import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { App } from 'cdktf';
import { forOlderProvider } from '../terraform/older-provider';
import type { PluginMirror } from '../terraform/plugin-mirror';
import type { ProviderSchema } from '../terraform/provider-schema';
import {
  array,
  blocks,
  type Json,
  object,
  readStacks,
  requiredProviders,
  type SynthesizedStack,
} from '../terraform/stack-json';
import { Terraform } from '../terraform/terraform';
import type { VerifiedApp } from './apps';
import {
  type EmulatedState,
  emulatedState,
  emulatorEnvironment,
  producerOf,
  writeEmulatedStack,
} from './emulated-stack';
import { makeHostedZones } from './hosted-zones';
import { Lifecycle, type Phase } from './lifecycle';
import { type Moto, makeBucket, startMoto } from './moto';
import { MOTO_GAPS } from './moto-gaps';
import { type ProvablePart, provablePart } from './provable-part';

export interface ProofSettings {
  readonly folder: string;
  /** Where providers come from. @default the public registry */
  readonly mirror?: PluginMirror;
  /** Of the AWS provider that is used. */
  readonly schema: ProviderSchema;
}

/** What the real provider made of one stack on the emulator. */
export interface StackProof {
  readonly app: string;
  readonly stack: string;
  readonly phases: readonly Phase[];
  /** How many resources of each type went through all phases. */
  readonly proven: ReadonlyMap<string, number>;
  /** What was not tried here and why, by address. */
  readonly without: ReadonlyMap<string, string>;
  /** Arguments that the emulator does not give back, `aws_launch_template.tag_specifications`. */
  readonly notCompared: readonly string[];
  /** Arguments that this provider does not have yet, `aws_ecs_service.deployment_configuration`. */
  readonly leftOut: readonly string[];
}

/** Takes every stack of an app through init, validate, plan, apply, an empty second plan, destroy and an empty state. */
export async function proveApp(app: VerifiedApp, settings: ProofSettings): Promise<StackProof[]> {
  try {
    return await proveStacks(app, settings);
  } catch (error) {
    // One app that cannot even begin must not end the proofs of the others.
    const why = error instanceof Error ? error.message : String(error);
    console.log(`${app.name}: ${why}`);
    const phase: Phase = { stack: '-', phase: 'init', passed: false, seconds: 0, why };
    return [
      {
        app: app.name,
        stack: '-',
        phases: [phase],
        proven: new Map(),
        without: new Map(),
        notCompared: [],
        leftOut: [],
      },
    ];
  }
}

async function proveStacks({ name, build }: VerifiedApp, settings: ProofSettings): Promise<StackProof[]> {
  const folder = join(settings.folder, name.replace(/\W+/g, '-'));
  const out = join(folder, 'cdktf.out');
  mkdirSync(folder, { recursive: true });
  const app = new App({ outdir: out });
  build(app);
  app.synth();
  const stacks = inOrder(readStacks(out), app);
  const moto = await startMoto(accountOf(stacks));
  try {
    return await new AppProof(name, folder, stacks, moto, settings).run();
  } finally {
    await moto.stop();
  }
}

/** The account that the providers allow, so that literal ARNs are right on the emulator too. */
function accountOf(stacks: readonly SynthesizedStack[]): string {
  const accounts = stacks.flatMap(({ json }) =>
    array(object(json.provider).aws).flatMap((provider) => array(object(provider).allowed_account_ids)),
  );
  return typeof accounts[0] === 'string' ? accounts[0] : '123456789012';
}

/** Producers before their consumers, as the manifest says. */
function inOrder(stacks: readonly SynthesizedStack[], app: App): SynthesizedStack[] {
  const sorted: SynthesizedStack[] = [];
  function visit(stack: SynthesizedStack): void {
    if (sorted.includes(stack)) return;
    const dependencies = app.manifest.stacks[stack.name]?.dependencies ?? [];
    for (const other of stacks) if (dependencies.includes(other.name)) visit(other);
    sorted.push(stack);
  }
  stacks.forEach(visit);
  return sorted;
}

class AppProof {
  private readonly states: ReadonlyMap<string, EmulatedState>;
  private readonly published = new Map<string, ReadonlySet<string>>();
  private readonly terraform: Terraform;

  public constructor(
    private readonly app: string,
    private readonly folder: string,
    private readonly stacks: readonly SynthesizedStack[],
    private readonly moto: Moto,
    private readonly settings: ProofSettings,
  ) {
    this.states = new Map(stacks.map((stack) => [stack.name, emulatedState(stack)]));
    const environment = emulatorEnvironment(moto.url);
    this.terraform = new Terraform({ folder, mirror: settings.mirror, environment });
  }

  public async run(): Promise<StackProof[]> {
    await this.makeBuckets();
    await makeHostedZones(this.moto, this.stacks);
    const standing: StandingStack[] = [];
    for (const stack of this.stacks) standing.push(await this.up(stack));
    for (const each of [...standing].reverse()) {
      if (each.lifecycle.phases.length > 0) each.passed = (await each.lifecycle.down()) && each.passed;
    }
    return standing.map(({ stack, part, lifecycle, passed }) => ({
      app: this.app,
      stack,
      phases: lifecycle.phases,
      proven: passed ? countTypes(part.json) : new Map(),
      without: part.without,
      notCompared: part.notCompared,
      leftOut: part.leftOut,
    }));
  }

  private async up(stack: SynthesizedStack): Promise<StandingStack> {
    const part = this.partOf(stack);
    const folder = join(this.folder, 'stacks', stack.name);
    const { url } = this.moto;
    const { states, terraform } = this;
    writeEmulatedStack(stack, part.json, { folder, url, providerVersion: this.settings.schema.version, states });
    this.published.set(stack.name, new Set(Object.keys(object(part.json.output))));
    const lifecycle = new Lifecycle(terraform, stack.name, folder, `${this.app}: ${stack.name}`);
    const passed = countTypes(part.json).size > 0 && (await lifecycle.up());
    return { stack: stack.name, part, lifecycle, passed };
  }

  /** The stack without what this provider or the emulator lacks. */
  private partOf({ json }: SynthesizedStack): EmulatedPart {
    const { schema } = this.settings;
    const older = forOlderProvider(json, schema);
    const absent = requiredProviders(json).filter(({ source }) => source !== 'hashicorp/aws');
    const part = provablePart(withoutProviders(older.json, absent), {
      gaps: MOTO_GAPS,
      lacks: ({ type }) => {
        if (older.missingTypes.includes(type)) return `provider ${schema.version} has no such type`;
        const provider = absent.find(({ name }) => type.startsWith(`${name}_`));
        return provider && `the emulator is of AWS, not for ${provider.source}`;
      },
      isPublished: (remoteState, output) => {
        const producer = producerOf(remoteState, this.states);
        return producer !== undefined && (this.published.get(producer.stack)?.has(output) ?? false);
      },
    });
    return { ...part, leftOut: older.leftOut };
  }

  private async makeBuckets(): Promise<void> {
    const buckets = new Map([...this.states.values()].map(({ bucket, region }) => [bucket, region]));
    for (const [bucket, region] of buckets) await makeBucket(this.moto, bucket, region);
  }
}

interface EmulatedPart extends ProvablePart {
  readonly leftOut: readonly string[];
}

interface StandingStack {
  readonly stack: string;
  readonly part: EmulatedPart;
  readonly lifecycle: Lifecycle;
  passed: boolean;
}

function countTypes(json: Json): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { mode, type } of blocks(json)) {
    if (mode === 'resource') counts.set(type, (counts.get(type) ?? 0) + 1);
  }
  return counts;
}

function withoutProviders(json: Json, absent: readonly { readonly name: string }[]): Json {
  const names = new Set(absent.map(({ name }) => name));
  const kept = (value: unknown) =>
    Object.fromEntries(Object.entries(object(value)).filter(([name]) => !names.has(name)));
  const terraform = object(json.terraform);
  return {
    ...json,
    terraform: { ...terraform, required_providers: kept(terraform.required_providers) },
    provider: kept(json.provider),
  };
}
