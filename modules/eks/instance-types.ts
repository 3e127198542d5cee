import { architectureOf } from '../shared/instance-types';

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
