import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import {
  type App,
  type IResolvable,
  type TerraformElement,
  TerraformOutput,
  TerraformResource,
  TerraformStack,
  TerraformVariable,
} from 'cdktf';
import { kebabCase } from '../../modules/shared/names';
import type { InputVariable } from './input-variable';
import { type Place, samplePlaces } from './relocation';

/** Which of the two samples of each input and of the location. */
export type SampleNumber = 0 | 1;

/** Where the module is made; of different length, so that a name cut in one of the two differs. */
export const SAMPLE_REGIONS = ['eu-west-1', 'ap-southeast-1'] as const;

const SAMPLE_ZONE_LETTERS = ['a', 'b', 'c'];

/**
 * The stack that a module is made of. It has a provider, because constructs read the region there; the module keeps
 * neither provider nor backend. Addresses are snake_case words of the construct path, as in modules written by hand.
 */
export class ModuleStack extends TerraformStack {
  private readonly addresses = new Map<string, TerraformElement>();

  public constructor(
    app: App,
    private readonly variables: Readonly<Record<string, InputVariable>>,
    public readonly sampleNumber: SampleNumber,
  ) {
    // Generated names begin with the id of the stack: with the sample of `name`, a module's own names do too.
    super(app, nameSample(variables, sampleNumber));
    new AwsProvider(this, 'Aws', { region: this.region });
    for (const name of Object.keys(variables)) new TerraformVariable(this, name, {});
  }

  /** The literal that stands for the provider's region. */
  public get region(): string {
    return SAMPLE_REGIONS[this.sampleNumber];
  }

  /** The literals that stand for the zones of existing subnets, which no argument of AWS asks for. */
  public zones(count: number): string[] {
    return SAMPLE_ZONE_LETTERS.slice(0, count).map((letter) => `${this.region}${letter}`);
  }

  /** Stands for a value that the finished module must not have: another one in each of the two makings. */
  public placeholder(what: string): string {
    return `${what}-placeholder-${this.sampleNumber}`;
  }

  /** Ids of existing subnets, for constructs that count them; the module's own list takes their place. */
  public subnetIds(tier: string): Record<string, string> {
    return Object.fromEntries(this.zones(2).map((zone) => [zone, this.placeholder(`subnet-${tier}-${zone}`)]));
  }

  /** The literal that stands for a text input. */
  public sample(name: string): string {
    const sample = this.declared(name, 'string').samples?.[this.sampleNumber];
    if (typeof sample !== 'string') throw new Error(`variable ${name} has no sample`);
    return sample;
  }

  public sampleNumberOf(name: string): number {
    const sample = this.declared(name, 'number').samples?.[this.sampleNumber];
    if (typeof sample !== 'number') throw new Error(`variable ${name} has no sample`);
    return sample;
  }

  public sampleList(name: string): readonly string[] {
    const sample = this.declared(name, 'list(string)').samples?.[this.sampleNumber];
    if (sample === undefined || typeof sample !== 'object') throw new Error(`variable ${name} has no sample`);
    return sample;
  }

  public text(name: string): string {
    return this.variable(name, 'string').stringValue;
  }

  public number(name: string): number {
    return this.variable(name, 'number').numberValue;
  }

  public flag(name: string): IResolvable {
    return this.variable(name, 'bool').booleanValue;
  }

  public list(name: string): string[] {
    return this.variable(name, 'list(string)').listValue;
  }

  /** The reference as it stands in HCL, for an expression of the module's own. */
  public reference(name: string): string {
    this.declared(name);
    return `var.${name}`;
  }

  /** Places where samples become references, the longest text first. */
  public get places(): readonly Place[] {
    return samplePlaces(this.variables, this.sampleNumber, this.region);
  }

  public addOutput(name: string, value: unknown): void {
    new TerraformOutput(this, `output_${name}`, { value }).overrideLogicalId(name);
  }

  protected override allocateLogicalId(element: TerraformElement): string {
    const parts = element.node.path.split('/').slice(1);
    const words = parts
      .filter((id) => id !== 'Default' && id !== 'Resource')
      .map((id) => this.withoutSamples(kebabCase(id)).replaceAll('-', '_'));
    const address = withoutRepetition(words).join('_') || 'this';
    const type = TerraformResource.isTerraformResource(element)
      ? element.terraformResourceType
      : element.constructor.name;
    const taken = this.addresses.get(`${type}.${address}`);
    if (taken !== undefined && taken !== element) throw new Error(`${type}.${address} stands for two resources`);
    this.addresses.set(`${type}.${address}`, element);
    return address;
  }

  /** An address must not tell the sample: it is permanent, and the same for every value of the input. */
  private withoutSamples(id: string): string {
    const zones = this.zones(3).map((zone, index) => ({ text: zone, expression: `zone-${index + 1}` }));
    return [...zones, ...this.places].reduce(
      (result, { text, expression }) =>
        result.replaceAll(kebabCase(text), kebabCase(expression.replace(/^(var|data)\./, ''))),
      id,
    );
  }

  private variable(name: string, type: InputVariable['type']): TerraformVariable {
    this.declared(name, type);
    const child = this.node.tryFindChild(name);
    if (!(child instanceof TerraformVariable)) throw new Error(`variable ${name} is not there`);
    return child;
  }

  private declared(name: string, type?: InputVariable['type']): InputVariable {
    const variable = this.variables[name];
    if (variable === undefined) throw new Error(`variable ${name} is not declared`);
    if (type !== undefined && variable.type !== type) throw new Error(`variable ${name} is a ${variable.type}`);
    return variable;
  }
}

/** `execution_role/role` -> `execution_role`: the id of a part often says its parent's again. */
function withoutRepetition(words: readonly string[]): string[] {
  return words.filter((word, index) => !`_${words[index - 1] ?? ''}`.endsWith(`_${word}`));
}

function nameSample(variables: Readonly<Record<string, InputVariable>>, number: SampleNumber): string {
  const sample = variables.name?.samples?.[number];
  return typeof sample === 'string' ? sample : 'module';
}
