export { AccessLogBucket, type AccessLogBucketProps, type AccessLogs } from './access-logs';
export { AliasRecord, type AliasRecordProps } from './alias-record';
export type { ApplicationEntry } from './application-entry';
export {
  ApplicationListener,
  type ApplicationListenerProps,
  type ApplicationListenerProtocol,
  type MutualTls,
} from './application-listener';
export {
  ApplicationLoadBalancer,
  type ApplicationLoadBalancerProps,
} from './application-load-balancer';
export { ApplicationRoute } from './application-route';
export type { Authentication } from './authentication';
export { Certificate, type CertificateProps, type ICertificate } from './certificate';
export type { HealthCheckProtocol, TargetHealthCheck } from './health-check';
export type { HostedZone } from './hosted-zone';
export type {
  ApplicationRouteDeployment,
  ApplicationRouteProps,
  IApplicationListener,
  IApplicationLoadBalancer,
  IApplicationRoute,
  IListenerRule,
} from './i-application-load-balancer';
export type { INetworkLoadBalancer } from './i-network-load-balancer';
export type {
  ApplicationListenerAttributes,
  ApplicationLoadBalancerAttributes,
  ApplicationLoadBalancerLookup,
} from './imported-application-load-balancer';
export type { NetworkLoadBalancerAttributes, NetworkLoadBalancerLookup } from './imported-network-load-balancer';
export type { FixedResponseContentType, ListenerAction, WeightedTarget } from './listener-action';
export { ListenerRule, type ListenerRuleProps } from './listener-rule';
export type { ListenerRuleOptions } from './listener-rule-options';
export type { ILoadBalancer, IRoute, LoadBalancerIpAddressType, LoadBalancerScheme } from './load-balancer';
export {
  ApplicationLoadBalancerMetrics,
  LoadBalancerMetrics,
  type LoadBalancerMetricsProps,
  NetworkLoadBalancerMetrics,
} from './load-balancer-metrics';
export { type LoadBalancerOutputs, loadBalancerOutputs } from './load-balancer-outputs';
export { NetworkListener, type NetworkListenerProps, type NetworkListenerProtocol } from './network-listener';
export { NetworkLoadBalancer, type NetworkLoadBalancerProps } from './network-load-balancer';
export { NetworkRoute, type NetworkRouteDeployment, type NetworkRouteProps } from './network-route';
export type { RuleConditions } from './rule-conditions';
export type { Stickiness } from './stickiness';
export { type BalancingAlgorithm, TargetGroup, type TargetGroupProps, type TargetProps } from './target-group';
export type {
  ApplicationTargetProtocol,
  NetworkTargetProtocol,
  TargetProtocol,
  TargetProtocolVersion,
} from './target-protocol';
export type { TlsPolicy } from './tls-policy';
export { WebAclAssociation, type WebAclAssociationProps, type WebAclChoice } from './web-acl-association';
