import type { Issue } from '../shared/problems';
import { check } from '../shared/validation';
import { usesFargateSpot } from './capacity-strategy';
import type { ServiceFacts } from './service-facts';

const API = 'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateService.html';

/** The task definition and the capacity have to speak of the same machines. */
export function validateFit({
  capacity,
  kind,
  compatibility,
  operatingSystem,
}: Pick<ServiceFacts, 'capacity' | 'kind' | 'compatibility' | 'operatingSystem'>): Issue[] {
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
  ];
}
