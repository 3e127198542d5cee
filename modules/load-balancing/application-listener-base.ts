import { LbListenerCertificate } from '@cdktf/provider-aws/lib/lb-listener-certificate';
import { Construct } from 'constructs';
import { report } from '../shared/problems';
import { ApplicationRoute } from './application-route';
import { type ICertificate, validateCertificateRegion } from './certificate';
import type {
  ApplicationRouteProps,
  IApplicationListener,
  IApplicationLoadBalancer,
} from './i-application-load-balancer';
import { ListenerRule } from './listener-rule';
import type { ListenerRuleOptions } from './listener-rule-options';

/** What own and existing listeners do alike. */
export abstract class ApplicationListenerBase extends Construct implements IApplicationListener {
  public abstract readonly listenerArn: string;
  public abstract readonly port: number;
  public abstract readonly protocol: IApplicationListener['protocol'];
  public abstract readonly loadBalancer: IApplicationLoadBalancer;

  public addRoute(scope: Construct, id: string, props: ApplicationRouteProps): ApplicationRoute {
    return new ApplicationRoute(scope, id, this, props);
  }

  public addRule(scope: Construct, id: string, props: ListenerRuleOptions): ListenerRule {
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
