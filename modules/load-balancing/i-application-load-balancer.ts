import type { LbListenerCertificate } from '@cdktf/provider-aws/lib/lb-listener-certificate';
import type { LbListenerRule } from '@cdktf/provider-aws/lib/lb-listener-rule';
import type { Construct, IConstruct } from 'constructs';
import type { Unchecked } from '../shared/problems';
import type { Authentication } from './authentication';
import type { ICertificate } from './certificate';
import type { ListenerRuleOptions } from './listener-rule-options';
import type { ILoadBalancer, IRoute } from './load-balancer';
import type { ApplicationLoadBalancerMetrics } from './load-balancer-metrics';
import type { RuleConditions } from './rule-conditions';
import type { TargetProps } from './target-group';

/** An application load balancer, made here or found; consumers cannot tell the two apart. */
export interface IApplicationLoadBalancer extends ILoadBalancer {
  /** Where services join: the one that the balancer was made or imported with. */
  readonly listener: IApplicationListener;
  readonly metrics: ApplicationLoadBalancerMetrics;
}

/** A port of an application load balancer, made here or found. What is added to it lives in the stack that adds it. */
export interface IApplicationListener extends IConstruct {
  readonly listenerArn: string;
  readonly port: number;
  readonly protocol: 'HTTP' | 'HTTPS';
  readonly loadBalancer: IApplicationLoadBalancer;

  /** A target group and the rule that sends matching requests to it; both belong to `scope`, usually the service. */
  addRoute(scope: Construct, id: string, props: ApplicationRouteProps): IApplicationRoute;
  /** A rule with an action of its own: weighted targets, a redirect, a fixed answer. */
  addRule(scope: Construct, id: string, props: ListenerRuleOptions): IListenerRule;
  /** A further certificate, chosen by the name that the client asks for (SNI); 25 per load balancer by quota. */
  addCertificate(scope: Construct, id: string, certificate: ICertificate): LbListenerCertificate;
}

/** One rule of a listener. */
export interface IListenerRule extends IConstruct {
  readonly rule: LbListenerRule;
  readonly ruleArn: string;
  /** 1-50000, given or computed. */
  readonly priority: number;
}

/** The way through a listener to a target group. */
export interface IApplicationRoute extends IRoute {
  readonly metrics: ApplicationLoadBalancerMetrics;
  readonly rule: IListenerRule;
  /** The same conditions on the test listener of a blue/green deployment. */
  readonly testRule?: IListenerRule;
}

/** Who moves traffic when a new version is deployed. */
export type ApplicationRouteDeployment =
  /** Nobody: tasks of both versions sit in one target group. */
  | { readonly kind: 'rolling' }
  /**
   * ECS shifts the weights of a second target group. `testListener`: where the new version is reachable before the shift;
   * the same conditions apply there.
   */
  | { readonly kind: 'blue-green'; readonly testListener?: IApplicationListener };

export interface ApplicationRouteProps {
  readonly target: TargetProps;
  /** Which requests. @default every request: `{ paths: ['/'] }` */
  readonly conditions?: RuleConditions;
  /** 1-50000, lower ones first. @default computed from the conditions and the rule's path; README, "Priorities" */
  readonly priority?: number;
  /** Users log in at an identity provider before the target is reached; HTTPS listeners only. @default nobody has to */
  readonly authenticate?: Authentication;
  /** @default { kind: 'rolling' } */
  readonly deployment?: ApplicationRouteDeployment;
  /** Refusals that do not apply here, with the reason. */
  readonly unchecked?: readonly Unchecked[];
}
