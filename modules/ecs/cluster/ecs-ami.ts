import {
  type Accelerator,
  acceleratorOf,
  architectureOf,
  type InstanceArchitecture,
} from '../../shared/instance-types';
import type { Issue } from '../../shared/problems';
import type { OperatingSystem } from '../task/runtime-platform';

/** Which operating system container instances run. For the first three AWS publishes the AMI and keeps it patched. */
export type EcsInstanceImage =
  /** Amazon Linux 2023; with drivers where the instance types have NVIDIA GPUs or Neuron chips. */
  | { readonly kind: 'al2023' }
  /** Bottlerocket: read-only root, no shell, two disks; with NVIDIA drivers where the instance types have GPUs. */
  | { readonly kind: 'bottlerocket' }
  /** Windows Server; a container's base image must be of the same year. @default year 2022, edition 'core' */
  | { readonly kind: 'windows'; readonly year?: 2019 | 2022 | 2025; readonly edition?: 'core' | 'full' }
  /** An AMI of one's own or a pinned release, made from an ECS-optimized one. */
  | {
      readonly kind: 'custom';
      /** `ami-...` */
      readonly imageId: string;
      /** What it was made from; decides how user data is written. */
      readonly from: Exclude<EcsInstanceImage, { kind: 'custom' }>;
    };

/** An image that AWS publishes. */
type PublishedImage = Exclude<EcsInstanceImage, { kind: 'custom' }>;

const SEE = 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/retrieve-ecs-optimized_AMI.html';
const SEE_BOTTLEROCKET =
  'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-bottlerocket-retrieve-ami.html';

const AL2023 = '/aws/service/ecs/optimized-ami/amazon-linux-2023';
const BOTTLEROCKET = '/aws/service/bottlerocket';

/**
 * Public parameters with the id of the newest AMI, by system, architecture and accelerator; read on 2026-11-20. What is
 * missing AWS does not publish.
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/retrieve-ecs-optimized_AMI.html
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-bottlerocket-retrieve-ami.html
 */
const LINUX_PARAMETERS: Readonly<Record<string, string | undefined>> = {
  'al2023/x86_64/none': `${AL2023}/recommended/image_id`,
  'al2023/arm64/none': `${AL2023}/arm64/recommended/image_id`,
  'al2023/x86_64/nvidia': `${AL2023}/gpu/recommended/image_id`,
  'al2023/x86_64/neuron': `${AL2023}/neuron/recommended/image_id`,
  'bottlerocket/x86_64/none': `${BOTTLEROCKET}/aws-ecs-2/x86_64/latest/image_id`,
  'bottlerocket/arm64/none': `${BOTTLEROCKET}/aws-ecs-2/arm64/latest/image_id`,
  'bottlerocket/x86_64/nvidia': `${BOTTLEROCKET}/aws-ecs-2-nvidia/x86_64/latest/image_id`,
  'bottlerocket/arm64/nvidia': `${BOTTLEROCKET}/aws-ecs-2-nvidia/arm64/latest/image_id`,
};

/** @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/retrieve-ecs-optimized_windows_AMI.html */
function windowsParameter(year: number, edition: 'core' | 'full'): string {
  const installation = edition === 'core' ? 'Core' : 'Full';
  return `/aws/service/ami-windows-latest/Windows_Server-${year}-English-${installation}-ECS_Optimized/image_id`;
}

/** Name of the SSM parameter with the AMI for these types; nothing where AWS publishes none. */
export function amiParameter(image: PublishedImage, instanceTypes: readonly string[]): string | undefined {
  const [first = ''] = instanceTypes;
  const accelerator = acceleratorOf(first) ?? 'none';
  const architecture = architectureOf(first);
  if (image.kind !== 'windows') return LINUX_PARAMETERS[`${image.kind}/${architecture}/${accelerator}`];
  const { year = 2022, edition = 'core' } = image;
  return architecture === 'x86_64' && accelerator === 'none' ? windowsParameter(year, edition) : undefined;
}

/** What user data and disks are written for. */
export function publishedImage(image: EcsInstanceImage): PublishedImage {
  return image.kind === 'custom' ? image.from : image;
}

/** As a task definition spells it. */
export function operatingSystemOf(image: EcsInstanceImage): OperatingSystem {
  const published = publishedImage(image);
  if (published.kind !== 'windows') return 'LINUX';
  const { year = 2022, edition = 'core' } = published;
  return edition === 'core' ? `WINDOWS_SERVER_${year}_CORE` : `WINDOWS_SERVER_${year}_FULL`;
}

/** The disks of an image: which device grows, and the least that it needs in GiB. */
export const IMAGE_DISKS = {
  al2023: { root: '/dev/xvda', containers: '/dev/xvda', leastGib: 30 },
  // Images and containers live on the second disk; the first holds the system and stays as it is.
  bottlerocket: { root: '/dev/xvda', containers: '/dev/xvdb', leastGib: 20 },
  windows: { root: '/dev/sda1', containers: '/dev/sda1', leastGib: 50 },
} as const;

/** One AMI runs on one architecture and brings the drivers of one accelerator. */
export function validateImageForTypes(image: EcsInstanceImage, instanceTypes: readonly string[]): Issue[] {
  const mixed = [
    ...oneOf('architecture', instanceTypes, architectureOf),
    ...oneOf('accelerator', instanceTypes, (type) => acceleratorOf(type) ?? 'none'),
  ];
  if (mixed.length > 0 || image.kind === 'custom' || instanceTypes.length === 0) return mixed;
  if (amiParameter(image, instanceTypes) !== undefined) return [];
  const [first = ''] = instanceTypes;
  const accelerator = acceleratorOf(first);
  return [
    {
      field: 'image',
      value: image.kind,
      limit: `an image that AWS publishes for ${describe(architectureOf(first), accelerator)} (${first})`,
      fix: fixFor(image.kind, accelerator),
      see: image.kind === 'bottlerocket' ? SEE_BOTTLEROCKET : SEE,
    },
  ];
}

function oneOf(what: string, instanceTypes: readonly string[], ask: (type: string) => string): Issue[] {
  const answers = [...new Set(instanceTypes.map(ask))];
  if (answers.length <= 1) return [];
  return [
    {
      field: 'instanceTypes',
      value: instanceTypes,
      limit: `types of one ${what}, because they start one AMI; these have ${answers.join(' and ')}`,
      fix: `make one capacity for ${answers.join(' and one for ')}`,
      see: SEE,
    },
  ];
}

function describe(architecture: InstanceArchitecture, accelerator: Accelerator | undefined): string {
  return accelerator === undefined ? architecture : `${architecture} with ${accelerator} drivers`;
}

function fixFor(kind: PublishedImage['kind'], accelerator: Accelerator | undefined): string {
  if (kind === 'windows') return 'choose x86_64 types without accelerators';
  if (accelerator === 'neuron') return "use image: { kind: 'al2023' } with x86_64 types";
  return "use image: { kind: 'bottlerocket' }, or x86_64 types, or an AMI of your own";
}
