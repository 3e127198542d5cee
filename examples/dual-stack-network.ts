import type { App } from 'cdktf';
import { EnvironmentStack, NetworkAcl, Peer, Port } from 'cdktf-aws-containers';

/**
 * IPv4 and IPv6, a tier for pods in a second block, databases without a way out and behind a stateless filter, and the
 * cheapest NAT there is.
 */
export function dualStackNetwork(app: App): void {
  const { network } = new EnvironmentStack(app, 'lab', {
    region: 'eu-west-1',
    remoteState: { kind: 's3', bucket: 'acme-tfstate' },
    network: {
      cidrBlock: '10.40.0.0/16',
      secondaryCidrBlocks: ['100.64.0.0/16'],
      tiers: [
        'public',
        'private',
        { name: 'pods', egress: 'nat', placement: { kind: 'block', cidrBlock: '100.64.0.0/16' } },
        { name: 'database', egress: 'none' },
      ],
      nat: { kind: 'instance' },
      ipv6: true,
    },
  });
  const inside = Peer.ipv4('10.40.0.0/16');
  new NetworkAcl(network, 'database-filter', {
    network,
    subnets: { tier: 'database' },
    rules: [
      { ruleNumber: 100, direction: 'ingress', action: 'allow', port: Port.tcp(5432), peer: inside },
      // A stateless filter has to let the answers out.
      { ruleNumber: 100, direction: 'egress', action: 'allow', port: Port.tcpRange(1024, 65_535), peer: inside },
    ],
  });
}
