import type { Issue } from '../../shared/problems';
import { isUnknown } from '../../shared/unknown';
import { check, checkWholeNumber } from '../../shared/validation';

/** How Service Connect reads what goes over a port. */
export type AppProtocol = 'http' | 'http2' | 'grpc';

/** A port of a container, or a range of them. */
export type PortMapping = SinglePort | PortRange;

interface PortOptions {
  /** Lower-case name that Service Connect and traffic rules use, up to 64 characters. @default none */
  readonly name?: string;
  /** @default 'tcp' */
  readonly protocol?: 'tcp' | 'udp';
  /** Needs a name. @default Service Connect treats the port as TCP */
  readonly appProtocol?: AppProtocol;
}

/** One port that the program listens on. */
export interface SinglePort extends PortOptions {
  /** 1-65535. */
  readonly containerPort: number;
  /** 0 or missing in bridge mode: a free port of the instance. In awsvpc and host mode the same as the container's. */
  readonly hostPort?: number;
}

/** A range that the program listens on; only in awsvpc and bridge mode, at most 100 ports a task. */
export interface PortRange extends PortOptions {
  /** `'8000-8010'`. */
  readonly containerPortRange: string;
}

/** How a task is connected; `none` has no network, `bridge` and `host` exist only on EC2. */
export type NetworkMode = 'awsvpc' | 'bridge' | 'host' | 'none';

const SEE = 'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_PortMapping.html';

/** A number is short for a TCP port. */
export function portMappings(ports: readonly (number | PortMapping)[] | undefined): readonly PortMapping[] {
  return (ports ?? []).map((port) => (typeof port === 'object' ? port : { containerPort: port }));
}

/** Pure: the rules of one mapping in a network mode. */
export function validatePortMapping(field: string, port: PortMapping, mode: NetworkMode): Issue[] {
  const named = [
    ...check(`${field}.name`, port.name, (name) => /^[a-z0-9_][a-z0-9_-]{0,63}$/.test(name), {
      limit: '1 to 64 lower-case letters, digits, "_" and "-", not beginning with "-"',
      fix: 'write for example "http"',
      see: SEE,
    }),
    ...(port.appProtocol !== undefined && port.name === undefined
      ? [
          {
            field: `${field}.appProtocol`,
            value: port.appProtocol,
            limit: 'given together with a name',
            fix: 'add name: "http"',
            see: SEE,
          },
        ]
      : []),
  ];
  if (mode === 'none') {
    return [
      {
        field,
        value: 'containerPort' in port ? port.containerPort : port.containerPortRange,
        limit: 'no ports in network mode none',
        fix: 'remove the port, or use network mode awsvpc',
        see: SEE,
      },
    ];
  }
  return [
    ...named,
    ...('containerPort' in port ? validateSinglePort(field, port, mode) : validateRange(field, port, mode)),
  ];
}

function validateSinglePort(field: string, { containerPort, hostPort }: SinglePort, mode: NetworkMode): Issue[] {
  const range = [
    ...checkWholeNumber(`${field}.containerPort`, containerPort, [1, 65_535], {
      fix: 'write the port that the program listens on',
      see: SEE,
    }),
    ...checkWholeNumber(`${field}.hostPort`, hostPort, [0, 65_535], { fix: 'leave it out', see: SEE }),
  ];
  if (range.length > 0 || mode === 'bridge' || hostPort === undefined || isUnknown(containerPort)) return range;
  return check(`${field}.hostPort`, hostPort, (port) => port === containerPort, {
    limit: `the containerPort ${containerPort}, or left out, in ${mode} mode`,
    fix: 'leave hostPort out',
    see: SEE,
  });
}

function validateRange(field: string, { containerPortRange }: PortRange, mode: NetworkMode): Issue[] {
  if (mode === 'host') {
    return [
      {
        field: `${field}.containerPortRange`,
        value: containerPortRange,
        limit: 'single ports in host mode; ranges exist in awsvpc and bridge mode',
        fix: 'write each port',
        see: SEE,
      },
    ];
  }
  return check(`${field}.containerPortRange`, containerPortRange, isRange, {
    limit: 'lowest-highest within 1-65535, at most 100 ports',
    fix: 'write for example "8000-8010"',
    see: SEE,
  });
}

function isRange(text: string): boolean {
  const [, from, to] = /^(\d+)-(\d+)$/.exec(text) ?? [];
  const [first, last] = [Number(from), Number(to)];
  return first >= 1 && last <= 65_535 && first <= last && last - first < 100;
}
