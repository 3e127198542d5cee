import type { PolicyStatement } from '../../identity/policy-statement';
import type { Issue } from '../../shared/problems';
import { check } from '../../shared/validation';
import type { ContainerProps } from './container';
import type { FirelensLogging } from './logging';
import type { SecretSource } from './secret';

/** Where a Fluent Bit container beside the program sends its logs. @see https://docs.fluentbit.io/manual/pipeline/outputs */
export type LogRouter = (
  | FirehoseDestination
  | OpenSearchDestination
  | LokiDestination
  | DatadogDestination
  | OtherDestination
) & {
  /** @default AWS's build of Fluent Bit, pinned */
  readonly image?: string;
};

/** An Amazon Data Firehose stream: to S3, Redshift, Splunk ... */
export interface FirehoseDestination {
  readonly kind: 'firehose';
  readonly deliveryStreamName: string;
  readonly deliveryStreamArn: string;
  readonly region: string;
}

/** An Amazon OpenSearch domain: the E and K of ELK. */
export interface OpenSearchDestination {
  readonly kind: 'opensearch';
  /** Host without `https://`. */
  readonly host: string;
  readonly domainArn: string;
  readonly region: string;
  /** @default 'logs' */
  readonly index?: string;
}

/** Grafana Loki. */
export interface LokiDestination {
  readonly kind: 'loki';
  /** Host without `https://`. */
  readonly host: string;
  /** @default 443 */
  readonly port?: number;
  /** `job=web, env=prod`. @default 'job=ecs' */
  readonly labels?: string;
}

/** Datadog. */
export interface DatadogDestination {
  readonly kind: 'datadog';
  readonly apiKey: SecretSource;
  /** @default 'http-intake.logs.datadoghq.com' */
  readonly host?: string;
  /** Name of the service in Datadog. @default none */
  readonly service?: string;
}

/** Any other output of Fluent Bit. */
export interface OtherDestination {
  readonly kind: 'other';
  /** `{ Name: 'http', Host: ... }` */
  readonly options: Readonly<Record<string, string>>;
  readonly secretOptions?: Readonly<Record<string, SecretSource>>;
  /** Rights of the program's role that the output needs. @default none */
  readonly statements?: readonly PolicyStatement[];
}

/** @see https://github.com/aws/aws-for-fluent-bit/releases */
const ROUTER_IMAGE = 'public.ecr.aws/aws-observability/aws-for-fluent-bit:3.2.1';

/** The router as a container. It is essential: a task whose logs are lost is replaced. Its own lines go to CloudWatch. */
export function logRouterContainer({ image }: LogRouter): ContainerProps {
  return {
    image: image ?? ROUTER_IMAGE,
    user: '0', // the socket that Docker hands over belongs to root
    memoryReservationMib: 50,
    firelens: { type: 'fluentbit' },
  };
}

/** How the other containers of the task log. */
export function routedLogging(router: LogRouter): FirelensLogging {
  switch (router.kind) {
    case 'firehose':
      return {
        kind: 'firelens',
        options: { Name: 'kinesis_firehose', delivery_stream: router.deliveryStreamName, region: router.region },
      };
    case 'opensearch':
      return {
        kind: 'firelens',
        options: {
          Name: 'opensearch',
          AWS_Auth: 'On',
          AWS_Region: router.region,
          Host: router.host,
          Index: router.index ?? 'logs',
          Port: '443',
          Suppress_Type_Name: 'On',
          tls: 'On',
        },
      };
    case 'loki':
      return {
        kind: 'firelens',
        options: {
          Name: 'loki',
          host: router.host,
          labels: router.labels ?? 'job=ecs',
          port: String(router.port ?? 443),
          tls: 'On',
        },
      };
    case 'datadog':
      return {
        kind: 'firelens',
        options: {
          Name: 'datadog',
          Host: router.host ?? 'http-intake.logs.datadoghq.com',
          TLS: 'on',
          dd_source: 'ecs',
          provider: 'ecs',
          ...(router.service === undefined ? {} : { dd_service: router.service }),
        },
        secretOptions: { apikey: router.apiKey },
      };
    case 'other':
      return { kind: 'firelens', options: router.options, secretOptions: router.secretOptions };
  }
}

/** Fluent Bit sends with the rights of the program's role. */
export function logRouterStatements(router: LogRouter): readonly PolicyStatement[] {
  switch (router.kind) {
    case 'firehose':
      return [{ actions: ['firehose:PutRecordBatch'], resources: [router.deliveryStreamArn] }];
    case 'opensearch':
      return [{ actions: ['es:ESHttpPost', 'es:ESHttpPut'], resources: [`${router.domainArn}/*`] }];
    case 'other':
      return router.statements ?? [];
    default:
      return [];
  }
}

/** Pure, so that a test can ask about one field without building a stack. */
export function validateLogRouter(router: LogRouter): Issue[] {
  const see = 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/using_firelens.html';
  const host = 'host' in router ? router.host : undefined;
  const options = router.kind === 'other' ? router.options : undefined;
  return [
    ...check('logRouter.host', host, (text) => !/^https?:|\//.test(text), {
      limit: 'a host name without "https://" and without a path',
      fix: 'write for example "logs.acme.dev"',
      see,
    }),
    ...check('logRouter.options', options, (given) => Object.keys(given).some((key) => key.toLowerCase() === 'name'), {
      limit: 'options with Name, the output plugin of Fluent Bit',
      fix: 'add Name: "http"',
      see,
    }),
  ];
}
