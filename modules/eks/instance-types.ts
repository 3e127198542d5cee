/** CPU architecture, as AMI types and SSM parameters spell it. */
export type NodeArchitecture = 'x86_64' | 'arm64';

/** What an AMI must bring drivers for. */
export type NodeAccelerator = 'nvidia' | 'neuron';

/** Graviton types have a `g` after the generation (`m7g`, `c8gd`, `t4g`, `im4gn`), the first ones are called `a1`. */
export function architectureOf(instanceType: string): NodeArchitecture {
  // GB200 is the one accelerated family with an Arm CPU whose name does not say so.
  return /^(a1|[a-z]+\d+g[a-z]*|p6e-gb200)\./.test(instanceType) ? 'arm64' : 'x86_64';
}

/** The accelerator of a type; `g4ad` has AMD GPUs, for which EKS has no AMI. */
export function acceleratorOf(instanceType: string): NodeAccelerator | undefined {
  if (/^(inf|trn)\d/.test(instanceType)) return 'neuron';
  return /^(p|g|gr)\d/.test(instanceType) && !instanceType.startsWith('g4ad.') ? 'nvidia' : undefined;
}

/** Burstable types have no trunk interface, which security groups for pods need. */
export function isBurstable(instanceType: string): boolean {
  return /^t\d/.test(instanceType);
}

/**
 * vCPUs by size name, where the name says it: `large` has 2, `xlarge` 4, `16xlarge` 64. Metal counts as large enough
 * for any threshold of this library.
 */
export function approximateVcpus(instanceType: string): number | undefined {
  const size = instanceType.split('.')[1] ?? '';
  if (size.startsWith('metal')) return 64;
  if (size.endsWith('xlarge')) return 4 * Number(size.replace('xlarge', '') || 1);
  return { nano: 2, micro: 2, small: 2, medium: 2, large: 2 }[size];
}

/** Families that EKS refuses for Windows nodes. @see https://docs.aws.amazon.com/eks/latest/userguide/windows-support.html */
export function runsWindows(instanceType: string): boolean {
  if (instanceType === 'm4.16xlarge') return true;
  return architectureOf(instanceType) === 'x86_64' && !/^(c3|c4|d2|i2|m4|m6a|r3)\./.test(instanceType);
}
