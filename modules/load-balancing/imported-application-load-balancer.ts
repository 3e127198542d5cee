import { DataAwsLbListener } from '@cdktf/provider-aws/lib/data-aws-lb-listener';
import type { Construct } from 'constructs';
import { Connections } from '../network/connections';
import { Port } from '../network/port';
import { type Issue, report } from '../shared/problems';
import { check, checkLiteral, checkWholeNumber } from '../shared/validation';
import { ApplicationListenerBase } from './application-listener-base';
import type { IApplicationListener, IApplicationLoadBalancer } from './i-application-load-balancer';
import {
  ImportedLoadBalancerBase,
  type LoadBalancerAttributes,
  lookedUpLoadBalancer,
} from './imported-load-balancer-base';
import type { LoadBalancerIpAddressType } from './load-balancer';
import { validateLoadBalancerAttributes } from './load-balancer-arn';
import { LoadBalancerLedger } from './load-balancer-ledger';
import { ApplicationLoadBalancerMetrics } from './load-balancer-metrics';

/** The listener of an existing balancer that services join. */
export interface ApplicationListenerAttributes {
  readonly listenerArn: string;
  /** A literal. @default 443 */
  readonly port?: number;
  /** A literal. @default 'HTTPS' */
  readonly protocol?: 'HTTP' | 'HTTPS';
  /**
   * Priorities of rules that this app does not know (made by hand or in another repository), which computed ones avoid.
   * @default none
   */
  readonly reservedPriorities?: readonly number[];
}

/** What has to be known of an existing balancer. Everything but ports and protocols may be unknown until apply. */
export interface ApplicationLoadBalancerAttributes extends LoadBalancerAttributes {
  readonly listener: ApplicationListenerAttributes;
}

export interface ApplicationLoadBalancerLookup {
  /** The literal name. */
  readonly name: string;
  /** The port of the listener that services join. @default 443 */
  readonly listenerPort?: number;
  /** What that listener speaks. @default 'HTTPS', or 'HTTP' on port 80 */
  readonly listenerProtocol?: 'HTTP' | 'HTTPS';
  /** Priorities of rules that this app does not know. @default none */
  readonly reservedPriorities?: readonly number[];
  /** @default 'ipv4' */
  readonly ipAddressType?: LoadBalancerIpAddressType;
}

/** A balancer of another stack, repository or tool. What is added to it lives in the stack that adds it. */
export class ImportedApplicationLoadBalancer
  extends ImportedLoadBalancerBase<ApplicationLoadBalancerAttributes>
  implements IApplicationLoadBalancer
{
  public static fromAttributes(
    scope: Construct,
    id: string,
    attributes: ApplicationLoadBalancerAttributes,
  ): ImportedApplicationLoadBalancer {
    return new ImportedApplicationLoadBalancer(scope, id, () => attributes);
  }

  public static fromLookup(
    scope: Construct,
    id: string,
    lookup: ApplicationLoadBalancerLookup,
  ): ImportedApplicationLoadBalancer {
    return new ImportedApplicationLoadBalancer(scope, id, (self) => lookedUp(self, lookup));
  }

  public readonly connections: Connections;
  public readonly metrics: ApplicationLoadBalancerMetrics;
  public readonly listener: IApplicationListener;

  private constructor(
    scope: Construct,
    id: string,
    attributesOf: (self: Construct) => ApplicationLoadBalancerAttributes,
  ) {
    super(scope, id, attributesOf);
    report(this, validateApplicationLoadBalancerAttributes(this.attributes));
    const { securityGroupId, listener } = this.attributes;
    const { port = 443, reservedPriorities = [] } = listener;
    this.connections = new Connections({ owner: this, securityGroupId, defaultPort: Port.tcp(port) });
    this.metrics = new ApplicationLoadBalancerMetrics({ loadBalancerSuffix: this.arnSuffix });
    LoadBalancerLedger.of(this).reserve(port, reservedPriorities);
    this.listener = new ImportedApplicationListener(this, 'Listener', { loadBalancer: this, ...listener });
  }
}

class ImportedApplicationListener extends ApplicationListenerBase {
  public readonly listenerArn: string;
  public readonly port: number;
  public readonly protocol: IApplicationListener['protocol'];
  public readonly loadBalancer: IApplicationLoadBalancer;

  public constructor(
    scope: Construct,
    id: string,
    props: ApplicationListenerAttributes & { readonly loadBalancer: IApplicationLoadBalancer },
  ) {
    super(scope, id);
    const { listenerArn, port = 443, protocol = 'HTTPS', loadBalancer } = props;
    this.listenerArn = listenerArn;
    this.port = port;
    this.protocol = protocol;
    this.loadBalancer = loadBalancer;
  }
}

function lookedUp(scope: Construct, lookup: ApplicationLoadBalancerLookup): ApplicationLoadBalancerAttributes {
  const { listenerPort = 443, reservedPriorities } = lookup;
  const { listenerProtocol = listenerPort === 80 ? 'HTTP' : 'HTTPS' } = lookup;
  const loadBalancer = lookedUpLoadBalancer(scope, lookup);
  const { loadBalancerArn } = loadBalancer;
  const listener = new DataAwsLbListener(scope, 'ListenerLookup', { loadBalancerArn, port: listenerPort });
  return {
    ...loadBalancer,
    listener: { listenerArn: listener.arn, port: listenerPort, protocol: listenerProtocol, reservedPriorities },
  };
}

/** Pure, so that a test can ask about one field without building a stack. */
export function validateApplicationLoadBalancerAttributes(attributes: ApplicationLoadBalancerAttributes): Issue[] {
  const { listener } = attributes;
  const see = 'https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_LoadBalancer.html';
  return [
    ...validateLoadBalancerAttributes('application', attributes),
    ...checkLiteral('listener.port', listener.port),
    ...checkLiteral('listener.protocol', listener.protocol),
    ...checkWholeNumber('listener.port', listener.port, [1, 65_535], { fix: 'write the port it listens on', see }),
    ...check('listener.listenerArn', listener.listenerArn, (arn) => arn.includes(':listener/app/'), {
      limit: 'the ARN of a listener of an application load balancer, "...:listener/app/..."',
      fix: 'copy it from `aws elbv2 describe-listeners`',
      see,
    }),
  ];
}
