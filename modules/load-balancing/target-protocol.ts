/** Protocols of an application balancer's targets, then those of a network balancer's. */
export const APPLICATION_TARGET_PROTOCOLS = ['HTTP', 'HTTPS'] as const;
export const NETWORK_TARGET_PROTOCOLS = ['TCP', 'UDP', 'TCP_UDP', 'TLS'] as const;

export type ApplicationTargetProtocol = (typeof APPLICATION_TARGET_PROTOCOLS)[number];
export type NetworkTargetProtocol = (typeof NETWORK_TARGET_PROTOCOLS)[number];

/** What a balancer speaks to its targets. */
export type TargetProtocol = ApplicationTargetProtocol | NetworkTargetProtocol;

/** The HTTP that is spoken; `GRPC` needs an HTTPS listener. */
export type TargetProtocolVersion = 'HTTP1' | 'HTTP2' | 'GRPC';

/** True where an application balancer reads requests, false where a network balancer passes connections on. */
export function isHttp(protocol: TargetProtocol): protocol is ApplicationTargetProtocol {
  return protocol === 'HTTP' || protocol === 'HTTPS';
}
