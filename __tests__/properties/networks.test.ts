import fc from 'fast-check';
import { Network, type NetworkProps } from '../../index';
import { unchecked } from '../bad-inputs/answers';
import { type Build, itRefusesOrAccepts, mostly, nameOf, some, strangeNumber, whole } from './programs';

const ZONES = ['a', 'b', 'c'];

const zones = mostly(
  fc.subarray(ZONES, { minLength: 1 }),
  fc.constantFrom([], ['a', 'a'], ['d'], ['eu-west-1a', 'b'], ['us-east-1a'], ['']),
);
const cidrBlock = mostly(
  fc.constantFrom('10.0.0.0/16', '172.16.0.0/20', '192.168.4.0/22', '100.64.0.0/16', '10.255.0.0/18'),
  fc.constantFrom('10.0.0.0/15', '10.0.0.0/29', '10.0.0.1/16', '300.0.0.0/16', '10.0.0.0', '', 'fd00::/56'),
);
const placement = fc.oneof(
  fc.record({ kind: fc.constant('slot'), slot: whole(0, 15) }),
  fc.record({
    kind: fc.constant('block'),
    cidrBlock: fc.constantFrom('100.64.0.0/18', '10.0.240.0/20', '10.9.0.0/20'),
  }),
  fc.record({
    kind: fc.constant('subnets'),
    cidrBlocks: fc.constantFrom(
      { a: '100.64.1.0/24', b: '100.64.2.0/24', c: '100.64.3.0/24' },
      { a: '10.0.250.0/24' },
      {},
    ),
  }),
);
const ownTier = fc
  .tuple(
    mostly(fc.constantFrom('data', 'pods', 'control-plane', 'edge-2'), nameOf(32), 8),
    some({
      egress: fc.constantFrom('nat', 'none', 'internet-gateway'),
      prefixLength: whole(20, 28),
      placement,
      zones: mostly(fc.subarray(ZONES, { minLength: 1 }), zones, 10),
      ipv6Slot: whole(0, 31),
      tags: fc.constantFrom({ team: 'web' }, {}),
    }),
  )
  .map(([name, rest]) => ({ name, ...rest }));
const tiers = fc
  .tuple(fc.subarray(['public', 'private', 'isolated']), fc.array(ownTier, { maxLength: 1 }))
  .map(([usual, own]) => [...usual, ...own]);
const nat = fc.oneof(
  some({ kind: fc.constant('none') }).map(() => ({ kind: 'none' })),
  fc
    .tuple(fc.constantFrom('single', 'instance'), some({ zone: fc.constantFrom('a', 'c', 'eu-west-1a', 'x') }))
    .map(([kind, rest]) => ({ kind, ...rest })),
  fc
    .tuple(
      fc.constantFrom('perAz', 'regional'),
      some({ allocationIds: fc.constantFrom({ a: 'eipalloc-0123456789abcdef0' }, { x: 'eipalloc-1' }, {}) }),
    )
    .map(([kind, rest]) => ({ kind, ...rest })),
);
const service = fc.constantFrom('s3', 'dynamodb', 'ecr.api', 'logs', 'sts', {
  name: 'billing',
  serviceName: 'com.amazonaws.vpce.eu-west-1.vpce-svc-0123456789abcdef0',
});
const network = some({
  cidrBlock,
  availabilityZones: zones,
  secondaryCidrBlocks: fc.constantFrom([], ['100.64.0.0/16'], ['10.1.0.0/20']),
  maxZones: fc.constantFrom(4, 8),
  tiers,
  nat,
  endpoints: fc.oneof(fc.constant('none'), fc.uniqueArray(service, { maxLength: 3 })),
  flowLog: fc.oneof(
    fc.constantFrom(
      { kind: 'none' },
      { kind: 's3', bucketArn: 'arn:aws:s3:::flow-logs' },
      { kind: 'firehose', deliveryStreamArn: 'arn:aws:firehose:eu-west-1:123456789012:deliverystream/aws-waf-logs-x' },
    ),
    fc.record({ kind: fc.constant('cloudwatch'), retentionDays: mostly(fc.constantFrom(1, 365), strangeNumber, 8) }),
  ),
  ipv6: fc.boolean(),
  karpenterDiscovery: nameOf(100),
});

const build: Build<object> = (scope, props) => {
  new Network(scope, 'Network', unchecked<NetworkProps>(props));
};

describe('a network', () => itRefusesOrAccepts(network, build));
