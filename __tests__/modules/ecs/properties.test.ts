import fc from 'fast-check';
import { isSchedule } from '../../../modules/ecs/service/scaling-validation';
import { outward } from '../../../modules/ecs/service/step-scaling-policy';
import { containerJson, jsonSafeText } from '../../../modules/ecs/task/container-json';
import { smallestFargateSize, validateFargateTaskSize } from '../../../modules/ecs/task/fargate-task-size';

it('a computed Fargate size is legal and holds what was asked for', () => {
  fc.assert(
    fc.property(fc.nat(20_000), fc.nat(130_000), fc.boolean(), (cpu, memoryMib, windows) => {
      const size = smallestFargateSize(cpu, memoryMib, { windows });
      if (size === undefined) return;
      expect(size.cpu).toBeGreaterThanOrEqual(cpu);
      expect(size.memoryMib).toBeGreaterThanOrEqual(memoryMib);
      expect(validateFargateTaskSize({ ...size, windows })).toEqual([]);
    }),
  );
});

it('any text comes through the JSON of a container as it was, with Terraform templates escaped', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      const [parsed] = JSON.parse(containerJson([{ value: jsonSafeText(text) }])) as { value: string }[];
      expect(parsed?.value.replace(/([$%])\1(?=\{)/g, '$1')).toBe(text.replace(/([$%])\1(?=\{)/g, '$1'));
    }),
  );
});

it('steps cover everything above the threshold once', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.integer({ min: -1000, max: 1000 }), { minLength: 1, maxLength: 20 }), (bounds) => {
      const steps = [...bounds].sort((a, b) => a - b).map((from) => ({ from, add: 1 }));
      const { adjustments } = outward(steps);
      expect(adjustments[0]?.metricIntervalLowerBound).toBe('0');
      expect(adjustments.at(-1)?.metricIntervalUpperBound).toBeUndefined();
      for (const [index, { metricIntervalUpperBound }] of adjustments.slice(0, -1).entries()) {
        expect(metricIntervalUpperBound).toBe(adjustments[index + 1]?.metricIntervalLowerBound);
      }
    }),
  );
});

it('any text is a schedule or is not, without an exception', () => {
  fc.assert(fc.property(fc.string(), (text) => typeof isSchedule(`cron(${text})`) === 'boolean'));
});
