import { Construct } from 'constructs';
import { clusterAround } from '../ecs/cluster/cluster-around';
import type { IEcsCluster } from '../ecs/cluster/ecs-cluster-interface';
import { ServiceNamespace } from '../ecs/cluster/service-namespace';
import type { IServiceNamespace } from '../ecs/cluster/service-namespace-interface';
import { taskNetwork } from '../ecs/cluster/task-network';
import { EcsService } from '../ecs/service/ecs-service';
import type { ServiceContainer, ServiceSettings, ServiceSize } from '../ecs/service/ecs-service-props';
import {
  ApplicationLoadBalancer,
  type ApplicationLoadBalancerProps,
  type IApplicationLoadBalancer,
} from '../load-balancing/application-load-balancer';
import { kebabCase } from '../shared/names';
import { type Issue, report, warn } from '../shared/problems';
import { check, duplicates } from '../shared/validation';

/** One of several services that stand behind one load balancer and find each other by name. */
export type MicroserviceProps<Name extends string = string> = Omit<
  ServiceSettings,
  'cluster' | 'network' | 'expose' | 'discovery'
> &
  Omit<ServiceContainer, 'port'> &
  ServiceSize & {
    /** The TCP port that the program listens on. */
    readonly port: number;
    /** Paths that clients reach it by: `/cards` takes `/cards` and all below it, `/` all the rest; unchanged. @default ['/NAME'] */
    readonly paths?: readonly string[];
    /**
     * The services that it calls. Each opens its port to this one only, and is found in `NAME_URL`,
     * `CARDS_URL=http://cards:8080`. @default none
     */
    readonly calls?: readonly NoInfer<Name>[];
  };

export interface MicroservicesProps<Name extends string = string> {
  /** @default the cluster that the surrounding stack offers, `new EnvironmentStack(...)` */
  readonly cluster?: IEcsCluster;
  /** The way in: one that exists, or what it is to be, `{ scheme: 'internet-facing', entry: { kind: 'domain', ... } }`. */
  readonly loadBalancer: IApplicationLoadBalancer | Omit<ApplicationLoadBalancerProps, 'network'>;
  /** Where the names are. @default the cluster's namespace, or one of its own for Service Connect, which is free */
  readonly namespace?: IServiceNamespace;
  /**
   * Of every service that names none of its own.
   * @default { min: 2, max: 10, cpuPercent: 70 }: one task may fail, and CPU has room for a start to take a minute
   */
  readonly scaling?: ServiceSettings['scaling'];
  /** By name; a service can be added or removed without a change to the others. */
  readonly services: Readonly<Record<Name, MicroserviceProps<Name>>>;
}

/** 70 percent of CPU leaves room for the minute that a new task takes. */
const SCALING = { min: 2, max: 10, cpuPercent: 70 };
const SEE = 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-connect.html';

/**
 * Services with an address of their own per task, one rule each on one load balancer, target tracking, and names by which
 * they call each other. Only calls that are declared are let through.
 */
export class Microservices<Name extends string = string> extends Construct {
  public readonly loadBalancer: IApplicationLoadBalancer;
  public readonly namespace: IServiceNamespace;
  public readonly services: Readonly<Record<Name, EcsService>>;

