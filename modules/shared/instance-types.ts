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
