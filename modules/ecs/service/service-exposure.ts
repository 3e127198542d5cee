import { Construct, type IConstruct } from 'constructs';
import { AliasRecord } from '../../load-balancing/alias-record';
import {
  ApplicationLoadBalancer,
  type ApplicationLoadBalancerProps,
} from '../../load-balancing/application-load-balancer';
import type { Authentication } from '../../load-balancing/authentication';
import { Certificate } from '../../load-balancing/certificate';
import type { TargetHealthCheck } from '../../load-balancing/health-check';
import type { HostedZone } from '../../load-balancing/hosted-zone';
import type { IApplicationListener, IApplicationLoadBalancer } from '../../load-balancing/i-application-load-balancer';
import type { INetworkLoadBalancer } from '../../load-balancing/i-network-load-balancer';
import type { IRoute } from '../../load-balancing/load-balancer';
import type { NetworkListenerProtocol } from '../../load-balancing/network-listener';
import type { RuleConditions } from '../../load-balancing/rule-conditions';
import type { TargetProps } from '../../load-balancing/target-group';
import type { INetwork } from '../../network/i-network';
import { generatedName } from '../../shared/names';
import { type Issue, refuse, report } from '../../shared/problems';
import { check } from '../../shared/validation';

/**
 * How requests reach a service.
 *
 * - `{ domainName, hostedZone }`: a load balancer of its own with HTTPS, certificate and DNS record.
 * - `{ listener, paths, hosts ... }` or `{ loadBalancer, ... }`: a rule on a balancer that several services share.
 * - `{ plainHttp: true }`: a load balancer of its own without encryption, for what is internal or a first try.
 * - `{ networkLoadBalancer, listenerPort, transport }`: TCP, UDP or TLS on a port of a network load balancer.
 */
export type Expose =
  | ExposeOnDomain
  | ExposeOnListener
  | ExposeOnLoadBalancer
  | ExposeOnPlainHttp
  | ExposeOnNetworkLoadBalancer;

/** How the balancer treats the tasks, whichever way it was chosen. */
interface ExposeOptions
  extends Pick<
    TargetProps,
    'protocol' | 'protocolVersion' | 'deregistrationDelaySeconds' | 'stickiness' | 'algorithm'
  > {
  /** The container that answers. @default the main one */
  readonly container?: string;
  /** The port of that container. @default the service's `port`, or the first port of the container */
  readonly port?: number;
}

type OwnBalancer = Omit<ApplicationLoadBalancerProps, 'network' | 'entry'>;

/** A balancer of its own, about 18 USD a month and more by traffic. */
export interface ExposeOnDomain extends ExposeOptions {
  /** The name that clients use, `web.acme.dev`; gets a certificate and alias records. */
  readonly domainName: string;
  /** The zone that the name is in: its name, or an object with its id. */
  readonly hostedZone: HostedZone;
  /** @default 'internet-facing': a name was given for others to use; everything else about the balancer stays safe */
  readonly scheme?: OwnBalancer['scheme'];
  /** Port on which the new version of a blue/green deployment answers before the shift. @default none */
  readonly testPort?: number;
  /** Anything else about the balancer, `{ webAcl, accessLogs, deletionProtection }`. @default its own defaults */
  readonly balancer?: Omit<OwnBalancer, 'scheme'>;
}

/** A rule on a listener of a balancer that exists; without conditions it takes every request. */
export interface ExposeOnListener extends ExposeOptions, RuleConditions {
  readonly listener: IApplicationListener;
  /** 1-50000. @default computed from the conditions, and stable when rules are added */
  readonly priority?: number;
  /** Users log in before the task is reached. @default nobody has to */
  readonly authenticate?: Authentication;
  /** Where the new version of a blue/green deployment answers before the shift. @default none */
  readonly testListener?: IApplicationListener;
}

/** The same on the listener that the balancer was made with. */
export interface ExposeOnLoadBalancer extends Omit<ExposeOnListener, 'listener'> {
  readonly loadBalancer: IApplicationLoadBalancer;
}

/** Everybody on the way can read and change what is sent. */
export interface ExposeOnPlainHttp extends ExposeOptions {
  readonly plainHttp: true;
  /** @default 'internal' */
  readonly scheme?: OwnBalancer['scheme'];
  readonly balancer?: Omit<OwnBalancer, 'scheme'>;
}

/** A listener of its own on a network load balancer. */
export interface ExposeOnNetworkLoadBalancer extends ExposeOptions {
  readonly networkLoadBalancer: INetworkLoadBalancer;
  /** Where clients connect, 1-65535. */
  readonly listenerPort: number;
  /** What clients speak: `{ kind: 'tcp' }`, `{ kind: 'tls', certificate }` ... */
  readonly transport: NetworkListenerProtocol;
  /** Port on which the new version of a blue/green deployment answers before the shift. @default none */
  readonly testPort?: number;
}

export interface ServiceExposureProps {
  /** The service; balancer and target group are called after it. */
  readonly service: IConstruct;
  readonly expose: Expose;
  readonly network: INetwork;
  readonly container: string;
  readonly port: number;
  readonly targetKind: TargetProps['kind'];
  readonly healthCheck?: TargetHealthCheck;
  /** ECS shifts the weights between two target groups. */
  readonly shifting: boolean;
}

