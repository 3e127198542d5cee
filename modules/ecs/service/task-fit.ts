import type { Issue } from '../../shared/problems';
import { check } from '../../shared/validation';
import { capacitiesOf, usesFargateSpot } from '../cluster/capacity-strategy';
import type { ServiceFacts } from './service-facts';

const API = 'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateService.html';

/** The task definition and the capacity have to speak of the same machines. */
export function validateFit({
  capacity,
  kind,
  compatibility,
  operatingSystem,
  gpu,
}: Pick<ServiceFacts, 'capacity' | 'kind' | 'compatibility' | 'operatingSystem' | 'gpu'>): Issue[] {
  const windows = operatingSystem !== 'LINUX';
  const instances = capacity.kind === 'fargate' || capacity.kind === 'shared' ? undefined : capacity;
  return [
    ...check('capacity', kind, () => compatibility === kind, {
      limit: `${compatibility} capacity: the task definition is made for it`,
      fix: `write compatibility: "${kind}" in the task definition, or choose another capacity`,
      see: API,
    }),
    ...(windows && usesFargateSpot(capacity)
      ? [
          {
            field: 'capacity.spot',
            value: operatingSystem,
            limit: 'Linux on FARGATE_SPOT',
            fix: 'remove spot',
            see: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-capacity-providers.html',
            rule: 'ecs.fargate-spot-windows',
          },
        ]
      : []),
    ...(instances !== undefined && operatingSystem !== instances.operatingSystem
      ? [
          {
            field: 'operatingSystem',
            value: operatingSystem,
            limit: `the operating system of the capacity, ${instances.operatingSystem}`,
            fix: 'run the service on a capacity with its operating system',
            see: API,
          },
        ]
      : []),
    ...(instances !== undefined && gpu && !instances.gpu
      ? [
          {
            field: 'gpu',
            value: 'a container that asks for a GPU',
            limit: `instances with GPUs; those of ${instances.node.path} have none`,
            fix: 'run it on a capacity with g or p instance types',
            see: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-gpu.html',
          },
        ]
      : []),
  ];
}

/** Legal, but tasks would wait for room that nobody makes. */
export function fitWarnings({ capacity, scaling }: Pick<ServiceFacts, 'capacity' | 'scaling'>): Issue[] {
  if ('fixed' in scaling || scaling.min === scaling.max) return [];
  return capacitiesOf(capacity)
    .filter(({ kind, managedScaling }) => kind === 'ec2' && !managedScaling)
    .map((instances) => ({
      field: 'scaling',
      value: { min: scaling.min, max: scaling.max },
      limit: `a fixed number of tasks on ${instances.node.path}, whose instances nobody adds`,
      fix: 'leave managedScaling of the capacity on, or make sure that scaling.max tasks fit',
      see: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/cluster-auto-scaling.html',
    }));
}
