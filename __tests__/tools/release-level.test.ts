import { isEnough, neededLevel } from '../../tools/release-level';

describe('the step that is needed', () => {
  const same = { contracts: [], entries: { before: ['.'], now: ['.'] } };
  const lost = { ...same, contracts: [{ lost: ['dev aws_vpc.main'], added: [] }] };
  const added = { ...same, contracts: [{ lost: [], added: ['dev aws_vpc.main'] }] };

  it.each([
    ['nothing', same, 'patch', 'patch'],
    ['a new resource', added, 'patch', 'minor'],
    ['a new entry', { ...same, entries: { before: ['.'], now: ['.', './ecs'] } }, 'patch', 'minor'],
    ['a lost address', lost, 'minor', 'major'],
    ['a lost entry', { ...same, entries: { before: ['.', './ecs'], now: ['.'] } }, 'minor', 'major'],
  ])('for %s', (_what, change, before1, from1) => {
    expect(neededLevel(change, '0.3.0').level).toBe(before1);
    expect(neededLevel(change, '1.0.0').level).toBe(from1);
  });

  it('may be larger than needed, not smaller', () => {
    expect([isEnough('major', 'minor'), isEnough('minor', 'minor'), isEnough('patch', 'minor')]).toEqual([
      true,
      true,
      false,
    ]);
  });
});
