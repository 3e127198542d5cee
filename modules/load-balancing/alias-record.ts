import { Route53Record } from '@cdktf/provider-aws/lib/route53-record';
import { Construct } from 'constructs';
import { type Issue, report } from '../shared/problems';
import { isUnknown } from '../shared/unknown';
import { check } from '../shared/validation';
import { isInZone } from './certificate';
import { type HostedZone, zoneIdOf } from './hosted-zone';
import type { ILoadBalancer } from './load-balancer';

export interface AliasRecordProps {
  /** The full name that clients use, `web.acme.dev`; may be the zone's own name, which a CNAME could not. */
  readonly domainName: string;
  readonly hostedZone: HostedZone;
  readonly loadBalancer: ILoadBalancer;
}

/** A name for a load balancer: an A record, and an AAAA record where it has IPv6. Route 53 answers aliases for free. */
export class AliasRecord extends Construct {
  public readonly ipv4: Route53Record;
  /** Only for a dualstack balancer. */
  public readonly ipv6?: Route53Record;

  public constructor(scope: Construct, id: string, props: AliasRecordProps) {
    super(scope, id);
    report(this, validateAliasRecordProps(props));
    const { domainName, hostedZone, loadBalancer } = props;
    const record = (type: 'A' | 'AAAA'): Route53Record =>
      new Route53Record(this, type, {
        zoneId: zoneIdOf(this, hostedZone),
        name: domainName,
        type,
        alias: {
          name: loadBalancer.dnsName,
          zoneId: loadBalancer.canonicalHostedZoneId,
          evaluateTargetHealth: true,
        },
      });
    this.ipv4 = record('A');
    if (loadBalancer.ipAddressType === 'dualstack') this.ipv6 = record('AAAA');
  }
}

/** Pure, so that a test can ask about one field without building a stack. */
export function validateAliasRecordProps({ domainName, hostedZone }: Omit<AliasRecordProps, 'loadBalancer'>): Issue[] {
  if (typeof hostedZone !== 'string' || isUnknown(hostedZone)) return [];
  return check('domainName', domainName, (name) => isInZone(name, hostedZone), {
    limit: `a name in the hosted zone "${hostedZone}"`,
    fix: `write "<name>.${hostedZone}", or give the zone that the name is in`,
    see: 'https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resource-record-sets-values-alias.html',
  });
}
