export { Connections, type ConnectionsProps, type IConnectable } from './connections';
export { DEFAULT_NETWORK } from './default-network';
export { waitForEgress } from './egress-order';
export type {
  EndpointPreset,
  EndpointService,
  GatewayEndpointService,
  InterfaceEndpointService,
  OtherEndpointService,
} from './endpoint-services';
export { ENDPOINT_PRESETS } from './endpoint-services';
export { ExistingNetwork, type ExistingNetworkAttributes, type ExistingTier } from './existing-network';
export { explain, type Placed, type Reachability } from './explain';
export { FlowLog, type FlowLogDestination, type FlowLogProps } from './flow-log';
export type { INetwork, ISubnet, SubnetEgress, SubnetSelection } from './i-network';
export { type Nat, NatGateways } from './nat-gateways';
export { NatInstance } from './nat-instance';
export { Network, type NetworkProps } from './network';
export { NetworkAcl, type NetworkAclProps, type NetworkAclRule } from './network-acl';
export type { LookedUpTier, NetworkLookup } from './network-lookup';
export { type NetworkOutputs, networkOutputs } from './network-outputs';
export { Peer } from './peer';
export { Port } from './port';
export { requireZones } from './require-zones';
export { SecurityGroup, type SecurityGroupProps } from './security-group';
export { SubnetTier } from './subnet-tier';
export type { TierPlacement, TierProps, UsualTier } from './tier';
export { VpcEndpoints } from './vpc-endpoints';
