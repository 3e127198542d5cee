import { VpcSecurityGroupEgressRule } from '@cdktf/provider-aws/lib/vpc-security-group-egress-rule';
import { VpcSecurityGroupIngressRule } from '@cdktf/provider-aws/lib/vpc-security-group-ingress-rule';
import { DefaultTokenResolver, TerraformStack, Tokenization } from 'cdktf';
import { Construct, type IConstruct } from 'constructs';
import { Ipv4Block } from '../shared/ipv4-block';
import { type Issue, report, warn } from '../shared/problems';
import { isUnknown } from '../shared/unknown';
import { check, checkLiteral, checkWholeNumber } from '../shared/validation';
import { Peer } from './peer';
import { Port } from './port';
import { securityGroupText } from './security-group-text';

/** SSH and RDP. */
const ADMIN_PORTS = [22, 3389];
const RULES = 'https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html';

/** Whatever sits behind a security group: a service, a load balancer, a node group, a file system, an endpoint. */
export interface IConnectable {
  readonly connections: Connections;
}

export interface ConnectionsProps {
  /** The construct that the rules belong to; its path and id name them. */
  readonly owner: IConstruct;
  /** Id of the security group in front of the owner. */
  readonly securityGroupId: string;
  /** The port that callers use when they name none. */
  readonly defaultPort?: Port;
  /** How rule descriptions call the owner. @default its path in the stack, `Web/LoadBalancer` */
  readonly label?: string;
}

/**
 * Security-group rules as sentences: `database.connections.allowFrom(service, Port.tcp(5432))` opens the service's way
 * out and the database's way in. Both rules say who talks to whom, and keep their addresses whatever is added later.
 */
export class Connections implements IConnectable {
  public readonly owner: IConstruct;
  public readonly securityGroupId: string;
  public readonly defaultPort?: Port;
  public readonly label: string;

  public constructor({ owner, securityGroupId, defaultPort, label }: ConnectionsProps) {
    this.owner = owner;
    this.label = label ?? pathInStack(owner);
    this.securityGroupId = securityGroupId;
    this.defaultPort = defaultPort;
  }

  public get connections(): Connections {
    return this;
  }

  /** Lets `other` open connections to this on `port`. A security group gets the way out as well. */
  public allowFrom(other: IConnectable | Peer, port?: Port): void {
    const resolved = this.portOrRefuse(port);
    if (resolved === undefined) return;
    if (other instanceof Peer) {
      this.addPeerRule('In', other, resolved);
      return;
    }
    const { connections } = other;
    connectGroups(connections, this, resolved);
  }

  /** Lets this open connections to `other` on `port`. A security group gets the way in as well. */
  public allowTo(other: IConnectable | Peer, port?: Port): void {
    if (other instanceof Peer) {
      const resolved = this.portOrRefuse(port);
      if (resolved !== undefined) this.addPeerRule('Out', other, resolved);
      return;
    }
    other.connections.allowFrom(this, port);
  }

  /** Opens `port` to everybody, over IPv4. For a load balancer or a task that is meant to be public. */
  public allowFromInternet(port: number | Port): void {
    this.allowFrom(Peer.anyIpv4(), typeof port === 'number' ? Port.tcp(port) : port);
  }

  private portOrRefuse(port: Port | undefined): Port | undefined {
    const resolved = port ?? this.defaultPort;
    if (resolved === undefined) {
      report(this.owner, [
        {
          field: 'port',
          value: undefined,
          limit: 'a port; this one has no default port',
          fix: 'name it: allowFrom(other, Port.tcp(5432))',
          see: RULES,
        },
      ]);
      return undefined;
    }
    report(this.owner, validatePort(resolved));
    return resolved;
  }

  private addPeerRule(direction: 'In' | 'Out', peer: Peer, port: Port): void {
    report(this.owner, validatePeer(peer));
    const label = stableText(peer.label, this.owner);
    if (port.protocol === '-1') warnAllPorts(this.owner, label);
    if (direction === 'In') warnAdminPorts(this.owner, peer, port);
    const id = `${direction}-${label.replace(/[^A-Za-z0-9.:]+/g, '-')}-${port.id}`;
    const rules = rulesOf(this.owner);
    if (rules.node.tryFindChild(id) !== undefined) return;
    const Rule = direction === 'In' ? VpcSecurityGroupIngressRule : VpcSecurityGroupEgressRule;
    new Rule(rules, id, {
      securityGroupId: this.securityGroupId,
      description: direction === 'In' ? described(label, this.label, port) : described(this.label, label, port),
      ...peer.rule,
      ...portArguments(port),
    });
  }
}

/** Ports are part of the addresses of the rules, so they must be written down. */
export function validatePort({ protocol, fromPort, toPort }: Port): Issue[] {
  if (protocol === '-1' || protocol === 'icmp') return [];
  const unknown = checkLiteral('port', [fromPort, toPort]);
  if (unknown.length > 0) return unknown;
  const rule = { fix: 'write a port from 0 to 65535', see: RULES };
  return [
    ...checkWholeNumber('port', fromPort, [0, 65_535], rule),
    ...(toPort === fromPort ? [] : checkWholeNumber('port', toPort, [0, 65_535], rule)),
    ...check('port', toPort, (to) => fromPort === undefined || to >= fromPort, {
      limit: `a range from the lower to the higher port (from ${fromPort})`,
      fix: 'exchange the two ports',
      see: RULES,
    }),
  ];
}

