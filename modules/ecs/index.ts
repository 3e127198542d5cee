export { EcsAccountSettings, type EcsAccountSettingsProps } from './cluster/account-settings';
export { capacityStrategy, type StrategyItem } from './cluster/capacity-strategy';
export { Ec2Capacity } from './cluster/ec2-capacity';
export type { Ec2CapacityProps, InstancePurchase, InstanceRefresh, ManagedScaling } from './cluster/ec2-capacity-props';
export type { EcsAgentConfig } from './cluster/ecs-agent-config';
export type { EcsInstanceImage } from './cluster/ecs-ami';
export { EcsCluster } from './cluster/ecs-cluster';
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
} from './cluster/ecs-cluster-interface';
export { type ClusterOutputs, clusterOutputs } from './cluster/ecs-cluster-outputs';
export type { ClusterNamespace, EcsClusterProps } from './cluster/ecs-cluster-props';
export type { ExecSettings } from './cluster/exec-recording';
export type { ExistingEc2CapacityAttributes } from './cluster/existing-ec2-capacity';
export type { ExistingEcsClusterAttributes } from './cluster/existing-ecs-cluster';
export { ManagedInstancesCapacity, type ManagedInstancesCapacityProps } from './cluster/managed-instances-capacity';
export type { ManagedInstanceRequirements } from './cluster/managed-instances-requirements';
export {
  ServiceNamespace,
  type ServiceNamespaceAttributes,
  type ServiceNamespaceProps,
} from './cluster/service-namespace';
export type { IServiceNamespace } from './cluster/service-namespace-interface';
export { EcsJob } from './job/ecs-job';
export type { EcsJobOfTaskProps, EcsJobProps, JobOfTask, JobSchedule, JobSettings } from './job/ecs-job-props';
export { EventRuleStart } from './job/event-rule-start';
export { ScheduledStart } from './job/job-schedule';
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
} from './service/deployment';
export { DeploymentRole } from './service/deployment-role';
export type {
  Discovery,
  DnsDiscovery,
  ServiceConnectClient,
  ServiceConnectDiscovery,
  ServiceConnectTls,
} from './service/discovery';
export { EcsService } from './service/ecs-service';
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
} from './service/ecs-service-props';
export { EcsTaskSet, type EcsTaskSetProps } from './service/ecs-task-set';
export type { Placement, PlacementConstraint, PlacementStrategy } from './service/placement';
export type {
  Autoscaling,
  FixedScaling,
  MetricMath,
  MetricTarget,
  QueueBacklog,
  Scaling,
  ScheduledScaling,
  StepScaling,
} from './service/scaling';
export { ServiceAlarms, type ServiceAlarmsSettings } from './service/service-alarms';
export { ServiceDiscovery } from './service/service-discovery';
export {
  type Expose,
  type ExposeOnDomain,
  type ExposeOnListener,
  type ExposeOnLoadBalancer,
  type ExposeOnNetworkLoadBalancer,
  type ExposeOnPlainHttp,
  ServiceExposure,
} from './service/service-exposure';
export type { ServiceFromJsonProps } from './service/service-from-json';
export { ServiceMetrics } from './service/service-metrics';
export { ServiceScaling } from './service/service-scaling';
export { ServiceVolumes } from './service/service-volumes';
export { StepScalingPolicy } from './service/step-scaling-policy';
export type {
  ContainerCondition,
  ContainerHealthCheck,
  ContainerProps,
  FirelensConfiguration,
  MountPoint,
  RestartPolicy,
  WritablePath,
} from './task/container';
export { EfsAccessPoint, type EfsAccessPointProps, type IEfsAccessPoint } from './task/efs-access-point';
export { EfsFileSystem, type EfsFileSystemProps } from './task/efs-file-system';
export {
  FARGATE_MEMORY_MIB,
  type FargateCpu,
  type FargateTaskSize,
  smallestFargateSize,
} from './task/fargate-task-size';
export type { IImageRepository, Image } from './task/image';
export type { Capability, Device, LinuxParameters, ResourceLimit, SystemControl, Tmpfs } from './task/linux-parameters';
export type {
  DatadogDestination,
  FirehoseDestination,
  LogRouter,
  LokiDestination,
  OpenSearchDestination,
  OtherDestination,
} from './task/log-router';
export type { CloudWatchLogging, FirelensLogging, Logging, OtherLogDriver, TaskLogs } from './task/logging';
export type { AppProtocol, NetworkMode, PortMapping, PortRange, SinglePort } from './task/port-mapping';
export type { Releases } from './task/releases';
export type { CpuArchitecture, OperatingSystem } from './task/runtime-platform';
export type { ParameterStoreSecret, SecretSource, SecretsManagerSecret } from './task/secret';
export { TaskDefinition } from './task/task-definition';
export type { TaskCompatibility, TaskDefinitionProps, TaskPlacement, TaskSettings } from './task/task-definition-props';
export { type ITaskRole, TaskRoles } from './task/task-roles';
export type { Tracing } from './task/tracing';
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
} from './task/volume';
