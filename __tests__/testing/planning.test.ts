import { isUnknownValue, UNKNOWN } from '../../testing/msgpack-values';
import { applyResource, planResource, readDataSource } from '../../testing/planning';
import type { Attribute, Block } from '../../testing/terraform-schema';

const flags = { required: false, optional: false, computed: false, writeOnly: false };
const optional: Attribute = { ...flags, optional: true, type: 'string' };
const computed: Attribute = { ...flags, computed: true, type: 'string' };
const element: Block = { attributes: { device: optional, id: computed }, blocks: {} };
const block: Block = {
  attributes: {
    name: optional,
    arn: computed,
    secret: { ...optional, writeOnly: true },
    rule: { ...flags, optional: true, nested: { nesting: 'list', attributes: { key: optional, type: computed } } },
  },
  blocks: { disk: { nesting: 'set', minItems: 0, maxItems: 0, block: element } },
};
const config = {
  name: 'a',
  arn: null,
  secret: 's',
  rule: [{ key: 'k', type: null }],
  disk: [{ device: 'sdb', id: null }],
};

it('marks what is computed as unknown on creation, at every depth, and forgets write-only values', () => {
  expect(planResource(block, null, config)).toEqual({
    name: 'a',
    arn: UNKNOWN,
    secret: null,
    rule: [{ key: 'k', type: UNKNOWN }],
    disk: [{ device: 'sdb', id: UNKNOWN }],
  });
});

it('fills each unknown value on apply, told by its path, and changes nothing else', () => {
  const planned = planResource(block, null, config);
  expect(applyResource(block, planned, (_, __, path) => path.join('.'))).toEqual({
    name: 'a',
    arn: 'arn',
    secret: null,
    rule: [{ key: 'k', type: 'rule.0.type' }],
    disk: [{ device: 'sdb', id: 'disk.0.id' }],
  });
});

it('plans no change where the proposal is the prior state', () => {
  const prior = { name: 'a', arn: null, secret: null, rule: [], disk: [] };
  expect(planResource(block, prior, { ...prior, secret: 's' })).toEqual(prior);
});

it('keeps prior computed values on an update, and asks only for those of new elements', () => {
  const prior = { name: 'a', arn: 'arn:1', secret: null, rule: [], disk: [{ device: 'sdb', id: '1' }] };
  const proposed = {
    ...prior,
    disk: [
      { device: 'sdb', id: '1' },
      { device: 'sdc', id: null },
    ],
  };
  expect(planResource(block, prior, proposed)).toMatchObject({
    arn: 'arn:1',
    disk: [{ id: '1' }, { device: 'sdc', id: UNKNOWN }],
  });
});

it('plans a deletion as null', () => expect(planResource(block, { name: 'a' }, null)).toBeNull());

it('leaves a collection alone whose size is not known yet', () => {
  const planned = planResource(block, null, { ...config, disk: UNKNOWN });
  expect(planned).toMatchObject({ disk: UNKNOWN });
});

it('fills what a data source leaves open and keeps what it was asked for', () => {
  const read = readDataSource(block, { name: 'a', arn: null, disk: [] }, () => 'found');
  expect(read).toEqual({ name: 'a', arn: 'found', disk: [] });
  expect(Object.values(read).some(isUnknownValue)).toBe(false);
});
