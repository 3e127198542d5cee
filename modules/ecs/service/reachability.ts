import type { INetwork, ISubnet } from '../../network/i-network';
import type { Issue } from '../../shared/problems';
import { isUnknown } from '../../shared/unknown';
import { ecrLocation, imageCredentials, imageName, imageRepositories, registryHost } from '../task/image';
import { secretService } from '../task/secret';
import type { TaskDefinition } from '../task/task-definition';

const SEE = 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/vpc-endpoints.html';

/** Something that a task has to reach before its program runs. */
interface Need {
  /** For whom, `image 123...amazonaws.com/web:1 of container "app"`. */
  readonly what: string;
  /** VPC endpoints that serve it; none where only a way out to the internet does. */
  readonly endpoints: readonly string[];
}

/**
 * Whether tasks in subnets without a way out can start at all: such a task hangs in PROVISIONING or ends with
 * CannotPullContainer, long after a successful apply. Nothing is said where the endpoints of the network are not known.
 */
export function unreachable(
  task: TaskDefinition,
  { network, subnets }: { readonly network: INetwork; readonly subnets: readonly ISubnet[] },
): Issue[] {
  const isolated = subnets.filter(({ egress }) => egress === 'none');
  const { endpoints } = network;
  if (isolated.length === 0 || endpoints === undefined) return [];
  const tiers = [...new Set(isolated.map(({ tier }) => tier))].join(', ');
  return needsOf(task).flatMap(({ what, endpoints: needed }) => {
    const missing = needed.filter((endpoint) => !endpoints.includes(endpoint));
    if (needed.length > 0 && missing.length === 0) return [];
    return [
      {
        field: 'subnets',
        value: tiers,
        limit:
          needed.length === 0
            ? `subnets with a way out for ${what}: no VPC endpoint leads to that registry`
            : `subnets with a way out, or VPC endpoints ${needed.join(', ')}, for ${what}`,
        fix:
          needed.length === 0
            ? 'copy the image into a private ECR repository, or choose subnets with a NAT gateway'
            : `add the endpoints ${missing.join(', ')} to the network, or choose subnets with a NAT gateway`,
        see: SEE,
        rule: 'ecs.unreachable',
      },
    ];
  });
}

function needsOf(task: TaskDefinition): readonly Need[] {
  const perContainer = Object.entries(task.containers).flatMap(([name, container]): Need[] => {
    const { image, secrets = {}, environmentFiles = [], logging } = container;
    const credentials = imageCredentials(image);
    const sources = [
      ...Object.entries(secrets),
      ...(credentials === undefined ? [] : [['image', credentials] as const]),
    ];
    return [
      ...imageNeeds(name, image),
      ...sources.map(([secret, source]) => ({
        what: `secret "${secret}" of container "${name}"`,
        endpoints: [secretService(source)],
      })),
      ...(environmentFiles.length === 0
        ? []
        : [{ what: `environment files of container "${name}"`, endpoints: ['s3'] }]),
      ...(logging === undefined || logging.kind === 'cloudwatch'
        ? [{ what: `logs of container "${name}"`, endpoints: ['logs'] }]
        : []),
    ];
  });
  return [...perContainer, ...(task.executeCommand ? [{ what: 'ECS Exec', endpoints: ['ssmmessages'] }] : [])];
}

/** A name known only at apply may be in ECR or not; nothing is said of it. */
function imageNeeds(container: string, image: Parameters<typeof imageName>[0]): readonly Need[] {
  const name = imageName(image);
  const inEcr = imageRepositories(image).length > 0 || ecrLocation(name) !== undefined;
  if (!inEcr && (isUnknown(name) || registryHost(name) === undefined)) return [];
  const endpoints = inEcr ? ['ecr.api', 'ecr.dkr', 's3'] : [];
  return [{ what: `image ${isUnknown(name) ? 'in ECR' : name} of container "${container}"`, endpoints }];
}
