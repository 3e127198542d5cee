export { AccessLogBucket, type AccessLogBucketProps, type AccessLogs } from './access-logs';
export { AliasRecord, type AliasRecordProps } from './alias-record';
export {
  ApplicationListener,
  type ApplicationListenerProps,
  type ApplicationListenerProtocol,
  type MutualTls,
} from './application-listener';
export type { IApplicationListener } from './application-listener-base';
export {
  type ApplicationEntry,
  ApplicationLoadBalancer,
  type ApplicationLoadBalancerProps,
  type IApplicationLoadBalancer,
} from './application-load-balancer';
export { ApplicationRoute, type ApplicationRouteDeployment, type ApplicationRouteProps } from './application-route';
export type { Authentication } from './authentication';
export { Certificate, type CertificateProps, type ICertificate } from './certificate';
export type { HealthCheckProtocol, TargetHealthCheck } from './health-check';
export type { HostedZone } from './hosted-zone';
export type {
  ApplicationListenerAttributes,
  ApplicationLoadBalancerAttributes,
  ApplicationLoadBalancerLookup,
} from './imported-application-load-balancer';
export type { FixedResponseContentType, ListenerAction, WeightedTarget } from './listener-action';
export { ListenerRule, type ListenerRuleProps } from './listener-rule';
export type { ILoadBalancer, IRoute, LoadBalancerIpAddressType, LoadBalancerScheme } from './load-balancer';
export { LoadBalancerMetrics, type LoadBalancerMetricsProps } from './load-balancer-metrics';
export { type LoadBalancerOutputs, loadBalancerOutputs } from './load-balancer-outputs';
export { NetworkListener, type NetworkListenerProps, type NetworkListenerProtocol } from './network-listener';
export { type INetworkLoadBalancer, NetworkLoadBalancer, type NetworkLoadBalancerProps } from './network-load-balancer';
export { NetworkRoute, type NetworkRouteDeployment, type NetworkRouteProps } from './network-route';
export type { RuleConditions } from './rule-conditions';
export type { Stickiness } from './stickiness';
export {
  type ApplicationTargetProtocol,
  type BalancingAlgorithm,
  type NetworkTargetProtocol,
  TargetGroup,
  type TargetGroupProps,
  type TargetProps,
  type TargetProtocol,
} from './target-group';
export type { TlsPolicy } from './tls-policy';
export { WebAclAssociation, type WebAclAssociationProps, type WebAclChoice } from './web-acl-association';
