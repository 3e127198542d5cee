import type { IConstruct } from 'constructs';
import { report } from '../shared/problems';
import type { INetwork, ISubnet, SubnetSelection } from './i-network';

const SEE = 'https://docs.aws.amazon.com/vpc/latest/userguide/configure-subnets.html';

/** The subnets of `selection`; none is reported against `scope` with what there is. */
export function subnetsOf(network: INetwork, scope: IConstruct, selection: SubnetSelection): readonly ISubnet[] {
  const tier =
    'tier' in selection ? selection.tier : network.subnets.find(({ egress }) => egress === selection.egress)?.tier;
  const found = network.subnets.filter((subnet) => subnet.tier === tier);
  if (found.length === 0) {
    report(scope, [
      {
        field: 'subnets',
        value: selection,
        limit: `a tier of ${network.node.path}: ${tiersOf(network)}`,
        fix: 'name one of these tiers, or add the tier to the network: existing subnets keep their addresses',
        see: SEE,
      },
    ]);
  }
  return found;
}

/** `private` if there is one, else the first tier that is not public. */
export function workloadTier(subnets: readonly Pick<ISubnet, 'tier' | 'egress'>[]): string | undefined {
  const notPublic = subnets.filter(({ egress }) => egress !== 'internet-gateway');
  return (notPublic.find(({ tier }) => tier === 'private') ?? notPublic[0])?.tier;
}

/** Where workloads go; a network with public subnets only has no such place, and that is reported. */
export function workloadSubnetsOf(network: INetwork, scope: IConstruct): readonly ISubnet[] {
  return subnetsOf(network, scope, { tier: workloadTier(network.subnets) ?? 'private' });
}

/** Where internet-facing load balancers go. */
export function publicSubnetsOf(network: INetwork, scope: IConstruct): readonly ISubnet[] {
  return subnetsOf(network, scope, { egress: 'internet-gateway' });
}

function tiersOf({ tiers, subnets }: INetwork): string {
  const described = tiers.map((name) => `${name} (${subnets.find(({ tier }) => tier === name)?.egress ?? 'empty'})`);
  return described.length === 0 ? 'it has none' : described.join(', ');
}
