import { differences } from '../../tools/portability-differences';

it('names the deepest place that differs, what is absent included', () => {
  const before = { dev: { resource: { cidr: '10.0.0.0/16', zones: ['a', 'b'] }, locals: {} } };
  const after = { dev: { resource: { cidr: '10.1.0.0/16', zones: ['a'] }, locals: {} } };
  expect(differences(before, after)).toEqual([
    { path: 'dev.resource.cidr', before: '"10.0.0.0/16"', after: '"10.1.0.0/16"' },
    { path: 'dev.resource.zones.1', before: '"b"', after: 'absent' },
  ]);
});

it('tells a list from an object and null from absent', () => {
  expect(differences({ a: [] }, { a: {} })).toEqual([{ path: 'a', before: '[]', after: '{}' }]);
  expect(differences({ a: null }, {})).toEqual([{ path: 'a', before: 'null', after: 'absent' }]);
});
