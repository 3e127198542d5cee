import { Network, type NetworkProps, Peer, Port, SecurityGroup } from '../../index';
import { type BadInput, itAccepts, itRefuses } from './answers';

const network =
  (props: NetworkProps): BadInput['build'] =>
  (stack) => {
    new Network(stack, 'net', props);
  };
const withRule =
  (port: Port): BadInput['build'] =>
  (stack) => {
    const group = new SecurityGroup(stack, 'web', { network: new Network(stack, 'net'), description: 'web' });
    group.connections.allowFrom(Peer.ipv4('10.0.0.0/8'), port);
  };
const ZONES = ['a', 'b', 'c'];

describe('a network is refused with', () => {
  itRefuses([
    {
      title: 'a block of /33',
      build: network({ cidrBlock: '10.0.0.0/33' }),
      at: 'dev/net',
      says: ['cidr', '10.0.0.0/33', '/16', '/28'],
    },
    {
      title: 'a block of /8',
      build: network({ cidrBlock: '10.0.0.0/8' }),
      at: 'dev/net',
      says: ['cidr', '10.0.0.0/8', '/16', '/28'],
    },
    {
      title: 'a number over 255 in an address',
      build: network({ cidrBlock: '300.1.0.0/16' }),
      at: 'dev/net',
      says: ['cidr', '300.1.0.0/16', 'IPv4'],
    },
    {
      title: 'an address instead of a block',
      build: network({ cidrBlock: '10.0.0.0' }),
      at: 'dev/net',
      says: ['cidr', '10.0.0.0', 'IPv4'],
    },
    {
      title: 'an IPv6 block as the primary one',
      build: network({ cidrBlock: 'fd00::/56' }),
      at: 'dev/net',
      says: ['cidr', 'fd00::/56', 'IPv4'],
    },
    {
      title: 'a subnet outside its block',
      build: network({
        tiers: [
          'public',
          { name: 'app', placement: { kind: 'subnets', cidrBlocks: { a: '10.1.0.0/24', b: '10.0.1.0/24' } } },
        ],
      }),
      at: 'dev/net',
      says: ['10.1.0.0/24', '10.0.0.0/16', ['outside', 'within', 'inside']],
    },
    {
      title: 'subnets of /29',
      build: network({ tiers: [{ name: 'app', prefixLength: 29 }] }),
      at: 'dev/net',
      says: [['mask', 'prefixLength'], '29', '28'],
    },
    {
      title: 'subnets of /15',
      build: network({ tiers: [{ name: 'app', prefixLength: 15 }] }),
      at: 'dev/net',
      says: [['mask', 'prefixLength'], '15', '28'],
    },
    {
      title: 'a zone twice',
      build: network({ availabilityZones: ['us-east-1a', 'us-east-1a'] }),
      at: 'dev/net',
      says: ['us-east-1a', ['twice', 'duplicate']],
    },
    {
      title: 'four NAT gateways beside three public subnets',
      build: network({
        availabilityZones: [...ZONES, 'd'],
        tiers: [{ name: 'public', zones: ZONES }, 'private'],
        nat: { kind: 'perAz' },
      }),
      at: 'dev/net',
      says: ['nat', '4', '3', 'public'],
    },
    {
      title: 'a NAT gateway and no public subnet',
      build: network({ tiers: ['private'], nat: { kind: 'single' } }),
      at: 'dev/net',
      says: ['nat', 'public'],
    },
  ]);
});

describe('a security-group rule is refused with', () => {
  itRefuses([
    { title: 'port 70000', build: withRule(Port.tcp(70_000)), at: 'dev/web', says: ['port', '70000', '65535'] },
    {
      title: 'a range from 443 to 80',
      build: withRule(Port.tcpRange(443, 80)),
      at: 'dev/web',
      says: ['port', '443', '80', 'lower'],
    },
    { title: 'port -5', build: withRule(Port.tcp(-5)), at: 'dev/web', says: ['port', '-5', '65535'] },
  ]);
});

describe('a network is accepted with', () => {
  itAccepts({
    'subnets of /28, the smallest': network({ tiers: [{ name: 'control-plane', prefixLength: 28 }] }),
    'blocks of /16 and of /28': (stack) => {
      new Network(stack, 'large', { cidrBlock: '10.0.0.0/16' });
      new Network(stack, 'small', {
        cidrBlock: '10.1.0.0/28',
        tiers: [{ name: 'app', placement: { kind: 'subnets', cidrBlocks: { a: '10.1.0.0/28' } }, zones: ['a'] }],
      });
    },
    'ports 0 and 65535': (stack) => {
      withRule(Port.tcpRange(0, 65_535))(stack);
    },
    'HTTP and HTTPS from everybody': (stack) => {
      const group = new SecurityGroup(stack, 'web', { network: new Network(stack, 'net'), description: 'web' });
      group.connections.allowFromInternet(443);
      group.connections.allowFromInternet(80);
    },
  });
});
