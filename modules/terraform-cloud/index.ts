export { AccountRunRoles, type AccountRunRolesProps } from './account-run-roles';
export {
  type AppWorkspace,
  appliedBefore,
  appWorkspaces,
  DEFAULT_PROJECT,
  statesReadBy,
  workspaceOf,
} from './app-workspaces';
export { type AwsCredentials, awsVariables } from './aws-credentials';
export { CloudWorkspace, type CloudWorkspaceProps, type CloudWorkspaceSettings } from './cloud-workspace';
export { type RunPhase, RunRoles, type RunRolesProps, runRoleName } from './run-roles';
export { WorkloadIdentity, type WorkloadIdentityProps } from './workload-identity';
export type { NotificationTrigger, WorkspaceNotification } from './workspace-notification';
export type { VcsSource, WorkspaceExecution } from './workspace-runs';
export type { WorkspaceVariable } from './workspace-variable';
export { type StackWorkspaceSettings, Workspaces, type WorkspacesProps } from './workspaces';
