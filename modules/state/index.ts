export { configureRemoteState, describeState } from './configure-remote-state';
export type {
  AzureState,
  CloudState,
  GcsState,
  HttpState,
  LocalState,
  PostgresState,
  RemoteState,
  RemoteWorkspaceState,
  S3State,
  StateTarget,
} from './remote-state';
export { type PublishedOutputs, publishOutputs, readOutputs } from './stack-contract';
export { StateAccessPolicy, type StateAccessPolicyProps } from './state-access-policy';
export { StateBackend } from './state-backend';
export { StateBucket, type StateBucketProps } from './state-bucket';
export { StateLockTable, type StateLockTableProps } from './state-lock-table';
export { StateReplication, type StateReplicationProps } from './state-replication';
export { validateRemoteState } from './validate-remote-state';
