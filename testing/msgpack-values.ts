import { decode, ExtData, encode } from '@msgpack/msgpack';
import type { WireValue } from './plugin-protocol';

/**
 * A Terraform value as it crosses the wire: numbers that a double cannot hold are `bigint` or `string`, a value known
 * only after apply is an `ExtData`, and one of dynamic type is a pair of its type (bytes) and itself.
 * @see https://github.com/hashicorp/terraform/blob/main/docs/plugin-protocol/object-wire-format.md
 */
export type Value = null | boolean | number | bigint | string | Uint8Array | ExtData | readonly Value[] | ValueObject;

/** An object or a map. */
export interface ValueObject {
  readonly [name: string]: Value;
}

/** Code 0 says nothing more; code 12 carries refinements ("starts with arn:", "is not null"). */
const UNKNOWN_CODE = 0;

/** A value that only the apply will tell. */
export const UNKNOWN: Value = new ExtData(UNKNOWN_CODE, new Uint8Array([0]));

/** Any extension stands for an unknown value, whatever its code. */
export function isUnknownValue(value: Value): value is ExtData {
  return value instanceof ExtData;
}

export function isObject(value: Value | undefined): value is ValueObject {
  return typeof value === 'object' && value !== null && !isList(value) && !isUnknownValue(value) && !isBytes(value);
}

export function isList(value: Value | undefined): value is readonly Value[] {
  return Array.isArray(value);
}

function isBytes(value: Value): value is Uint8Array {
  return value instanceof Uint8Array;
}

/** Whether nothing in the value waits for the apply. */
export function isWhollyKnown(value: Value): boolean {
  if (isUnknownValue(value)) return false;
  if (isList(value)) return value.every(isWhollyKnown);
  return !isObject(value) || Object.values(value).every(isWhollyKnown);
}

/** Extensions decode to `ExtData` and encode back byte for byte, so a refined unknown value survives. */
export function decodeValue(wire: WireValue | undefined): Value {
  if (wire?.msgpack === undefined || wire.msgpack.length === 0) return null;
  return toValue(decode(wire.msgpack, { useBigInt64: true }));
}

export function encodeValue(value: Value): WireValue {
  return { msgpack: encode(value, { useBigInt64: true, ignoreUndefined: true }) };
}

/** Narrows what the decoder returns; nothing else than these kinds is in the wire format. */
function toValue(decoded: unknown): Value {
  if (decoded === null || decoded === undefined) return null;
  switch (typeof decoded) {
    case 'boolean':
    case 'number':
    case 'bigint':
    case 'string':
      return decoded;
    case 'object':
      if (Array.isArray(decoded)) return decoded.map(toValue);
      if (decoded instanceof ExtData || decoded instanceof Uint8Array) return decoded;
      return Object.fromEntries(Object.entries(decoded).map(([key, value]) => [key, toValue(value)]));
    default:
      throw new Error(`Terraform sent a ${typeof decoded}, which is no value of its wire format`);
  }
}

/** Whether Terraform would see no difference; both sides come from Terraform, which orders sets the same way. */
export function sameValue(one: Value, other: Value): boolean {
  if (one === other) return true;
  return Buffer.compare(Buffer.from(encode(one, STABLE)), Buffer.from(encode(other, STABLE))) === 0;
}

const STABLE = { useBigInt64: true, sortKeys: true };
