import type { Issue } from '../../shared/problems';
import type { ContainerProps } from './container';

type Containers = Readonly<Record<string, ContainerProps>>;

/** `dependsOn` names containers that exist, whose condition can come true, in an order that ends. */
export function validateOrder(containers: Containers): Issue[] {
  const see = 'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDependency.html';
  const edges = Object.entries(containers).flatMap(([name, { dependsOn = {} }]) =>
    Object.entries(dependsOn).map(([other, condition]) => ({ name, other, condition })),
  );
  const cycle = findCycle(containers);
  return [
    ...edges.flatMap(({ name, other, condition }) => {
      const field = `containers.${name}.dependsOn.${other}`;
      const target = containers[other];
      if (target === undefined) {
        const names = Object.keys(containers).filter((candidate) => candidate !== name);
        return [
          { field, value: other, limit: `a container of the task: ${names.join(', ')}`, fix: 'correct the name', see },
        ];
      }
      if (condition === 'HEALTHY' && target.healthCheck === undefined) {
        return [
          {
            field,
            value: condition,
            limit: `START, COMPLETE or SUCCESS: "${other}" has no health check, it never becomes HEALTHY`,
            fix: `give "${other}" a healthCheck`,
            see,
          },
        ];
      }
      const ends = condition === 'SUCCESS' || condition === 'COMPLETE';
      return ends && (target.essential ?? true)
        ? [
            {
              field,
              value: condition,
              limit: `START or HEALTHY: "${other}" is essential, so the task stops when it ends`,
              fix: `write essential: false for "${other}"`,
              see,
            },
          ]
        : [];
    }),
    ...(cycle === undefined
      ? []
      : [
          {
            field: 'containers.*.dependsOn',
            value: cycle.join(' -> '),
            limit: 'an order without a circle',
            fix: `remove "${cycle[1]}" from the dependsOn of "${cycle[0]}"`,
            see,
          },
        ]),
  ];
}

function findCycle(containers: Containers): readonly string[] | undefined {
  const done = new Set<string>();
  const visit = (name: string, path: readonly string[]): readonly string[] | undefined => {
    if (path.includes(name)) return [...path.slice(path.indexOf(name)), name];
    if (done.has(name)) return undefined;
    for (const other of Object.keys(containers[name]?.dependsOn ?? {})) {
      const cycle = visit(other, [...path, name]);
      if (cycle !== undefined) return cycle;
    }
    done.add(name);
    return undefined;
  };
  for (const name of Object.keys(containers)) {
    const cycle = visit(name, []);
    if (cycle !== undefined) return cycle;
  }
  return undefined;
}
