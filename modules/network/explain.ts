import { VpcSecurityGroupEgressRule } from '@cdktf/provider-aws/lib/vpc-security-group-egress-rule';
import { VpcSecurityGroupIngressRule } from '@cdktf/provider-aws/lib/vpc-security-group-ingress-rule';
import { Ipv4Block } from '../shared/ipv4-block';
import type { Connections, IConnectable } from './connections';
import type { ISubnet } from './i-network';
import { Peer } from './peer';
import type { Port } from './port';
import { SecurityGroup } from './security-group';

/** Something with a security group, in subnets where they are known: a service, a balancer, a file system. */
export interface Placed extends IConnectable {
  readonly subnets?: readonly ISubnet[];
}

/** Whether one thing reaches another, and every reason for or against it. */
export interface Reachability {
  readonly reachable: boolean;
  /** One sentence for each thing on the way: the rule out, the rule in, the route. */
  readonly reasons: readonly string[];
}

/**
 * Why `from` reaches `to` on `port`, or why not, by what the program says: security-group rules, VPCs and the subnets' way
 * out. Rules that are made elsewhere, and network ACLs, are not seen. Ask when everything is connected, in a test or in
 * `checkAtSynth`.
 */
export function explain(from: Placed, to: Placed | Peer, port: Port): Reachability {
  const steps = to instanceof Peer ? [wayOut(from, to, port), internet(from, to)] : between(from, to, port);
  return { reachable: steps.every(({ open }) => open), reasons: steps.map(({ reason }) => reason) };
}

interface Step {
  readonly open: boolean;
  readonly reason: string;
}

type Rule = VpcSecurityGroupEgressRule | VpcSecurityGroupIngressRule;

function between(from: Placed, to: Placed, port: Port): Step[] {
  return [wayOut(from, to, port), wayIn(from, to, port), sameVpc(from.connections, to.connections)];
}

function wayOut(from: Placed, to: Placed | Peer, port: Port): Step {
  const { connections } = from;
  const rules = rulesOf(connections, VpcSecurityGroupEgressRule);
  const rule = rules.find((one) => admits(one, port) && leadsTo(one, to));
  const target = to instanceof Peer ? to.label : to.connections.label;
  if (rule !== undefined) return { open: true, reason: `${connections.label} may open ${port.id} to ${target}` };
  return { open: false, reason: `no egress rule of ${connections.label} admits ${port.id} to ${target}: allowTo` };
}

function wayIn(from: Placed, to: Placed, port: Port): Step {
  const [caller, called] = [from.connections.label, to.connections.label];
  const rules = rulesOf(to.connections, VpcSecurityGroupIngressRule);
  const rule = rules.find((one) => admits(one, port) && leadsTo(one, from));
  if (rule !== undefined) return { open: true, reason: `${called} takes ${port.id} from ${caller}` };
  return { open: false, reason: `no ingress rule of ${called} admits ${port.id} from ${caller}: allowFrom` };
}

function rulesOf<T extends Rule>(
  { owner, securityGroupId }: Connections,
  Kind: abstract new (...given: never[]) => T,
): T[] {
  return owner.node.root.node
    .findAll()
    .filter((node): node is Extract<typeof node, T> => node instanceof Kind)
    .filter((rule) => rule.securityGroupIdInput === securityGroupId);
}

function admits({ ipProtocolInput, fromPortInput = -1, toPortInput = -1 }: Rule, port: Port): boolean {
  if (ipProtocolInput === '-1') return true;
  const { protocol, fromPort = -1, toPort = -1 } = port;
  return ipProtocolInput === protocol && fromPortInput <= fromPort && toPort <= toPortInput;
}

/** The rule's other side is the group, the same block, or a block around every subnet of the other one. */
function leadsTo(rule: Rule, other: Placed | Peer): boolean {
  const { cidrIpv4Input, cidrIpv6Input, prefixListIdInput, referencedSecurityGroupIdInput } = rule;
  if (other instanceof Peer) {
    const { cidrIpv4, cidrIpv6, prefixListId } = other.rule;
    if (cidrIpv4 !== undefined) return covers(cidrIpv4Input, cidrIpv4);
    return cidrIpv6 === undefined ? prefixListIdInput === prefixListId : cidrIpv6Input === cidrIpv6;
  }
  if (referencedSecurityGroupIdInput === other.connections.securityGroupId) return true;
  if (cidrIpv4Input === '0.0.0.0/0') return true;
  const blocks = (other.subnets ?? []).map(({ cidrBlock }) => cidrBlock);
  return blocks.length > 0 && blocks.every((block) => block !== undefined && covers(cidrIpv4Input, block));
}

function covers(outer: string | undefined, inner: string): boolean {
  if (outer === inner) return true;
  const [whole, part] = [Ipv4Block.parse(outer ?? ''), Ipv4Block.parse(inner)];
  return whole !== undefined && part !== undefined && whole.contains(part);
}

/** Within a VPC every subnet has a route to every other one; between two there is none unless somebody makes it. */
function sameVpc(from: Connections, to: Connections): Step {
  const [one, other] = [vpcOf(from), vpcOf(to)];
  if (one === undefined || other === undefined || one === other) {
    return { open: true, reason: `${from.label} and ${to.label} are in one VPC, whose subnets reach each other` };
  }
  return { open: false, reason: `${from.label} and ${to.label} are in different VPCs, and no route joins them` };
}

function vpcOf({ owner }: Connections): string | undefined {
  return owner instanceof SecurityGroup ? owner.securityGroup.vpcIdInput : undefined;
}

function internet({ connections, subnets = [] }: Placed, { rule }: Peer): Step {
  const closed = subnets.filter(({ egress }) => egress === 'none');
  const inside = subnets.some(({ cidrBlock }) => cidrBlock !== undefined && covers(rule.cidrIpv4, cidrBlock));
  const isEverybody = rule.cidrIpv4 === '0.0.0.0/0' || rule.cidrIpv6 === '::/0';
  if (closed.length === 0 || (inside && !isEverybody)) {
    const ways = [...new Set(subnets.map(({ egress }) => egress))].join(', ');
    return { open: true, reason: `the subnets of ${connections.label} have a way out: ${ways || 'not known here'}` };
  }
  const names = closed.map(({ tier, availabilityZone }) => `${tier} ${availabilityZone}`).join(', ');
  return { open: false, reason: `no route leads out of the subnets of ${connections.label}: ${names}` };
}
