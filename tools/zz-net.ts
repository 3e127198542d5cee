import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { App, TerraformOutput, TerraformStack } from 'cdktf';
import { Network, NetworkAcl, networkOutputs, Peer, Port, SecurityGroup } from '../modules/network';

const app = new App({ outdir: '/tmp/netv/out' });
const s = new TerraformStack(app, 'net');
new AwsProvider(s, 'Aws', { region: 'eu-west-1', allowedAccountIds: ['123456789012'] });
const zones = process.env.ZONES?.split(',') ?? ['a', 'b'];
const n = new Network(s, 'Network', {
  availabilityZones: zones,
  secondaryCidrBlocks: ['100.64.0.0/16'],
  tiers: [
    'public',
    'private',
    'isolated',
    { name: 'pods', egress: 'nat', placement: { kind: 'block', cidrBlock: '100.64.0.0/16' } },
  ],
  endpoints: ['ecr.api', 'logs', 'dynamodb'],
  karpenterDiscovery: 'x',
});
new NetworkAcl(s, 'Acl', {
  network: n,
  subnets: { tier: 'isolated' },
  rules: [
    { ruleNumber: 100, direction: 'ingress', action: 'allow', port: Port.tcp(443), peer: Peer.ipv4('10.0.0.0/16') },
    { ruleNumber: 110, direction: 'egress', action: 'allow', port: Port.icmpPing(), peer: Peer.ipv4('10.0.0.0/16') },
  ],
});
for (const [k, v] of Object.entries(networkOutputs(n))) new TerraformOutput(s, k, { value: v, staticId: true });
const i = new Network(s, 'Inst', {
  cidrBlock: '10.1.0.0/16',
  nat: { kind: 'instance' },
  flowLog: { kind: 'none' },
  endpoints: 'none',
});
const a = new SecurityGroup(s, 'A', { network: i, description: 'a' });
const b = new SecurityGroup(s, 'B', { network: i, description: 'b', egress: 'none' });
b.connections.allowFrom(a, Port.tcp(5432));
app.synth();