/** The route to a service: a target group and the rule that leads to it, and the balancer where it is the service's own. */
export class ServiceExposure extends Construct {
  public readonly route: IRoute;
  public readonly container: string;
  public readonly port: number;
  /** The service's own balancer. */
  public readonly loadBalancer?: ApplicationLoadBalancer;
  public certificate?: Certificate;
  public aliasRecord?: AliasRecord;
  /** Where clients find it, `https://web.acme.dev`; missing on a shared balancer, which may have many names. */
  public url?: string;

  public constructor(scope: Construct, id: string, props: ServiceExposureProps) {
    super(scope, id);
    report(this, validateServiceExposure(props));
    const { service, expose, container, port, targetKind, healthCheck, shifting } = props;
    this.container = container;
    this.port = port;
    const own = this.makeOwnBalancer(props);
    this.loadBalancer = own;
    const { protocol, protocolVersion, deregistrationDelaySeconds, stickiness, algorithm } = expose;
    const treatment = { protocol, protocolVersion, deregistrationDelaySeconds, stickiness, algorithm };
    this.route = this.makeRoute(
      expose,
      { kind: targetKind, port, healthCheck, calledAfter: service, ...treatment },
      shifting,
      own,
    );
  }

  private makeOwnBalancer({ expose, network, service }: ServiceExposureProps): ApplicationLoadBalancer | undefined {
    const name = generatedName(service, { max: 32 });
    if ('domainName' in expose) {
      const { domainName, hostedZone, scheme = 'internet-facing', balancer } = expose;
      this.certificate = new Certificate(this, 'Certificate', { domainName, hostedZone });
      const entry = { kind: 'https', certificate: this.certificate } as const;
      const props = { name, ...balancer, scheme, network, entry };
      const loadBalancer = new ApplicationLoadBalancer(this, 'LoadBalancer', props);
      this.aliasRecord = new AliasRecord(this, 'Alias', { domainName, hostedZone, loadBalancer });
      this.url = `https://${domainName}`;
      return loadBalancer;
    }
    if (!('plainHttp' in expose)) return undefined;
    const { scheme = 'internal', balancer } = expose;
    const props = { name, ...balancer, scheme, network, entry: { kind: 'http' } } as const;
    const loadBalancer = new ApplicationLoadBalancer(this, 'LoadBalancer', props);
    this.url = `http://${loadBalancer.dnsName}`;
    return loadBalancer;
  }

  private makeRoute(expose: Expose, target: TargetProps, shifting: boolean, own?: ApplicationLoadBalancer): IRoute {
    if ('networkLoadBalancer' in expose) {
      const { networkLoadBalancer, listenerPort, transport, testPort } = expose;
      return networkLoadBalancer.addRoute(this, 'Route', {
        target,
        port: listenerPort,
        protocol: transport,
        deployment: shifting ? { kind: 'blue-green', testPort } : undefined,
      });
    }
    const listener = listenerOf(expose) ?? own?.listener ?? this.noListener();
    return listener.addRoute(this, 'Route', {
      target,
      ...ruleOf(expose),
      deployment: shifting ? { kind: 'blue-green', testListener: this.testListenerOf(expose) } : undefined,
    });
  }

  private noListener(): never {
    return refuse(this, {
      field: 'expose',
      value: undefined,
      limit: 'domainName and hostedZone, loadBalancer, listener, networkLoadBalancer or plainHttp',
      fix: 'write expose: { domainName: "web.acme.dev", hostedZone: "acme.dev" }',
      see: SEE,
    });
  }

  private testListenerOf(expose: Expose): IApplicationListener | undefined {
    if ('testListener' in expose) return expose.testListener;
    const { certificate, loadBalancer } = this;
    if (!('testPort' in expose) || expose.testPort === undefined || certificate === undefined) return undefined;
    return loadBalancer?.addListener('Test', { port: expose.testPort, protocol: { kind: 'https', certificate } });
  }
}

const SEE = 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/load-balancer-types.html';

/** Pure: what would never be used. */
export function validateServiceExposure({
  expose,
  shifting,
}: Pick<ServiceExposureProps, 'expose' | 'shifting'>): Issue[] {
  const testPort = 'testPort' in expose ? expose.testPort : undefined;
  const testListener = 'testListener' in expose ? expose.testListener : undefined;
  const rule = {
    limit: 'nothing with a rolling deployment, which has no version to test before the shift',
    fix: 'write deployment: { kind: "blue-green" }, or leave it out',
    see: SEE,
  };
  return [
    ...check('expose.testPort', testPort, () => shifting, rule),
    ...(testListener !== undefined && !shifting
      ? [{ field: 'expose.testListener', value: testListener.node.path, ...rule }]
      : []),
  ];
}

/** The listener that others share; missing where the balancer is the service's own. */
function listenerOf(expose: Expose): IApplicationListener | undefined {
  if ('listener' in expose) return expose.listener;
  return 'loadBalancer' in expose ? expose.loadBalancer.listener : undefined;
}

function ruleOf(expose: Expose): { conditions?: RuleConditions; priority?: number; authenticate?: Authentication } {
  if (!('listener' in expose) && !('loadBalancer' in expose)) return {};
  const { paths, hosts, headers, queryStrings, methods, sourceCidrs, priority, authenticate } = expose;
  const given = Object.entries({ paths, hosts, headers, queryStrings, methods, sourceCidrs }).filter(
    ([, value]) => value !== undefined,
  );
  return { conditions: given.length === 0 ? undefined : Object.fromEntries(given), priority, authenticate };
}
