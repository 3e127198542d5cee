import type { INetwork, ISubnet } from '../../network/i-network';
import type { Issue } from '../../shared/problems';

const AGENT_ENDPOINTS = ['ecs', 'ecs-agent', 'ecs-telemetry'];

/** An agent that reaches ECS neither over a way out nor over endpoints never registers, and says so nowhere. */
export function validateAgentReachesEcs(network: INetwork, subnets: readonly ISubnet[]): Issue[] {
  const { endpoints } = network;
  const closed = subnets.filter(({ egress }) => egress === 'none');
  if (closed.length === 0 || endpoints === undefined) return [];
  const missing = AGENT_ENDPOINTS.filter((endpoint) => !endpoints.includes(endpoint));
  if (missing.length === 0) return [];
  return [
    {
      field: 'subnets',
      value: closed.map(({ tier, availabilityZone }) => `${tier} ${availabilityZone}`),
      limit: `subnets with a way out, or a network with the endpoints ${AGENT_ENDPOINTS.join(', ')} (missing: ${missing.join(', ')})`,
      fix: 'add the endpoints to the network, or choose subnets with a NAT gateway',
      see: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/vpc-endpoints.html',
      rule: 'ecs.agent-reachability',
    },
  ];
}
