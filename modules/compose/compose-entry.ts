import type { ICertificate } from '../load-balancing/certificate';
import type { IApplicationLoadBalancer } from '../load-balancing/i-application-load-balancer';
import type { INetworkLoadBalancer } from '../load-balancing/i-network-load-balancer';

/**
 * Who reaches the published ports.
 *
 * - `tasks`: clients of these IPv4 blocks connect to the tasks themselves.
 * - `application`, `network`: a load balancer of the program, with a listener for each published port.
 */
export type ComposeEntry =
  | { readonly kind: 'tasks'; readonly cidrs: readonly string[] }
  | {
      readonly kind: 'application';
      readonly loadBalancer: IApplicationLoadBalancer;
      /** For listeners that the balancer does not have yet. @default plain HTTP: a Compose file knows no certificates */
      readonly certificate?: ICertificate;
    }
  | { readonly kind: 'network'; readonly loadBalancer: INetworkLoadBalancer };
