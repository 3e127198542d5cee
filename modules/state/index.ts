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
export { StateBackend } from './state-backend';
export { StateBucket, type StateBucketProps } from './state-bucket';
export { validateRemoteState } from './validate-remote-state';
