import type { NetworkProps } from '../../../modules/network';
import { Network } from '../../../modules/network';
import { validateCidrBlocks } from '../../../modules/network/network-plan';
import { validateZones } from '../../../modules/network/zones';
import type { ModuleDefinition, ModuleShape } from '../definition';
import { type InputRule, issueIf } from '../input-rules';
import type { ModuleStack } from '../module-stack';
import { nameVariable, retentionDays } from './common';

const NUMBERS = { 2: 'two', 3: 'three' } as const;

interface NetworkShape {
  readonly zones: 2 | 3;
  readonly nat: 'perAz' | 'single' | 'none';
  readonly summary: string;
}

/** /22 is the smallest that holds eight subnets, of which AWS takes none under /28. */
const SMALLEST = 22;

const cidrBlockRule: InputRule = {
  condition: (value) =>
    [
      `can(cidrnetmask(${value}))`,
      `try(cidrhost(${value}, 0) == split("/", ${value})[0], false)`,
      `try(tonumber(split("/", ${value})[1]) >= 16, false)`,
      `try(tonumber(split("/", ${value})[1]) <= ${SMALLEST}, false)`,
    ].join(' && '),
  check: (value: string) => [
    ...validateCidrBlocks(value, []),
    ...issueIf(Number(value.split('/')[1]) > SMALLEST, {
      limit: '',
      fix: '',
      see: 'https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html',
    }),
  ],
  accepts: ['10.0.0.0/16', '172.20.4.0/22'],
  rejects: ['10.0.0.0/15', '10.0.0.1/16', '10.0.0.0/23', '10.0.0.0', '300.0.0.0/16', 'fd00::/16'],
  words: {
    limit: `an IPv4 CIDR block between /16 and /${SMALLEST} that begins at its first address`,
    fix: 'use for example "10.0.0.0/16"',
  },
};

function zonesRule(count: 2 | 3): InputRule {
  const name = '^[a-z]{2,4}(-[a-z]+)+-[0-9]+[a-z]$';
  return {
    condition: (value) =>
      [
        `length(${value}) == ${count}`,
        `length(distinct(${value})) == ${count}`,
        `alltrue([for zone in ${value} : can(regex("${name}", zone))])`,
        `length(distinct([for zone in ${value} : substr(zone, 0, length(zone) - 1)])) == 1`,
      ].join(' && '),
    check: (zones: readonly string[]) => [
      ...validateZones(zones, undefined),
      ...issueIf(zones.length !== count, { limit: '', fix: '', see: '' }),
    ],
    accepts: [['a', 'b', 'c'].slice(0, count).map((letter) => `us-gov-west-1${letter}`)],
    rejects: [
      ['eu-west-1a'],
      ['eu-west-1a', 'eu-west-1a', 'eu-west-1b'].slice(0, count),
      ['eu-west-1a', 'eu-west-2b', 'eu-west-1c'].slice(0, count),
      ['a', 'b', 'c'].slice(0, count),
    ],
    words: {
      limit: `${NUMBERS[count]} Availability Zones of one region, by name, each once`,
      fix: `write for example ${JSON.stringify(['eu-west-1a', 'eu-west-1b', 'eu-west-1c'].slice(0, count)).replaceAll('"', "'")}, or take the submodule for another number`,
      see: 'https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-availability-zones.html',
    },
  };
}

function network({ zones, nat, summary }: NetworkShape): ModuleShape {
  const letters = ['a', 'b', 'c'].slice(0, zones);
  return {
    summary,
    variables: {
      name: nameVariable(29, 'Begins the names of the VPC and its parts.'),
      cidr_block: {
        type: 'string',
        description: `IPv4 block of the VPC, /16 to /${SMALLEST}; half of it is for the private subnets. A change replaces everything.`,
        default: '10.0.0.0/16',
        samples: ['10.0.0.0/16', '172.20.4.0/22'],
        rules: [cidrBlockRule],
      },
      availability_zones: {
        type: 'list(string)',
        description: `${zones} zones by name. The place in the list decides the addresses: another order replaces subnets.`,
        samples: [letters.map((letter) => `eu-west-1${letter}`), letters.map((letter) => `ap-southeast-1${letter}`)],
        rules: [zonesRule(zones)],
      },
      flow_log_retention_days: retentionDays(
        'Days that the record of accepted and rejected connections is kept; a year, because who talked to whom cannot be found out afterwards.',
        365,
      ),
    },
    outputs: {
      vpc_id: 'Id of the VPC.',
      cidr_block: 'IPv4 block of the VPC.',
      public_subnet_ids: 'Ids of the public subnets, in the order of the zones; for internet-facing load balancers.',
      private_subnet_ids: 'Ids of the private subnets, in the order of the zones; for workloads.',
      ...(nat === 'none' ? {} : { nat_public_ips: 'Addresses from which workloads reach the internet.' }),
    },
    example: {
      name: 'shop-dev',
      cidr_block: '10.20.0.0/16',
      availability_zones: letters.map((letter) => `eu-west-1${letter}`),
    },
    build: (stack) => buildNetwork(stack, nat),
  };
}

function buildNetwork(stack: ModuleStack, nat: NetworkShape['nat']): Record<string, unknown> {
  const props: NetworkProps = {
    cidrBlock: stack.sample('cidr_block'),
    availabilityZones: stack.sampleList('availability_zones'),
    nat: { kind: nat },
    endpoints: nat === 'none' ? 'ecs-tasks' : ['s3'],
  };
  const made = new Network(stack, 'Default', props);
  const logGroup = made.flowLog?.logGroup;
  if (logGroup !== undefined) logGroup.retentionInDays = stack.number('flow_log_retention_days');
  const ids = (tier: string): string[] =>
    made.subnets.filter((subnet) => subnet.tier === tier).map(({ subnetId }) => subnetId);
  const eips = made.nat !== undefined && 'eips' in made.nat ? [...made.nat.eips.values()] : [];
  return {
    vpc_id: made.vpcId,
    cidr_block: made.vpc.cidrBlock,
    public_subnet_ids: ids('public'),
    private_subnet_ids: ids('private'),
    ...(nat === 'none' ? {} : { nat_public_ips: eips.map(({ publicIp }) => publicIp) }),
  };
}

export const networkModule: ModuleDefinition = {
  name: 'network',
  root: network({
    zones: 2,
    nat: 'perAz',
    summary: 'A VPC in two Availability Zones: public and private subnets, a NAT gateway in each zone, flow logs.',
  }),
  variants: {
    'three-zones': network({
      zones: 3,
      nat: 'perAz',
      summary: 'A VPC in three Availability Zones: public and private subnets, a NAT gateway in each zone, flow logs.',
    }),
    'single-nat': network({
      zones: 2,
      nat: 'single',
      summary: 'A VPC in two Availability Zones with one NAT gateway for both: for development.',
    }),
    'no-nat': network({
      zones: 2,
      nat: 'none',
      summary:
        'A VPC in two Availability Zones without NAT: workloads reach the AWS services that ECS on Fargate needs over interface endpoints, and nothing else.',
    }),
  },
  fixed: [
    'The number of zones and the kind of NAT decide which subnets, routes and gateways exist. Each combination is a (sub)module with one resource block per thing, so that no `count` or `for_each` ever renumbers them.',
    'Tiers are `public` and `private`; for tiers of your own use the TypeScript construct `Network`.',
    'A zone has the place of its position in the list, not of its letter as in the TypeScript construct. Do not reorder the list.',
  ],
};