  public constructor(scope: Construct, id: string, props: MicroservicesProps<Name>) {
    super(scope, id);
    report(this, validateMicroservices(props));
    warn(this, circles(props));
    const { cluster = clusterAround(this), loadBalancer } = props;
    this.loadBalancer =
      'loadBalancerArn' in loadBalancer
        ? loadBalancer
        : new ApplicationLoadBalancer(this, 'LoadBalancer', {
            ...loadBalancer,
            network: taskNetwork(this, undefined, cluster),
          });
    this.namespace = props.namespace ?? cluster.namespace ?? new ServiceNamespace(this, 'Namespace', { kind: 'http' });
    const services = new Map<string, EcsService>();
    for (const [name, service] of entriesOf(props.services)) {
      const { paths = [`/${kebabCase(name)}`], calls = [], environment, ...settings } = service;
      services.set(
        name,
        new EcsService(this, name, {
          scaling: props.scaling ?? SCALING,
          ...settings,
          cluster,
          environment: { ...urlsOf(calls, props.services), ...environment },
          expose: { loadBalancer: this.loadBalancer, paths },
          discovery: { kind: 'service-connect', name: kebabCase(name), namespace: this.namespace },
        }),
      );
    }
    for (const [name, { calls = [] }] of entriesOf(props.services)) {
      const caller = services.get(name);
      for (const callee of calls) {
        if (caller === undefined) continue;
        // Two that call each other cannot both be first.
        if (reaches(callee, name, props.services)) services.get(callee)?.connections.allowFrom(caller);
        else services.get(callee)?.allowCallsFrom(caller);
      }
    }
    this.services = Object.fromEntries(services) as Record<Name, EcsService>;
  }
}

function entriesOf<Name extends string>(
  services: MicroservicesProps<Name>['services'],
): [string, MicroserviceProps<Name>][] {
  return Object.entries<MicroserviceProps<Name>>(services);
}

/** `{ CARDS_URL: 'http://cards:8080' }` */
function urlsOf<Name extends string>(
  calls: readonly Name[],
  services: MicroservicesProps<Name>['services'],
): Record<string, string> {
  return Object.fromEntries(
    calls.map((name) => [
      `${kebabCase(name).replaceAll('-', '_').toUpperCase()}_URL`,
      `http://${kebabCase(name)}:${services[name]?.port}`,
    ]),
  );
}

/** True where `from` calls `to`, by itself or through others. */
function reaches<Name extends string>(
  from: string,
  to: string,
  services: MicroservicesProps<Name>['services'],
  seen: ReadonlySet<string> = new Set(),
): boolean {
  if (from === to) return true;
  const calls = entriesOf(services).find(([name]) => name === from)?.[1].calls ?? [];
  return !seen.has(from) && calls.some((callee) => reaches(callee, to, services, new Set([...seen, from])));
}

/** Legal, but Terraform cannot know which of them comes first. */
function circles<Name extends string>({ services }: MicroservicesProps<Name>): Issue[] {
  const names = entriesOf(services)
    .filter(([name, { calls = [] }]) => calls.some((callee) => callee !== name && reaches(callee, name, services)))
    .map(([name]) => name);
  if (names.length === 0) return [];
  return [
    {
      field: 'services[].calls',
      value: names,
      limit: 'no circle: a task knows the names that were there when it started',
      fix: 'after the first apply, deploy these services once more (redeploy: "1"), or let one of them answer through a queue',
      see: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-connect-concepts-deploy.html',
    },
  ];
}

/** Pure, so that a test can ask about one field without building a stack. */
export function validateMicroservices<Name extends string>({ services }: MicroservicesProps<Name>): Issue[] {
  const names = Object.keys(services);
  return [
    ...check('services', names.length, (count) => count > 0, {
      limit: 'at least one service',
      fix: 'write services: { web: { image: "nginx:1.27", port: 80, paths: ["/"] } }',
      see: SEE,
    }),
    ...entriesOf(services).flatMap(([name, { calls = [] }]) => [
      ...calls.flatMap((callee, index) =>
        check(`services.${name}.calls[${index}]`, callee, (called) => called !== name && names.includes(called), {
          limit: `another service of this group: ${names.filter((other) => other !== name).join(', ') || 'there is none'}`,
          fix: 'correct the name; what is outside the group is opened with connections.allowFrom',
          see: SEE,
        }),
      ),
      ...duplicates(calls).map((callee) => ({
        field: `services.${name}.calls`,
        value: callee,
        limit: 'each service once',
        fix: 'remove one of the two',
        see: SEE,
      })),
    ]),
  ];
}
