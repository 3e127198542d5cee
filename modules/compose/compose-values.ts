import type { JsonObject } from '../shared/json-object';

/** Bytes of the units that Docker and ECS write; all of them count in 1024s. */
const BYTES: Readonly<Record<string, number>> = { b: 1, k: 1024, m: 1024 ** 2, g: 1024 ** 3 };

const MIB = 1024 ** 2;

const SECONDS: Readonly<Record<string, number>> = { h: 3600, m: 60, s: 1, ms: 1e-3, us: 1e-6 };

/** `512m`, `0.5GB` or a number as whole MiB; a bare number counts bytes in a Compose file, MiB in a task size. */
export function mebibytesOf(json: JsonObject, key: string, bare: 'bytes' | 'mib' = 'bytes'): number | undefined {
  const value = json.any(key);
  if (value === undefined) return undefined;
  const [, number, unit] = /^(\d+(?:\.\d+)?)\s*(?:([bkmg])(?:i?b)?)?$/i.exec(String(value)) ?? [];
  if (number === undefined) return wrong(json, key, 'a size such as 512m or 1g');
  const factor = unit === undefined ? (bare === 'mib' ? MIB : 1) : (BYTES[unit.toLowerCase()] ?? 1);
  return Math.ceil((Number(number) * factor) / MIB);
}

/** `1m30s` as whole seconds; a bare number counts seconds. */
export function secondsOf(json: JsonObject, key: string): number | undefined {
  const value = json.any(key);
  if (value === undefined) return undefined;
  if (typeof value === 'number') return value;
  const parts = [...String(value).matchAll(/(\d+(?:\.\d+)?)(h|ms|us|m|s)/g)];
  if (parts.length === 0 || parts.map(([part]) => part).join('') !== value) {
    return wrong(json, key, 'a duration such as 30s or 1m30s');
  }
  return Math.ceil(parts.reduce((sum, [, number, unit]) => sum + Number(number) * (SECONDS[unit ?? 's'] ?? 0), 0));
}

/** `0.5` of a vCPU as CPU units, 512. */
export function cpuUnitsOf(json: JsonObject, key: string): number | undefined {
  const vcpus = numberOf(json, key);
  return vcpus === undefined ? undefined : Math.round(vcpus * 1024);
}

/** A number, or text that is one. */
export function numberOf(json: JsonObject, key: string): number | undefined {
  const value = json.any(key);
  if (value === undefined) return undefined;
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && !Number.isNaN(number) ? number : wrong(json, key, 'a number');
}

/** Text, or a list of text. */
export function textsOf(json: JsonObject, key: string): readonly string[] {
  const value = json.any(key);
  if (value === undefined) return [];
  return Array.isArray(value)
    ? json.entries(key).flatMap((entry) => (typeof entry === 'string' ? [entry] : (wrong(json, key, 'text') ?? [])))
    : [String(value)];
}

/** A map, or a list of `NAME=value`; a name without a value has none. */
export function pairsOf(
  json: JsonObject,
  key: string,
  separator: '=' | ':' = '=',
): readonly (readonly [string, string | undefined])[] {
  const value = json.any(key);
  if (value === undefined) return [];
  if (Array.isArray(value)) {
    return textsOf(json, key).map((entry) => {
      const at = entry.search(separator === ':' ? /[:=]/ : separator);
      return at === -1 ? [entry, undefined] : [entry.slice(0, at), entry.slice(at + 1)];
    });
  }
  const map = json.object(key);
  return (map?.keys ?? []).map((name) => {
    const inner = map?.any(name);
    if (typeof inner === 'object') wrong(json, key, 'a map of plain values');
    return [name, inner === undefined ? undefined : String(inner)];
  });
}

/** The pairs that have a value. */
export function textMapOf(json: JsonObject, key: string): Readonly<Record<string, string>> | undefined {
  if (!json.has(key)) return undefined;
  return Object.fromEntries(pairsOf(json, key).map(([name, value]) => [name, value ?? '']));
}

/** Reports a value in a form that the field does not take. */
export function wrong(json: JsonObject, key: string, limit: string): undefined {
  json.refuse(key, limit, `write ${limit}`);
  return undefined;
}
