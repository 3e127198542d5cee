import type { Issue } from './issue';
import { shellWords } from './shell-words';

type Fields = Readonly<Record<string, unknown>>;

/**
 * One object of a JSON document, field by field. Each getter says what it expects; what nobody asked for is unknown, and
 * `unknownFields` names it.
 */
export class JsonObject {
  /** Text of a file, or what `JSON.parse` made of it. Anything but an object is an empty one, with an issue. */
  public static parse(json: string | object, see: string): JsonObject {
    const issues: Issue[] = [];
    const value = typeof json === 'string' ? parsed(json) : json;
    if (!isRecord(value)) issues.push({ ...expected('json', value, 'an object'), see });
    return new JsonObject('', isRecord(value) ? value : {}, issues, see);
  }

  private readonly asked = new Set<string>();
  private readonly children = new Map<string, JsonObject>();

  private constructor(
    private readonly path: string,
    private readonly value: Fields,
    private readonly problems: Issue[],
    private readonly see: string,
  ) {}

  public has(key: string): boolean {
    return this.get(key) !== undefined;
  }

  /** Names of all its fields. */
  public get keys(): readonly string[] {
    return Object.keys(this.value);
  }

  /** A field that takes several forms, as it stands. */
  public any(key: string): unknown {
    return this.get(key);
  }

  public text(key: string): string | undefined {
    return this.typed(key, 'text', (value) => typeof value === 'string');
  }

  /** One of a closed set of words. */
  public oneOf<const T extends string>(key: string, words: readonly T[]): T | undefined {
    return this.typed(key, words.join(', '), (value): value is T => words.some((word) => word === value));
  }

  /** Words of a closed set. */
  public allOf<const T extends string>(key: string, words: readonly T[]): readonly T[] | undefined {
    return this.typed(
      key,
      `a list of ${words.join(', ')}`,
      (value): value is readonly T[] => isList(value) && value.every((one) => words.some((word) => word === one)),
    );
  }

  /** A list of text; text is split into words as a shell does it. */
  public words(key: string): readonly string[] | undefined {
    const value = this.get(key);
    if (typeof value !== 'string') return this.texts(key);
    const words = shellWords(value);
    if (words === undefined) {
      const fix = 'close the quote, or write a list: one entry for each argument';
      this.problems.push({
        field: this.fieldOf(key),
        value,
        limit: 'text whose quotes are closed',
        fix,
        see: this.see,
      });
    }
    return words;
  }

  public number(key: string): number | undefined {
    return this.typed(key, 'a number', (value) => typeof value === 'number');
  }

  public flag(key: string): boolean | undefined {
    return this.typed(key, 'true or false', (value) => typeof value === 'boolean');
  }

  public texts(key: string): readonly string[] | undefined {
    return this.typed(
      key,
      'a list of text',
      (value): value is readonly string[] => isList(value) && value.every((one) => typeof one === 'string'),
    );
  }

  public numbers(key: string): readonly number[] | undefined {
    return this.typed(
      key,
      'a list of numbers',
      (value): value is readonly number[] => isList(value) && value.every((one) => typeof one === 'number'),
    );
  }

  public object(key: string): JsonObject | undefined {
    const value = this.typed(key, 'an object', isRecord);
    return value === undefined ? undefined : this.child(this.fieldOf(key), value);
  }

  public objects(key: string): readonly JsonObject[] {
    const values = this.typed(
      key,
      'a list of objects',
      (value): value is readonly Fields[] => isList(value) && value.every(isRecord),
    );
    return (values ?? []).map((value, index) => this.child(`${this.fieldOf(key)}[${index}]`, value));
  }

  /** Objects by name; a name with nothing behind it is an empty object. `wanted` leaves others unread. */
  public members(
    key: string,
    wanted: (name: string) => boolean = () => true,
  ): readonly (readonly [string, JsonObject])[] {
    const map = this.object(key);
    if (map === undefined) return [];
    return map.keys.filter(wanted).flatMap((name) => {
      const member = map.has(name) ? map.object(name) : map.child(map.fieldOf(name), {});
      return member === undefined ? [] : [[name, member] as const];
    });
  }

  /** A list of text and objects; numbers count as text. */
  public entries(key: string): readonly (string | JsonObject)[] {
    const values = this.typed(key, 'a list', isList) ?? [];
    return values.flatMap((value, index): (string | JsonObject)[] => {
      const field = `${this.fieldOf(key)}[${index}]`;
      if (isRecord(value)) return [this.child(field, value)];
      if (typeof value === 'string' || typeof value === 'number') return [String(value)];
      this.problems.push({ ...expected(field, value, 'text or an object'), see: this.see });
      return [];
    });
  }

  /** Every field of a map of text. */
  public textMap(key: string): Readonly<Record<string, string>> | undefined {
    const map = this.object(key);
    if (map === undefined) return undefined;
    return Object.fromEntries(
      Object.keys(map.value).flatMap((name) => {
        const text = map.text(name);
        return text === undefined ? [] : [[name, text]];
      }),
    );
  }

  /** A field that exists in the format and is not taken over, with what to do instead. */
  public refuse(key: string, limit: string, fix: string): void {
    const value = this.get(key);
    if (value !== undefined) this.problems.push({ field: this.fieldOf(key), value, limit, fix, see: this.see });
  }

  /** Wrong types and refusals so far, and every field that nobody asked for. Ask last. */
  public issues(): Issue[] {
    return [...this.problems, ...this.unknownFields()];
  }

  /** Every field that nobody asked for. Ask last. */
  public unknownFields(): Issue[] {
    const strangers = Object.keys(this.value).filter((key) => !this.asked.has(key));
    return [
      ...strangers.map((key) => ({
        field: this.fieldOf(key),
        value: this.value[key],
        limit: 'fields of the API only; this one is unknown, so nobody can say what it should do',
        fix: `correct the name, or remove "${key}"`,
        see: this.see,
      })),
      ...[...this.children.values()].flatMap((child) => child.unknownFields()),
    ];
  }

  private get(key: string): unknown {
    this.asked.add(key);
    const value = this.value[key];
    return value === null ? undefined : value;
  }

  private typed<T>(key: string, what: string, holds: (value: unknown) => value is T): T | undefined {
    const value = this.get(key);
    if (value === undefined || holds(value)) return value;
    this.problems.push({ ...expected(this.fieldOf(key), value, what), see: this.see });
    return undefined;
  }

  /** Path of a field in the document. */
  public fieldOf(key: string): string {
    return this.path === '' ? key : `${this.path}.${key}`;
  }

  /** The same one each time: what one reader asked for is known to the next. */
  private child(path: string, value: Fields): JsonObject {
    const child = this.children.get(path) ?? new JsonObject(path, value, this.problems, this.see);
    this.children.set(path, child);
    return child;
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}

function isRecord(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function expected(field: string, value: unknown, what: string): Omit<Issue, 'see'> {
  return { field, value, limit: what, fix: `write ${what}` };
}
