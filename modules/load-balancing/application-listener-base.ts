import { LbListenerCertificate } from '@cdktf/provider-aws/lib/lb-listener-certificate';
import { Construct, type IConstruct } from 'constructs';
import { report } from '../shared/problems';
import type { IApplicationLoadBalancer } from './application-load-balancer';
import { ApplicationRoute, type ApplicationRouteProps } from './application-route';
import { type ICertificate, validateCertificateRegion } from './certificate';
import { ListenerRule, type ListenerRuleProps } from './listener-rule';

/** A port of an application load balancer, made here or found. What is added to it lives in the stack that adds it. */
export interface IApplicationListener extends IConstruct {
  readonly listenerArn: string;
  readonly port: number;
  readonly protocol: 'HTTP' | 'HTTPS';
  readonly loadBalancer: IApplicationLoadBalancer;

  /** A target group and the rule that sends matching requests to it; both belong to `scope`, usually the service. */
  addRoute(scope: Construct, id: string, props: ApplicationRouteProps): ApplicationRoute;
  /** A rule with an action of its own: weighted targets, a redirect, a fixed answer. */
  addRule(scope: Construct, id: string, props: Omit<ListenerRuleProps, 'listener'>): ListenerRule;
  /** A further certificate, chosen by the name that the client asks for (SNI); 25 per load balancer by quota. */
  addCertificate(scope: Construct, id: string, certificate: ICertificate): LbListenerCertificate;
}

/** What own and existing listeners do alike. */
export abstract class ApplicationListenerBase extends Construct implements IApplicationListener {
  public abstract readonly listenerArn: string;
  public abstract readonly port: number;
  public abstract readonly protocol: IApplicationListener['protocol'];
  public abstract readonly loadBalancer: IApplicationLoadBalancer;

  public addRoute(scope: Construct, id: string, props: ApplicationRouteProps): ApplicationRoute {
    return new ApplicationRoute(scope, id, this, props);
  }

  public addRule(scope: Construct, id: string, props: Omit<ListenerRuleProps, 'listener'>): ListenerRule {
    return new ListenerRule(scope, id, { ...props, listener: this });
  }

  public addCertificate(scope: Construct, id: string, certificate: ICertificate): LbListenerCertificate {
    const { listenerArn } = this;
    report(this, [
      ...validateCertificateRegion(this, 'certificate', certificate),
      ...(this.protocol === 'HTTPS'
        ? []
        : [
            {
              field: 'certificate',
              value: certificate.certificateArn,
              limit: 'an HTTPS listener; this one speaks plain HTTP',
              fix: 'add it to the HTTPS listener',
              see: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/https-listener-certificates.html',
            },
          ]),
    ]);
    return new LbListenerCertificate(scope, id, { listenerArn, certificateArn: certificate.certificateArn });
  }
}
