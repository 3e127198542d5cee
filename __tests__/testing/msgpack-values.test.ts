import { decode, ExtData, encode } from '@msgpack/msgpack';
import {
  decodeValue,
  encodeValue,
  isUnknownValue,
  isWhollyKnown,
  sameValue,
  UNKNOWN,
  type Value,
} from '../../testing/msgpack-values';

function throughTheWire(value: Value): Value {
  return decodeValue(encodeValue(value));
}

it('keeps a refined unknown value byte for byte', () => {
  // { 1: false, 2: "arn:" }: not null, and begins with "arn:".
  const refinements = new Uint8Array([0x82, 0x01, 0xc2, 0x02, 0xa4, 0x61, 0x72, 0x6e, 0x3a]);
  const bytes = encode({ value: new ExtData(12, refinements) });
  const decoded = decodeValue({ msgpack: bytes });
  expect(Buffer.from(encodeValue(decoded).msgpack ?? [])).toEqual(Buffer.from(bytes));
});

it.each<[string, Value]>([
  ['null', null],
  ['an integer', 443],
  ['a fraction', 0.5],
  ['the largest integer of 64 bits', 9223372036854775807n],
  ['a number with more digits than that, which Terraform writes as text', '123456789012345678901234567890'],
  ['a value of dynamic type', [new Uint8Array(Buffer.from('"string"')), 'text']],
  ['an object in a list', [{ name: 'a', tags: {} }]],
])('carries %s there and back', (_, value) => expect(throughTheWire(value)).toEqual(value));

it('takes an extension of any code for an unknown value', () => {
  const [value = null] = [decodeValue({ msgpack: encode(new ExtData(99, new Uint8Array([1]))) })];
  expect(isUnknownValue(value)).toBe(true);
  expect(isWhollyKnown({ inside: [value] })).toBe(false);
});

it('writes an unknown value with the code that every Terraform reads', () => {
  const bytes = encodeValue(UNKNOWN).msgpack ?? new Uint8Array();
  expect(decode(bytes)).toMatchObject({ type: 0 });
});

it('reads an absent value as null', () => expect(decodeValue(undefined)).toBeNull());

it('compares maps without regard to the order of their keys, and lists with it', () => {
  expect(sameValue({ a: 1, b: 2 }, { b: 2, a: 1 })).toBe(true);
  expect(sameValue([1, 2], [2, 1])).toBe(false);
  expect(sameValue({ a: null }, { a: UNKNOWN })).toBe(false);
});
