import { type LifecycleRule, lifecyclePolicy, validateLifecycleRules } from '../../../modules/registry/lifecycle-rule';

const untagged: LifecycleRule = { images: 'untagged', olderThanDays: 14 };
const any: LifecycleRule = { images: 'any', keepNewest: 100 };
const fields = (rules: readonly LifecycleRule[]): string[] =>
  validateLifecycleRules('lifecycleRules', rules).map(({ field }) => field);

it('[row 108] [row 115] rules are numbered as they stand, which is the order that ECR stores', () => {
  const { rules } = JSON.parse(
    lifecyclePolicy([
      { images: { tagPatterns: ['prod-*'] }, keepNewest: 50, description: 'for a rollback' },
      { images: { tagPrefixes: ['pr'] }, olderThanDays: 7 },
      untagged,
      any,
    ]),
  );
  expect(rules.map(({ rulePriority }: { rulePriority: number }) => rulePriority)).toEqual([1, 2, 3, 4]);
  expect(rules[0]).toEqual({
    rulePriority: 1,
    description: 'for a rollback',
    selection: {
      tagStatus: 'tagged',
      tagPatternList: ['prod-*'],
      countType: 'imageCountMoreThan',
      countNumber: 50,
    },
    action: { type: 'expire' },
  });
  expect(rules[1]).toMatchObject({
    description: 'expire images tagged pr* after 7 days',
    selection: { tagStatus: 'tagged', tagPrefixList: ['pr'], countType: 'sinceImagePushed', countUnit: 'days' },
  });
  expect(rules[3]).toMatchObject({ description: 'keep the newest 100 any images', selection: { tagStatus: 'any' } });
});

it('[row 108] the catch-all is the last one', () => {
  expect(fields([untagged, any])).toEqual([]);
  expect(fields([any, untagged])).toEqual(['lifecycleRules[0].images']);
  expect(fields([any, any])).toEqual(['lifecycleRules[0].images']);
});

it.each<[string, LifecycleRule]>([
  ['olderThanDays', { images: 'untagged', olderThanDays: 0 }],
  ['olderThanDays', { images: 'untagged', olderThanDays: 1.5 }],
  ['keepNewest', { images: 'any', keepNewest: Number.NaN }],
  ['images.tagPrefixes', { images: { tagPrefixes: [] }, keepNewest: 1 }],
  ['images.tagPrefixes[0]', { images: { tagPrefixes: ['v*'] }, keepNewest: 1 }],
  ['images.tagPatterns[0]', { images: { tagPatterns: ['*a*b*c*d*'] }, keepNewest: 1 }],
  ['description', { images: 'any', keepNewest: 1, description: 'x'.repeat(257) }],
])('refuses a bad %s', (field, rule) => {
  expect(fields([rule])).toEqual([`lifecycleRules[0].${field}`]);
});

it.each<LifecycleRule>([
  { images: 'untagged', olderThanDays: 1 },
  { images: { tagPatterns: ['*a*b*c*'] }, keepNewest: 1 },
  { images: { tagPrefixes: ['v1.'] }, keepNewest: 1, description: 'x'.repeat(256) },
])('accepts %j', (rule) => {
  expect(fields([rule])).toEqual([]);
});

it('there are 1 to 50 rules', () => {
  const many = Array.from({ length: 51 }, () => untagged);
  expect([fields([]), fields(many), fields(many.slice(1))]).toEqual([['lifecycleRules'], ['lifecycleRules'], []]);
});
