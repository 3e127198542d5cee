import type { Issue } from '../../shared/issue';
import type { IServiceNamespace } from '../cluster/service-namespace-interface';
import type { AppProtocol } from '../task/port-mapping';

/**
 * How other services of the cluster find this one.
 *
 * - `service-connect`: a proxy beside each task balances, retries and measures calls to `http://name:port`. Callers
 *   need Service Connect too: `{ kind: 'service-connect-client' }` where they offer nothing themselves.
 * - `dns`: names of the VPC that Cloud Map keeps; an address in awsvpc mode, address and port (SRV) in bridge and host.
 */
export type Discovery = ServiceConnectDiscovery | ServiceConnectClient | DnsDiscovery;

/** Calls and is called through Service Connect. */
export interface ServiceConnectDiscovery {
  readonly kind: 'service-connect';
  /** What callers call it, unique in the namespace. @default the service's construct id */
  readonly name?: string;
  /** Port that callers use. @default the container's port */
  readonly port?: number;
  /** `http`, `http2` and `grpc` give metrics and retries by request. @default 'http' */
  readonly appProtocol?: AppProtocol;
  /** @default the cluster's */
  readonly namespace?: IServiceNamespace;
  /** Encrypts what goes between the proxies. @default nothing is encrypted inside the VPC */
  readonly tls?: ServiceConnectTls;
  /** Seconds without a byte until a connection is closed, 0 (never) to 2,147,483,647. @default 300 for HTTP, as ECS has it */
  readonly idleTimeoutSeconds?: number;
  /** Seconds for one request, 0 for no limit. @default 15 for HTTP, as ECS has it */
  readonly requestTimeoutSeconds?: number;
}

/** Certificates that ECS gets from a private CA and renews every five days. The CA alone costs 50 to 400 USD a month. */
export interface ServiceConnectTls {
  /**
   * ARN of a CA of AWS Private CA in the same region, with the tag `AmazonECSManaged: true`. `SHORT_LIVED_CERTIFICATE` is
   * the cheaper mode and enough.
   * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-connect-tls.html
   */
  readonly certificateAuthorityArn: string;
  /** ARN of the symmetric key of the secrets that hold the private keys. @default the AWS managed key of Secrets Manager */
  readonly encryptionKeyArn?: string;
}

/** Calls others through Service Connect and is not called itself. */
export interface ServiceConnectClient {
  readonly kind: 'service-connect-client';
  /** @default the cluster's */
  readonly namespace?: IServiceNamespace;
}

/** Is found by a name in the VPC. */
export interface DnsDiscovery {
  readonly kind: 'dns';
  /** First label of the name, unique in the namespace. @default the service's construct id */
  readonly name?: string;
  /** Of kind `private-dns`. @default the cluster's */
  readonly namespace?: IServiceNamespace;
  /** Seconds that an answer may be kept, 0-2,147,483,647. @default 10: a stopped task is forgotten quickly */
  readonly ttlSeconds?: number;
}

/** Said where a name is asked for and nothing finds the service by one. */
export function noDiscoveryUrl(): Issue {
  return {
    field: 'discovery',
    value: undefined,
    limit: 'a name and a port for others: Service Connect, or DNS in awsvpc mode',
    fix: "write discovery: { kind: 'service-connect' }",
    see: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/interconnecting-services.html',
  };
}
