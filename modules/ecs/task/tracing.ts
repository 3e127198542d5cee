import type { PolicyStatement } from '../../identity/policy-statement';
import type { Issue } from '../../shared/problems';
import { check } from '../../shared/validation';
import type { ContainerProps } from './container';
import type { NetworkMode } from './port-mapping';

/** Where the traces of a program go, through an OpenTelemetry collector beside it. */
export type Tracing =
  /** AWS X-Ray; about 5 USD for a million traces. */
  | { readonly kind: 'xray'; readonly image?: string }
  /** Anything that takes OTLP over HTTP, Jaeger for one: `http://jaeger.acme.internal:4318`. */
  | { readonly kind: 'otlp'; readonly endpoint: string; readonly image?: string };

/**
 * AWS's build of the OpenTelemetry collector, pinned. The X-Ray daemon is in maintenance since February 2026.
 * @see https://github.com/aws-observability/aws-otel-collector/releases
 */
const COLLECTOR_IMAGE = 'public.ecr.aws/aws-observability/aws-otel-collector:v0.48.0';

/** Where the program sends its traces, inside the task. */
const ENDPOINT = { grpc: '127.0.0.1:4317', http: '127.0.0.1:4318' } as const;

/** The collector as a container. The task lives on without it: losing traces is better than losing requests. */
export function tracingCollector(tracing: Tracing): ContainerProps {
  const exporters = tracing.kind === 'xray' ? { awsxray: {} } : { otlphttp: { endpoint: tracing.endpoint } };
  const configuration = {
    receivers: { otlp: { protocols: { grpc: { endpoint: ENDPOINT.grpc }, http: { endpoint: ENDPOINT.http } } } },
    processors: { batch: {} },
    exporters,
    service: {
      pipelines: { traces: { receivers: ['otlp'], processors: ['batch'], exporters: Object.keys(exporters) } },
    },
  };
  return {
    image: tracing.image ?? COLLECTOR_IMAGE,
    essential: false,
    // JSON is YAML: the collector reads its configuration from this variable.
    environment: { AOT_CONFIG_CONTENT: JSON.stringify(configuration) },
  };
}

/** What OpenTelemetry SDKs read. */
export function tracingEnvironment(): Readonly<Record<string, string>> {
  return { OTEL_EXPORTER_OTLP_ENDPOINT: `http://${ENDPOINT.http}`, OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf' };
}

/** X-Ray knows no resources for what collectors do; other systems need no right of AWS. */
export function tracingStatements(tracing: Tracing): PolicyStatement[] {
  return tracing.kind === 'xray'
    ? [{ actions: ['xray:PutTelemetryRecords', 'xray:PutTraceSegments'], resources: ['*'] }]
    : [];
}

/** Pure: the program and the collector have to share a network. */
export function validateTracing(tracing: Tracing, networkMode: NetworkMode): Issue[] {
  const see = 'https://aws-otel.github.io/docs/setup/ecs';
  return [
    ...check('tracing', networkMode, (mode) => mode === 'awsvpc' || mode === 'host', {
      limit: 'network mode awsvpc or host, where containers share 127.0.0.1',
      fix: 'leave networkMode out',
      see,
    }),
    ...check(
      'tracing.endpoint',
      tracing.kind === 'otlp' ? tracing.endpoint : undefined,
      (url) => /^https?:\/\/[^/]+/.test(url),
      {
        limit: 'an address that begins with http:// or https://',
        fix: 'write "http://jaeger.acme.internal:4318"',
        see,
      },
    ),
  ];
}
