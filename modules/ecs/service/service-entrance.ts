import type { Issue } from '../../shared/problems';
import { check, checkWholeNumber } from '../../shared/validation';
import type { TaskDefinition } from '../task/task-definition';
import type { Expose } from './service-exposure';

const SEE = 'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_LoadBalancer.html';

interface Wanted {
  readonly expose?: Expose;
  readonly port?: number;
}

/** Pure, so that a test can ask about one field without building a stack. */
export function validateServicePort({ port }: Wanted): Issue[] {
  return checkWholeNumber('port', port, [1, 65_535], { fix: 'write the port that the program listens on', see: SEE });
}

/** Another port in the place of a wrong one, which is then reported once and not by all that is built from it. */
export function withUsablePort<Props extends Wanted>(props: Props): Props {
  return validateServicePort(props).length === 0 ? props : { ...props, port: 80 };
}

/** The container and the port that requests go to: named, or the first port of the main container. */
export function serviceEntrance(
  { expose, port }: Wanted,
  taskDefinition: TaskDefinition,
): { readonly container: string; readonly port?: number } {
  const container = expose?.container ?? taskDefinition.mainContainer;
  const named = expose?.port ?? (expose?.container === undefined ? port : undefined);
  return { container, port: named ?? taskDefinition.portsOf(container)[0] };
}

/** A target group leads to a port that a container of the task really has. */
export function validateServiceEntrance(wanted: Wanted, taskDefinition: TaskDefinition): Issue[] {
  if (wanted.expose === undefined) return [];
  const { container, port = 0 } = serviceEntrance(wanted, taskDefinition);
  const names = Object.keys(taskDefinition.containers);
  if (!names.includes(container)) {
    return [
      {
        field: 'expose.container',
        value: container,
        limit: `a container of the task: ${names.join(', ')}`,
        fix: 'correct the name',
        see: SEE,
      },
    ];
  }
  const ports = taskDefinition.portsOf(container);
  const [first] = ports;
  return check('expose.port', port, (given) => ports.includes(given), {
    limit:
      first === undefined
        ? `a port that container "${container}" maps; it maps none`
        : `a port that container "${container}" maps: ${ports.join(', ')}`,
    fix: first === undefined ? 'write port: 80, what the program listens on' : `write port: ${first}`,
    see: SEE,
  });
}
