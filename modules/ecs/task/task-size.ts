import type { Issue } from '../../shared/problems';
import { isUnknown } from '../../shared/unknown';
import { check, checkWholeNumber } from '../../shared/validation';
import { smallestFargateSize, validateFargateTaskSize } from './fargate-task-size';
import type { TaskCompatibility, TaskDefinitionProps } from './task-definition-props';

const API = 'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RegisterTaskDefinition.html';

/** Given, or on Fargate the smallest size that holds what the containers ask for. */
export function taskSize({
  compatibility = 'fargate',
  cpu,
  memoryMib,
  containers,
  operatingSystem = 'LINUX',
}: TaskDefinitionProps): {
  readonly cpu?: number;
  readonly memoryMib?: number;
} {
  if (compatibility !== 'fargate' || (cpu !== undefined && memoryMib !== undefined)) return { cpu, memoryMib };
  const all = Object.values(containers);
  const windows = operatingSystem !== 'LINUX';
  const memory = sum(all.map((container) => container.memoryMib ?? container.memoryReservationMib));
  if (cpu !== undefined && isUnknown(cpu)) return { cpu, memoryMib };
  const wanted = cpu ?? sum(all.map((container) => container.cpu));
  // Where even the largest size is too small, the validation of the sums has said so.
  return smallestFargateSize(wanted, memory, { windows }) ?? { cpu: 256, memoryMib: 512 };
}

/** Pure: what is sold or allowed, and room for all containers. */
export function validateTaskSize(
  props: TaskDefinitionProps,
  compatibility: TaskCompatibility,
  windows: boolean,
): Issue[] {
  const { cpu, memoryMib, containers } = props;
  const all = Object.values(containers);
  const cpuSum = sum(all.map((container) => container.cpu));
  const memorySum = sum(all.map((container) => container.memoryReservationMib ?? container.memoryMib));
  const own =
    compatibility === 'fargate'
      ? [
          ...validateFargateTaskSize({ cpu, memoryMib, windows }),
          ...validateFit({ cpu, memoryMib }, [cpuSum, memorySum]),
        ]
      : [
          ...checkWholeNumber('cpu', cpu, [128, 196_608], { unit: 'CPU units', fix: 'write 256', see: API }),
          ...checkWholeNumber('memoryMib', memoryMib, [6, 33_554_432], {
            unit: 'MiB',
            fix: 'write MiB as a whole number such as 512',
            see: API,
          }),
        ];
  return [
    ...own,
    ...check('cpu', cpu, (given) => !(cpuSum > given), {
      limit: `at least the CPU of all containers, ${cpuSum}`,
      fix: 'raise the cpu of the task, or lower that of a container',
      see: API,
    }),
    ...check('memoryMib', memoryMib, (given) => !(memorySum > given), {
      limit: `at least the memory that all containers reserve, ${memorySum}`,
      fix: 'raise the memoryMib of the task, or lower that of a container',
      see: API,
    }),
    ...(compatibility !== 'fargate' && memoryMib === undefined
      ? Object.entries(containers)
          .filter(([, container]) => container.memoryMib === undefined && container.memoryReservationMib === undefined)
          .map(([name]) => ({
            field: `containers.${name}.memoryMib`,
            value: undefined,
            limit: 'memoryMib or memoryReservationMib where the task has no memoryMib',
            fix: 'write memoryReservationMib: 256, or memoryMib for the whole task',
            see: API,
          }))
      : []),
  ];
}

/** A size that is left out is computed, and there has to be one. */
function validateFit(
  { cpu, memoryMib }: { readonly cpu?: number; readonly memoryMib?: number },
  [cpuSum, memorySum]: readonly [number, number],
): Issue[] {
  if (cpu !== undefined || memoryMib !== undefined || Number.isNaN(cpuSum + memorySum)) return [];
  return check(
    'containers',
    { cpu: cpuSum, memoryMib: memorySum },
    () => smallestFargateSize(cpuSum, memorySum) !== undefined,
    {
      limit: 'together at most 16384 CPU units and 122880 MiB, the largest size of Fargate',
      fix: 'lower cpu and memoryMib of the containers, or run the task on EC2 capacity',
      see: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-tasks-services.html#fargate-tasks-size',
    },
  );
}

/** Known numbers added up; a token counts nothing, because nothing is known of it. */
function sum(values: readonly (number | undefined)[]): number {
  return values.reduce<number>((total, value) => total + (value === undefined || isUnknown(value) ? 0 : value), 0);
}
