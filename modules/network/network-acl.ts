import { NetworkAcl as AwsNetworkAcl } from '@cdktf/provider-aws/lib/network-acl';
import { NetworkAclAssociation } from '@cdktf/provider-aws/lib/network-acl-association';
import { NetworkAclRule as AwsNetworkAclRule } from '@cdktf/provider-aws/lib/network-acl-rule';
import { Construct } from 'constructs';
import { generatedName } from '../shared/names';
import { type Issue, report, warn } from '../shared/problems';
import { isUnknown } from '../shared/unknown';
import { check, checkWholeNumber, duplicates } from '../shared/validation';
import { validatePort } from './connections';
import type { INetwork, SubnetSelection } from './i-network';
import type { Peer } from './peer';
import type { Port } from './port';

const SEE = 'https://docs.aws.amazon.com/vpc/latest/userguide/nacl-rules.html';

/** Ports of SSH and RDP, which never belong to everybody. */
const ADMIN_PORTS = [22, 3389];

/** One line of a network ACL. AWS takes the first that matches, lowest number first, and denies what none matches. */
export interface NetworkAclRule {
  /** 1-32766, permanent; leave gaps of 10 or 100 for rules to come. */
  readonly ruleNumber: number;
  readonly direction: 'ingress' | 'egress';
  readonly action: 'allow' | 'deny';
  readonly port: Port;
  /** An IPv4 or IPv6 block; network ACLs know no prefix lists and no security groups. */
  readonly peer: Peer;
}

export interface NetworkAclProps {
  readonly network: INetwork;
  /** Which subnets; a subnet has one network ACL, so this takes the place of the VPC's default one. */
  readonly subnets: SubnetSelection;
  /**
   * A network ACL knows no connections: what answers come back to (TCP 1024-65535 from the internet for a client, to it
   * for a server) must be allowed as well.
   */
  readonly rules: readonly NetworkAclRule[];
}

/**
 * A stateless filter in front of whole subnets, for rules that say "deny". Security groups are the first choice:
 * `connections` knows who calls whom.
 */
export class NetworkAcl extends Construct {
  public readonly networkAcl: AwsNetworkAcl;
  public readonly networkAclId: string;

  public constructor(scope: Construct, id: string, props: NetworkAclProps) {
    super(scope, id);
    report(this, validateNetworkAclRules(props.rules));
    warn(this, openRules(props.rules));
    const { network } = props;
    this.networkAcl = new AwsNetworkAcl(this, 'Acl', {
      vpcId: network.vpcId,
      tags: { Name: generatedName(this, { max: 255 }) },
    });
    this.networkAclId = this.networkAcl.id;
    const seen = new Set<string>();
    for (const rule of [...props.rules].sort((a, b) => a.ruleNumber - b.ruleNumber)) {
      const ruleId = `${rule.direction === 'ingress' ? 'Ingress' : 'Egress'}-${rule.ruleNumber}`;
      if (seen.has(ruleId)) continue;
      seen.add(ruleId);
      new AwsNetworkAclRule(this, ruleId, { networkAclId: this.networkAclId, ...ruleArguments(rule) });
    }
    for (const { tier, availabilityZone, subnetId } of network.selectSubnets(this, props.subnets)) {
      new NetworkAclAssociation(this, `Association-${tier}-${availabilityZone}`, {
        networkAclId: this.networkAclId,
        subnetId,
      });
    }
  }
}

/** Pure, so that a test can ask about one rule without building a stack. */
export function validateNetworkAclRules(rules: readonly NetworkAclRule[]): Issue[] {
  const taken = duplicates(rules.map(({ direction, ruleNumber }) => `${direction} ${ruleNumber}`));
  return [
    ...taken.map((value) => ({
      field: 'rules.ruleNumber',
      value,
      limit: 'each rule number once per direction; this one is a duplicate',
      fix: 'give one of the two a free number; the lower number is asked first',
      see: SEE,
    })),
    ...rules.flatMap(({ ruleNumber, port, peer }) => [
      ...checkWholeNumber('rules.ruleNumber', ruleNumber, [1, 32_766], { fix: 'number rules 100, 110, 120', see: SEE }),
      ...validatePort(port),
      ...check('rules.peer', peer.label, () => peer.rule.prefixListId === undefined, {
        limit: 'an IPv4 or IPv6 block: network ACLs know no prefix lists',
        fix: 'write Peer.ipv4("10.1.0.0/16")',
        see: SEE,
      }),
    ]),
  ];
}

/** @see https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-21 */
function openRules(rules: readonly NetworkAclRule[]): Issue[] {
  return rules
    .filter(
      ({ direction, action, peer, port }) =>
        direction === 'ingress' &&
        action === 'allow' &&
        (peer.rule.cidrIpv4 === '0.0.0.0/0' || peer.rule.cidrIpv6 === '::/0') &&
        (port.protocol === '-1' || ADMIN_PORTS.some((admin) => holds(port, admin))),
    )
    .map(({ ruleNumber, port }) => ({
      field: 'rules',
      value: `ingress ${ruleNumber}: ${port.id} from everybody`,
      limit: 'SSH, RDP and "all ports" from known addresses only',
      fix: 'name the ports or the addresses, or use Session Manager instead of SSH',
      see: 'https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-21',
    }));
}

function holds({ fromPort = 0, toPort = 65_535, protocol }: Port, port: number): boolean {
  return protocol === 'tcp' && !isUnknown(fromPort) && fromPort <= port && port <= toPort;
}

function ruleArguments({ direction, ruleNumber, action, port, peer }: NetworkAclRule) {
  const { cidrIpv4, cidrIpv6 } = peer.rule;
  const ports =
    port.protocol === 'icmp'
      ? { icmpType: port.fromPort, icmpCode: port.toPort }
      : { fromPort: port.fromPort, toPort: port.toPort };
  return {
    ruleNumber,
    egress: direction === 'egress',
    ruleAction: action,
    protocol: port.protocol,
    ...(port.protocol === '-1' ? {} : ports),
    ...(cidrIpv4 === undefined ? { ipv6CidrBlock: cidrIpv6 } : { cidrBlock: cidrIpv4 }),
  };
}
