import { acceleratorOf, architectureOf } from '../../shared/instance-types';
import type { Issue } from '../../shared/problems';
import { isUnknown } from '../../shared/unknown';
import { check, checkLiteral, checkWholeNumber } from '../../shared/validation';
import type { CpuArchitecture } from '../task/runtime-platform';

/** A range with both ends included. */
export interface NumberRange {
  readonly min: number;
  /** @default no limit */
  readonly max?: number;
}

/**
 * What instances may be; ECS picks the cheapest that fits the waiting tasks. Everything that is left out is open.
 * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_InstanceRequirementsRequest.html
 */
export interface ManagedInstanceRequirements {
  /** vCPUs of an instance. @default 1 or more */
  readonly vcpuCount?: NumberRange;
  /** MiB of an instance. @default 1024 or more */
  readonly memoryMib?: NumberRange;
  /** `['m7i.*', 'c7i.xlarge']`; excludes `excludedInstanceTypes`. @default all that AWS offers */
  readonly allowedInstanceTypes?: readonly string[];
  /** `['t3.*']`; excludes `allowedInstanceTypes`. @default none */
  readonly excludedInstanceTypes?: readonly string[];
  /** `amazon-web-services` makes Arm processors. @default all */
  readonly cpuManufacturers?: readonly ('intel' | 'amd' | 'amazon-web-services')[];
  /** @default both */
  readonly instanceGenerations?: readonly ('current' | 'previous')[];
  /** Types whose CPU is shared. @default 'excluded' */
  readonly burstablePerformance?: 'included' | 'excluded' | 'required';
  /** @default 'excluded' */
  readonly bareMetal?: 'included' | 'excluded' | 'required';
  /** GPUs or other accelerators of an instance. @default none */
  readonly accelerators?: {
    readonly count: NumberRange;
    readonly types?: readonly ('gpu' | 'fpga' | 'inference')[];
    readonly manufacturers?: readonly ('nvidia' | 'amd' | 'amazon-web-services' | 'xilinx')[];
    /** `['a10g', 't4']` */
    readonly names?: readonly string[];
  };
}

const SEE = 'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_InstanceRequirementsRequest.html';

/** The block of the capacity provider; ECS asks for CPU and memory as soon as it asks for anything. */
export function requirementArguments(requirements: ManagedInstanceRequirements) {
  const { accelerators, vcpuCount = { min: 1 }, memoryMib = { min: 1024 } } = requirements;
  return {
    vcpuCount,
    memoryMib,
    allowedInstanceTypes: copied(requirements.allowedInstanceTypes),
    excludedInstanceTypes: copied(requirements.excludedInstanceTypes),
    cpuManufacturers: copied(requirements.cpuManufacturers),
    instanceGenerations: copied(requirements.instanceGenerations),
    burstablePerformance: requirements.burstablePerformance,
    bareMetal: requirements.bareMetal,
    acceleratorCount: accelerators?.count,
    acceleratorTypes: copied(accelerators?.types),
    acceleratorManufacturers: copied(accelerators?.manufacturers),
    acceleratorNames: copied(accelerators?.names),
  };
}

function copied(values: readonly string[] | undefined): string[] | undefined {
  return values === undefined ? undefined : [...values];
}

/** Known where the types or the makers of the CPU leave one. */
export function requiredArchitecture(requirements: ManagedInstanceRequirements): CpuArchitecture | undefined {
  const { allowedInstanceTypes: types, cpuManufacturers: makers } = requirements;
  const found = new Set([
    ...(types ?? []).map((type) => (architectureOf(type) === 'arm64' ? 'ARM64' : 'X86_64')),
    ...(makers ?? []).map((maker) => (maker === 'amazon-web-services' ? 'ARM64' : 'X86_64')),
  ] as const);
  const [first] = found;
  return found.size === 1 ? first : undefined;
}

/** True where every instance has NVIDIA GPUs. */
export function requiresGpu({ accelerators, allowedInstanceTypes: types }: ManagedInstanceRequirements): boolean {
  if (types !== undefined) return types.length > 0 && types.every((type) => acceleratorOf(type) === 'nvidia');
  return accelerators !== undefined && (accelerators.types ?? []).every((type) => type === 'gpu');
}

/** Pure: what ECS refuses in instance requirements. */
export function validateRequirements(field: string, requirements: ManagedInstanceRequirements): Issue[] {
  const { allowedInstanceTypes: allowed, excludedInstanceTypes: excluded, accelerators } = requirements;
  const list = { limit: '1 to 400 types or patterns', fix: "write for example ['m7i.*'], or leave it out", see: SEE };
  const fits = (types: readonly string[]): boolean => types.length >= 1 && types.length <= 400;
  return [
    ...checkLiteral(`${field}.allowedInstanceTypes`, allowed),
    ...check(`${field}.allowedInstanceTypes`, allowed, fits, list),
    ...check(`${field}.excludedInstanceTypes`, excluded, fits, list),
    ...check(`${field}.excludedInstanceTypes`, excluded, () => allowed === undefined, {
      limit: 'allowed types or excluded types, not both',
      fix: 'keep the shorter list',
      see: SEE,
    }),
    ...checkRange(`${field}.vcpuCount`, requirements.vcpuCount, 'vCPUs'),
    ...checkRange(`${field}.memoryMib`, requirements.memoryMib, 'MiB'),
    ...checkRange(`${field}.accelerators.count`, accelerators?.count, 'accelerators'),
  ];
}

function checkRange(field: string, range: NumberRange | undefined, unit: string): Issue[] {
  if (range === undefined) return [];
  const { min, max } = range;
  const rule = { fix: 'write a whole number', unit, see: SEE };
  return [
    ...checkWholeNumber(`${field}.min`, min, [0, Number.MAX_SAFE_INTEGER], rule),
    ...checkWholeNumber(`${field}.max`, max, [1, Number.MAX_SAFE_INTEGER], rule),
    ...check(`${field}.max`, max, (most) => isUnknown(min) || most >= min, {
      limit: `at least min ${isUnknown(min) ? '' : min}`,
      fix: 'exchange the two',
      see: SEE,
    }),
  ];
}