function connectGroups(from: Connections, to: Connections, port: Port): void {
  if (port.protocol === '-1') warnAllPorts(to.owner, from.owner.node.path);
  const home = laterStack(from.owner, to.owner);
  const rules = rulesOf(home);
  const names = [nameOf(from.owner, home), nameOf(to.owner, home)];
  const id = `${names.join('-to-')}-${port.id}`;
  if (rules.node.tryFindChild(`${id}-Out`) !== undefined) return;
  const description = described(from.label, to.label, port);
  new VpcSecurityGroupEgressRule(rules, `${id}-Out`, {
    securityGroupId: from.securityGroupId,
    referencedSecurityGroupId: to.securityGroupId,
    description,
    ...portArguments(port),
  });
  new VpcSecurityGroupIngressRule(rules, `${id}-In`, {
    securityGroupId: to.securityGroupId,
    referencedSecurityGroupId: from.securityGroupId,
    description,
    ...portArguments(port),
  });
}

/** A block that AWS would refuse; a token only Terraform can judge. */
function validatePeer({ rule: { cidrIpv4 } }: Peer): Issue[] {
  const nearest = cidrIpv4 === undefined ? undefined : Ipv4Block.around(cidrIpv4);
  return check('peer', cidrIpv4, (text) => Ipv4Block.parse(text) !== undefined, {
    limit: 'an IPv4 CIDR block that begins at its first address',
    fix: `write for example "${nearest ?? '10.0.0.0/16'}"`,
    see: RULES,
  });
}

/**
 * Both rules live in one stack, the one that may depend on the other: the one that was said to, else the one made later,
 * because objects are handed to what is made after them.
 */
function laterStack(from: IConstruct, to: IConstruct): IConstruct {
  const [fromStack, toStack] = [TerraformStack.of(from), TerraformStack.of(to)];
  if (fromStack === toStack || fromStack.dependsOn(toStack)) return from;
  if (toStack.dependsOn(fromStack)) return to;
  return isMadeBefore(fromStack, toStack) ? to : from;
}

/** Compares the two where their paths part. */
function isMadeBefore(one: IConstruct, other: IConstruct): boolean {
  const [ones, others] = [one.node.scopes, other.node.scopes];
  const fork = ones.findIndex((scope, index) => scope !== others[index]);
  const siblings = ones[fork - 1]?.node.children ?? [];
  const position = (scope: IConstruct | undefined): number =>
    siblings.findIndex((child) => child.node.id === scope?.node.id);
  return position(ones[fork]) < position(others[fork]);
}

function pathInStack(owner: IConstruct): string {
  const stack = TerraformStack.of(owner).node;
  const path = owner.node.path.slice(stack.path.length + 1).replace(/\/SecurityGroup$/, '');
  // `Default` names nothing, here as in generated names.
  return path === 'Default' ? stack.id : path.replace(/^Default\//, '');
}

/** The owner itself is `Self`: its rules keep their ids when it moves with its parent. */
function nameOf(owner: IConstruct, home: IConstruct): string {
  return owner === home ? 'Self' : owner.node.path.replaceAll('/', '.');
}

function rulesOf(owner: IConstruct): Construct {
  return (owner.node.tryFindChild('Rules') as Construct | undefined) ?? new Construct(owner as Construct, 'Rules');
}

function described(from: string, to: string, port: Port): string {
  return securityGroupText(`${from} to ${to} on ${port.id}`);
}

/** What names a rule must be the same in every synth: of a reference, that is what it refers to. */
function stableText(text: string, scope: IConstruct): string {
  if (!isUnknown(text)) return text;
  const resolver = new DefaultTokenResolver({ join: (left, right) => `${left ?? ''}${right ?? ''}` });
  const resolved: unknown = Tokenization.resolve(text, { scope, resolver, preparing: false });
  return String(resolved).replace(/[${}]/g, '');
}

function portArguments({ protocol, fromPort, toPort }: Port): {
  ipProtocol: string;
  fromPort?: number;
  toPort?: number;
} {
  return protocol === '-1' ? { ipProtocol: '-1' } : { ipProtocol: protocol, fromPort, toPort };
}

function warnAllPorts(owner: IConstruct, peer: string): void {
  warn(owner, [
    {
      field: 'port',
      value: `all ports with ${peer}`,
      limit: 'the ports that are used',
      fix: 'name them: Port.tcp(443)',
      see: RULES,
    },
  ]);
}

/** @see https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-13 */
function warnAdminPorts(owner: IConstruct, { rule }: Peer, { protocol, fromPort = 0, toPort = 65_535 }: Port): void {
  const everybody = rule.cidrIpv4 === '0.0.0.0/0' || rule.cidrIpv6 === '::/0';
  if (!everybody || protocol !== 'tcp') return;
  const open = ADMIN_PORTS.filter((port) => fromPort <= port && port <= toPort);
  if (open.length === 0) return;
  warn(owner, [
    {
      field: 'port',
      value: `${open.join(' and ')} from the internet`,
      limit: 'SSH and RDP from known addresses only',
      fix: 'name the addresses, or use Session Manager or ECS Exec, which need no open port',
      see: 'https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-13',
    },
  ]);
}
