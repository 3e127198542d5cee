import type { SinglePort } from '../ecs/task/port-mapping';
import type { JsonObject } from '../shared/json-object';
import { numberOf, textsOf, wrong } from './compose-values';

/** A port that is published to others than the services of the file. */
export interface PublishedPort {
  readonly containerPort: number;
  /** Where clients connect: the host's port in the file. */
  readonly clientPort: number;
  readonly protocol: 'tcp' | 'udp';
  /** HTTP, which an application load balancer can read. */
  readonly http: boolean;
}

/** The ports of a service: all that its program listens on, and those of them that are published. */
export interface ComposePorts {
  readonly ports: readonly SinglePort[];
  readonly published: readonly PublishedPort[];
}

/** `[address:][host:]container[/protocol]`; host and container may be ranges. */
const SHORT = /^(?:(\d+\.\d+\.\d+\.\d+|\[[^\]]+\]):)?(?:(\d+(?:-\d+)?)?:)?(\d+(?:-\d+)?)(?:\/(tcp|udp))?$/;

const HTTP_PORTS = [80, 443];

/** `9090/tcp`, by which two ports are compared. */
export function portKey({ containerPort, protocol = 'tcp' }: SinglePort | PublishedPort): string {
  return `${containerPort}/${protocol}`;
}

export function portsOf(json: JsonObject): ComposePorts {
  const published = json
    .entries('ports')
    .flatMap((entry) => (typeof entry === 'string' ? shortPorts(json, entry) : longPort(entry)));
  const exposed = textsOf(json, 'expose').flatMap((entry) => {
    const [, range, protocol] = /^(\d+(?:-\d+)?)(?:\/(tcp|udp))?$/.exec(entry) ?? [];
    return range === undefined
      ? (wrong(json, 'expose', 'ports such as 6379 or 53/udp') ?? [])
      : numbersOf(range).map((containerPort) => ({ containerPort, protocol: protocolOf(protocol) }));
  });
  const all = new Map<string, SinglePort>();
  for (const { containerPort, protocol } of [...published, ...exposed]) {
    const port: SinglePort = { containerPort, ...(protocol === 'udp' ? { protocol } : {}) };
    all.set(portKey(port), port);
  }
  return { ports: [...all.values()], published: published.filter(({ local }) => !local) };
}

function shortPorts(json: JsonObject, entry: string): (PublishedPort & { readonly local: boolean })[] {
  const [whole, address, host, container = '', protocol] = SHORT.exec(entry) ?? [];
  const containers = numbersOf(container);
  const hosts = host === undefined ? containers : numbersOf(host);
  if (whole === undefined || hosts.length !== containers.length) {
    return wrong(json, 'ports', 'host:container such as 5000:5000, 53:53/udp or 8000-8010:8000-8010') ?? [];
  }
  return containers.map((containerPort, index) => ({
    containerPort,
    clientPort: hosts[index] ?? containerPort,
    protocol: protocolOf(protocol),
    http: HTTP_PORTS.includes(containerPort),
    local: address === '127.0.0.1' || address === '[::1]',
  }));
}

function longPort(json: JsonObject): (PublishedPort & { readonly local: boolean })[] {
  const containerPort = numberOf(json, 'target') ?? 0;
  const protocol = json.oneOf('protocol', ['tcp', 'udp']) ?? 'tcp';
  const said = json.text('x-aws-protocol') ?? json.text('app_protocol');
  json.text('name');
  json.oneOf('mode', ['host', 'ingress']);
  return [
    {
      containerPort,
      clientPort: numberOf(json, 'published') ?? containerPort,
      protocol,
      http: said === undefined ? HTTP_PORTS.includes(containerPort) : /^https?2?$/.test(said),
      local: json.text('host_ip') === '127.0.0.1',
    },
  ];
}

/** `80` or every port of `8000-8010`. */
function numbersOf(range: string): number[] {
  const [first = 0, last = first] = range.split('-').map(Number);
  return Array.from({ length: Math.max(last - first + 1, 0) }, (_, index) => first + index);
}

function protocolOf(text: string | undefined): 'tcp' | 'udp' {
  return text === 'udp' ? 'udp' : 'tcp';
}
