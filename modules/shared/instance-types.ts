/** CPU architecture, as SSM parameters and AMI types spell it. */
export type InstanceArchitecture = 'x86_64' | 'arm64';

/** What an AMI must bring drivers for. */
export type Accelerator = 'nvidia' | 'neuron';

/**
 * The architecture that a type's name tells: Graviton types have a `g` after the generation (`m7g`, `c8gd`, `t4g`,
 * `im4gn`), the first ones are called `a1`.
 * @see https://docs.aws.amazon.com/ec2/latest/instancetypes/instance-type-names.html
 */
export function architectureOf(instanceType: string): InstanceArchitecture {
  // GB200 is the one accelerated family with an Arm CPU whose name does not say so.
  return /^(a1|[a-z]+\d+g[a-z]*|p6e-gb200)\./.test(instanceType) ? 'arm64' : 'x86_64';
}

/** The accelerator of a type; the GPUs of `g4ad` are AMD's, for which there is no container AMI. */
export function acceleratorOf(instanceType: string): Accelerator | undefined {
  if (/^(inf|trn)\d/.test(instanceType)) return 'neuron';
  return /^(p|g|gr)\d/.test(instanceType) && !instanceType.startsWith('g4ad.') ? 'nvidia' : undefined;
}

/** GiB of the size `large`, by the first letter of the family, from its fifth generation on. */
const GIB_OF_LARGE: Readonly<Record<string, number | undefined>> = { c: 4, m: 8, r: 16 };

/** GiB of burstable types by size. */
const GIB_OF_BURSTABLE: Readonly<Record<string, number | undefined>> = { nano: 0.5, micro: 1, small: 2, medium: 4 };

/** vCPUs of small sizes; burstable types have two of them from the third generation on, whatever their size. */
const VCPUS_OF_SIZE: Readonly<Record<string, number | undefined>> = { medium: 1, large: 2 };

/**
 * vCPUs of types whose name tells it, as for `memoryMibOf`; nothing for the others.
 * @see https://docs.aws.amazon.com/ec2/latest/instancetypes/gp.html
 */
export function vcpusOf(instanceType: string): number | undefined {
  const [, letter = '', generation = '', size = ''] = /^([cmrt])(\d)[a-z]*(?:-flex)?\.(\w+)$/.exec(instanceType) ?? [];
  const burstable = letter === 't';
  if (letter === '' || Number(generation) < (burstable ? 3 : 5)) return undefined;
  const [, times] = /^(\d*)xlarge$/.exec(size) ?? [];
  if (times !== undefined) return 4 * Number(times || 1);
  return burstable ? (size in GIB_OF_BURSTABLE || size === 'large' ? 2 : undefined) : VCPUS_OF_SIZE[size];
}

/**
 * MiB of types whose name tells it: general purpose (`m`), compute (`c`), memory (`r`) from the fifth generation on, and
 * burstable (`t`); nothing for the others.
 * @see https://docs.aws.amazon.com/ec2/latest/instancetypes/gp.html
 */
export function memoryMibOf(instanceType: string): number | undefined {
  const [, letter = '', generation = '', size = ''] = /^([cmrt])(\d)[a-z]*(?:-flex)?\.(\w+)$/.exec(instanceType) ?? [];
  const burstable = letter === 't';
  // c5n has a third more than its family.
  if ((!burstable && Number(generation) < 5) || instanceType.startsWith('c5n.')) return undefined;
  const large = burstable ? 8 : GIB_OF_LARGE[letter];
  if (large === undefined) return undefined;
  const [, times] = /^(\d*)xlarge$/.exec(size) ?? [];
  if (times !== undefined) return large * 2 * Number(times || 1) * 1024;
  if (size === 'large') return large * 1024;
  const gib = burstable ? GIB_OF_BURSTABLE[size] : size === 'medium' ? large / 2 : undefined;
  return gib === undefined ? undefined : gib * 1024;
}
