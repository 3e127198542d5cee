import type { StackJson } from '../support/synth';

/** The body of a resource as Terraform reads it; nothing is known of it. */
export type Body = Readonly<Record<string, unknown>>;

/** One block of a state. */
export interface Part {
  /** `aws_lb`; the Terraform types of data sources begin with `data.`, and `terraform` and `provider` are parts too. */
  readonly type: string;
  /** `aws_lb.Web_LoadBalancer_1A2B3C4D` */
  readonly address: string;
  /** Where it is in the program: `web-dev/web/LoadBalancer`. */
  readonly path: string;
  readonly body: Body;
}

/** One rule about what a default program must say to AWS. */
export interface SecurityRule {
  /** Ours and permanent, `subnet-no-public-addresses`. */
  readonly id: string;
  /** What the default is, in a sentence. */
  readonly what: string;
  readonly why: string;
  /** What others call it: AWS Foundational Security Best Practices, CIS benchmarks, checkov. */
  readonly controls: readonly string[];
  /** The property that changes it, in Markdown; for an opt-in the property that satisfies the rule. */
  readonly change: string;
  /** It costs money, needs an input or breaks common programs, so the default does not satisfy it. */
  readonly optIn?: true;
  /** Terraform types that it looks at. */
  readonly types: readonly string[];
  readonly holds: (part: Part, state: State) => boolean;
  /** The least that breaks it, so that a rule that sees nothing is noticed. */
  readonly violation: Body;
}

/** What one state declares. */
export class State {
  public readonly parts: readonly Part[];
  private readonly texts = new Map<Part, string>();

  public constructor(json: StackJson) {
    this.parts = [
      ...Object.entries(json.resource ?? {}).flatMap(([type, named]) => blocks(type, named)),
      ...Object.entries(json.provider ?? {}).flatMap(([name, configurations]) =>
        list(configurations).map((body) => single('provider', name, record(body))),
      ),
      ...(json.terraform === undefined ? [] : [single('terraform', 'settings', json.terraform)]),
    ];
  }

  public all(...types: readonly string[]): Part[] {
    return this.parts.filter(({ type }) => types.includes(type));
  }

  /** Parts of a type that mention another part. */
  public of(type: string, mentioned: Part): Part[] {
    return this.all(type).filter((part) => this.text(part).includes(`${mentioned.address}.`));
  }

  public isMentioned(part: Part): boolean {
    return this.parts.some((other) => other !== part && this.text(other).includes(`${part.address}.`));
  }

  private text(part: Part): string {
    const known = this.texts.get(part) ?? JSON.stringify(part.body);
    this.texts.set(part, known);
    return known;
  }
}

function blocks(type: string, named: Readonly<Record<string, Body>>): Part[] {
  return Object.entries(named).map(([name, body]) => ({
    type,
    address: `${type}.${name}`,
    path: String(at(body, '//', 'metadata', 'path') ?? name),
    body,
  }));
}

function single(type: string, name: string, body: Body): Part {
  return { type, address: `${type}.${name}`, path: name, body };
}

/** A value some keys deep; the one element of a list counts as the block itself. */
export function at(body: unknown, ...keys: readonly string[]): unknown {
  return keys.reduce<unknown>((inner, key) => record(Array.isArray(inner) ? inner[0] : inner)[key], body);
}

export function record(value: unknown): Body {
  return typeof value === 'object' && value !== null ? (value as Body) : {};
}

export function list(value: unknown): readonly unknown[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}

/** Words of a list or of a single word, as IAM takes either. */
export function words(value: unknown): readonly string[] {
  return list(value).map(String);
}

/** A JSON document that Terraform gets as text, such as a policy. Expressions in it may have quotes of their own. */
export function document(value: unknown): unknown {
  if (typeof value !== 'string') return undefined;
  return JSON.parse(value.replace(/\$\{[^}]*\}/g, (expression) => expression.replace(/\\?"/g, "'")));
}

/** The parts of `rules` and `states` that do not hold, as `rule path`. */
export function findings(rules: readonly SecurityRule[], states: readonly State[]): string[] {
  return states.flatMap((state) =>
    rules.flatMap((rule) =>
      state
        .all(...rule.types)
        .filter((part) => !rule.holds(part, state))
        .map(({ type, path }) => `${rule.id} ${type} ${path}`),
    ),
  );
}
