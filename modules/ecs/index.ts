export { EcsAccountSettings, type EcsAccountSettingsProps } from './account-settings';
export { capacityStrategy, type StrategyItem } from './capacity-strategy';
export type {
  ContainerCondition,
  ContainerHealthCheck,
  ContainerProps,
  FirelensConfiguration,
  MountPoint,
  RestartPolicy,
  WritablePath,
} from './container';
export type {
  BlueGreenDeployment,
  CanaryDeployment,
  CodeDeployDeployment,
  Deployment,
  DeploymentAlarms,
  DeploymentHook,
  DeploymentStage,
  ExternalDeployment,
  LinearDeployment,
  RollingDeployment,
} from './deployment';
export { DeploymentRole } from './deployment-role';
export type {
  Discovery,
  DnsDiscovery,
  ServiceConnectClient,
  ServiceConnectDiscovery,
  ServiceConnectTls,
} from './discovery';
export { Ec2Capacity } from './ec2-capacity';
export type { Ec2CapacityProps, InstancePurchase, InstanceRefresh, ManagedScaling } from './ec2-capacity-props';
export type { EcsAgentConfig } from './ecs-agent-config';
export type { EcsInstanceImage } from './ecs-ami';
export { EcsCluster } from './ecs-cluster';
export {
  type AttachedProvider,
  type CapacityKind,
  type CapacityShare,
  DEFAULT_CLUSTER,
  type ExecRecording,
  type FargateSpot,
  type IEcsCapacity,
  type IEcsCluster,
  type TaskCapacity,
} from './ecs-cluster-interface';
export { type ClusterOutputs, clusterOutputs } from './ecs-cluster-outputs';
export type { ClusterNamespace, EcsClusterProps } from './ecs-cluster-props';
export { EcsJob } from './ecs-job';
export type { EcsJobOfTaskProps, EcsJobProps, JobOfTask, JobSchedule, JobSettings } from './ecs-job-props';
export { EcsService } from './ecs-service';
export type {
  EcsServiceOfTaskProps,
  EcsServiceProps,
  ServiceContainer,
  ServiceHealthCheck,
  ServiceOfTask,
  ServiceSettings,
  ServiceSize,
  SizeOnFargate,
  SizeOnInstances,
} from './ecs-service-props';
export { EcsTaskSet, type EcsTaskSetProps } from './ecs-task-set';
export { EfsAccessPoint, type EfsAccessPointProps, type IEfsAccessPoint } from './efs-access-point';
export { EfsFileSystem, type EfsFileSystemProps } from './efs-file-system';
export { EventRuleStart } from './event-rule-start';
export type { ExecSettings } from './exec-recording';
export type { ExistingEc2CapacityAttributes } from './existing-ec2-capacity';
export type { ExistingEcsClusterAttributes } from './existing-ecs-cluster';
export { FARGATE_MEMORY_MIB, type FargateCpu, type FargateTaskSize, smallestFargateSize } from './fargate-task-size';
export type { IImageRepository, Image } from './image';
export { ScheduledStart } from './job-schedule';
export type { Capability, Device, LinuxParameters, ResourceLimit, SystemControl, Tmpfs } from './linux-parameters';
export type {
  DatadogDestination,
  FirehoseDestination,
  LogRouter,
  LokiDestination,
  OpenSearchDestination,
  OtherDestination,
} from './log-router';
export type { CloudWatchLogging, FirelensLogging, Logging, OtherLogDriver, TaskLogs } from './logging';
export { ManagedInstancesCapacity, type ManagedInstancesCapacityProps } from './managed-instances-capacity';
export type { ManagedInstanceRequirements } from './managed-instances-requirements';
export type { Placement, PlacementConstraint, PlacementStrategy } from './placement';
export type { AppProtocol, NetworkMode, PortMapping, PortRange, SinglePort } from './port-mapping';
export type { Releases } from './releases';
export type { CpuArchitecture, OperatingSystem } from './runtime-platform';
export type {
  Autoscaling,
  FixedScaling,
  MetricMath,
  MetricTarget,
  QueueBacklog,
  Scaling,
  ScheduledScaling,
  StepScaling,
} from './scaling';
export type { ParameterStoreSecret, SecretSource, SecretsManagerSecret } from './secret';
export { ServiceAlarms, type ServiceAlarmsSettings } from './service-alarms';
export { ServiceDiscovery } from './service-discovery';
export {
  type Expose,
  type ExposeOnDomain,
  type ExposeOnListener,
  type ExposeOnLoadBalancer,
  type ExposeOnNetworkLoadBalancer,
  type ExposeOnPlainHttp,
  ServiceExposure,
} from './service-exposure';
export type { ServiceFromJsonProps } from './service-from-json';
export { ServiceMetrics } from './service-metrics';
export { ServiceNamespace, type ServiceNamespaceAttributes, type ServiceNamespaceProps } from './service-namespace';
export type { IServiceNamespace } from './service-namespace-interface';
export { ServiceScaling } from './service-scaling';
export { ServiceVolumes } from './service-volumes';
export { StepScalingPolicy } from './step-scaling-policy';
export { TaskDefinition } from './task-definition';
export type { TaskCompatibility, TaskDefinitionProps, TaskPlacement, TaskSettings } from './task-definition-props';
export { type ITaskRole, TaskRoles } from './task-roles';
export type { Tracing } from './tracing';
export type {
  AtLaunchVolume,
  DockerVolume,
  EbsVolume,
  EfsFileSystemVolume,
  EfsVolume,
  FsxWindowsVolume,
  HostVolume,
  ScratchVolume,
  Volume,
} from './volume';
