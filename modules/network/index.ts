export { Connections, type ConnectionsProps, type IConnectable } from './connections';
export { DEFAULT_NETWORK } from './default-network';
export type {
  EndpointPreset,
  EndpointService,
  GatewayEndpointService,
  InterfaceEndpointService,
  OtherEndpointService,
} from './endpoint-services';
export type { INetwork, ISubnet, SubnetEgress, SubnetSelection } from './i-network';
export { type FlowLogDestination, type Nat, Network, type NetworkProps } from './network';
export { Peer } from './peer';
export { Port } from './port';
export { requireZones } from './require-zones';
export { SecurityGroup, type SecurityGroupProps } from './security-group';
export type { TierPlacement, TierProps, UsualTier } from './tier';
