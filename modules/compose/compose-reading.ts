import type { SecretSource } from '../ecs/task/secret';
import type { JsonObject } from '../shared/json-object';
import type { IgnoredField } from './compose-report';

/** What the reading of a file knows from outside of it, and what it leaves aside. */
export class ComposeReading {
  public readonly ignored: IgnoredField[] = [];
  /** Environment variables without a value. */
  public readonly missing = new Set<string>();

  public constructor(
    /** Values for `${NAME}` and for environment variables without one. */
    public readonly variables: Readonly<Record<string, string>>,
    /** Text of `.env` files, by the path in the file. */
    public readonly envFiles: Readonly<Record<string, string>>,
    /** Name -> what is appended to the variable's name -> where the value is. */
    public secrets: Readonly<Record<string, Readonly<Record<string, SecretSource>>>> = {},
  ) {}

  /** Notes those of the named fields that the object has. */
  public ignore(json: JsonObject, reasons: Readonly<Record<string, string>>): void {
    for (const [key, reason] of Object.entries(reasons)) {
      if (json.has(key)) this.ignored.push({ field: json.fieldOf(key), reason });
    }
  }

  /** Fields that begin with `x-` belong to other tools, but for those of ECS. */
  public ignoreExtensions(json: JsonObject): void {
    const extensions = json.keys.filter((key) => /^x-(?!aws-|ecs-)/.test(key));
    this.ignore(json, Object.fromEntries(extensions.map((key) => [key, 'an extension of another tool'])));
  }
}
