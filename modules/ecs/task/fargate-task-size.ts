import type { Issue } from '../../shared/problems';
import { isUnknown } from '../../shared/unknown';

/** Where the legal pairs are listed. */
const SEE =
  'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-tasks-services.html#fargate-tasks-size';

/** CPU units (1024 are one vCPU) -> the memories in MiB that Fargate takes with them. @see {@link SEE} */
export const FARGATE_MEMORY_MIB = {
  256: [512, 1024, 2048],
  512: [1024, 2048, 3072, 4096],
  1024: [2048, 3072, 4096, 5120, 6144, 7168, 8192],
  2048: [4096, 5120, 6144, 7168, 8192, 9216, 10240, 11264, 12288, 13312, 14336, 15360, 16384],
  4096: [
    8192, 9216, 10240, 11264, 12288, 13312, 14336, 15360, 16384, 17408, 18432, 19456, 20480, 21504, 22528, 23552, 24576,
    25600, 26624, 27648, 28672, 29696, 30720,
  ],
  8192: [16384, 20480, 24576, 28672, 32768, 36864, 40960, 45056, 49152, 53248, 57344, 61440],
  16384: [32768, 40960, 49152, 57344, 65536, 73728, 81920, 90112, 98304, 106496, 114688, 122880],
} as const;

/** CPU units of a Fargate task. */
export type FargateCpu = keyof typeof FARGATE_MEMORY_MIB;

/**
 * A size that Fargate sells; any other pair does not compile. Leave the memory out to get the least that goes with the
 * CPU, leave both out to get the smallest size that holds the containers.
 */
export type FargateTaskSize =
  | { readonly cpu?: undefined; readonly memoryMib?: undefined }
  | { [Cpu in FargateCpu]: SizeOf<Cpu> }[FargateCpu];

interface SizeOf<Cpu extends FargateCpu> {
  /** CPU units, 1024 are one vCPU. */
  readonly cpu: Cpu;
  /** MiB; what is allowed follows from `cpu`. @default the least that goes with `cpu` */
  readonly memoryMib?: (typeof FARGATE_MEMORY_MIB)[Cpu][number];
}

/** Rows of the table in ascending order, as plain numbers. */
const SIZES: readonly (readonly [cpu: number, memories: readonly number[]])[] = Object.entries(FARGATE_MEMORY_MIB).map(
  ([cpu, memories]) => [Number(cpu), memories],
);

/** Windows tasks start at one vCPU and end at four. */
const WINDOWS_CPUS: readonly number[] = [1024, 2048, 4096];

/** The smallest legal size with at least this much of both; nothing where even the largest is too small. */
export function smallestFargateSize(
  cpu: number,
  memoryMib: number,
  { windows = false }: { readonly windows?: boolean } = {},
): { readonly cpu: number; readonly memoryMib: number } | undefined {
  for (const [sizeCpu, memories] of SIZES) {
    if (sizeCpu < cpu || (windows && !WINDOWS_CPUS.includes(sizeCpu))) continue;
    const memory = memories.find((candidate) => candidate >= memoryMib);
    if (memory !== undefined) return { cpu: sizeCpu, memoryMib: memory };
  }
  return undefined;
}

/** The same table at run time, for JavaScript and for numbers that come from elsewhere. Tokens are let through. */
export function validateFargateTaskSize({
  cpu,
  memoryMib,
  windows = false,
}: {
  readonly cpu?: number;
  readonly memoryMib?: number;
  readonly windows?: boolean;
}): Issue[] {
  const sizes = windows ? SIZES.filter(([size]) => WINDOWS_CPUS.includes(size)) : SIZES;
  if (cpu === undefined) return memoryMib === undefined ? [] : [cpuMissing(memoryMib)];
  if (isUnknown(cpu)) return [];
  const memories = sizes.find(([size]) => size === cpu)?.[1];
  if (memories === undefined) {
    const cpus = sizes.map(([size]) => size);
    return [
      {
        field: 'cpu',
        value: cpu,
        limit: `a Fargate size${windows ? ' for Windows' : ''}: ${oneOf(cpus)}`,
        fix: `write ${cpus.find((size) => size >= cpu) ?? cpus.at(-1)}, the next size`,
        see: SEE,
        rule: 'ecs.fargate-size',
      },
    ];
  }
  if (memoryMib === undefined || isUnknown(memoryMib) || memories.includes(memoryMib)) return [];
  return [
    {
      field: 'memoryMib',
      value: memoryMib,
      limit: `with cpu ${cpu} one of ${oneOf(memories)}`,
      fix: fixForMemory(cpu, memoryMib, memories, windows),
      see: SEE,
      rule: 'ecs.fargate-size',
    },
  ];
}

function fixForMemory(cpu: number, memoryMib: number, memories: readonly number[], windows: boolean): string {
  const nearest = memories.find((memory) => memory >= memoryMib) ?? memories.at(-1);
  const other = smallestFargateSize(cpu, memoryMib, { windows });
  const insteadOf = other === undefined || other.cpu === cpu ? '' : `, or cpu ${other.cpu} with ${other.memoryMib}`;
  return `write memoryMib ${nearest}${insteadOf}`;
}

function cpuMissing(memoryMib: number): Issue {
  const size = isUnknown(memoryMib) ? undefined : smallestFargateSize(0, memoryMib);
  return {
    field: 'cpu',
    value: undefined,
    limit: `given together with memoryMib (${isUnknown(memoryMib) ? 'a token' : memoryMib}) on Fargate`,
    fix: `write cpu ${size?.cpu ?? 256} and memoryMib ${size?.memoryMib ?? 512}`,
    see: SEE,
  };
}

function oneOf(values: readonly number[]): string {
  return values.length === 1 ? String(values[0]) : `${values.slice(0, -1).join(', ')} or ${values.at(-1)}`;
}
