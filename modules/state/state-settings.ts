import { shortened } from '../shared/names';
import type { CloudState, RemoteState, RemoteWorkspaceState, S3State, StateTarget } from './remote-state';

/** What Terraform is told about one state: as the backend of its stack, and as a data source of other stacks. */
export interface StateSettings {
  /** Name of the backend block. */
  readonly backend: string;
  readonly write: Readonly<Record<string, unknown>>;
  /** Backend name of `data.terraform_remote_state`, which knows no `cloud`. */
  readonly reader: string;
  readonly read: Readonly<Record<string, unknown>>;
  /** Product behind the hostname, in the words of the cdktf CLI. */
  readonly cloud?: 'tfc' | 'tfe';
  /** Of the workspace; no backend writes them. */
  readonly tags?: Readonly<Record<string, string>>;
}

/** Where the state of `target` lies. `region` is the bucket's unless the state says another. */
export function stateSettings(state: RemoteState, target: StateTarget, region?: string): StateSettings {
  const { environment, component } = target;
  switch (state.kind) {
    case 'local':
      return backend('local', { path: localPath(state.folder ?? 'terraform-state', target) });
    case 's3':
      return s3Settings(state, target, region);
    case 'cloud':
    case 'remote':
      return workspaceSettings(state, target);
    case 'pg':
      return backend('pg', {
        conn_str: state.connectionString,
        schema_name: shortened(joined('_', state.schemaPrefix, environment, component), { max: 63, separator: '_' }),
      });
    case 'http': {
      const address = `${state.address.replace(/\/+$/, '')}/${environment}-${component}`;
      const lock = state.lock && {
        lock_address: `${address}/lock`,
        lock_method: state.lock.lockMethod,
        unlock_address: `${address}/lock`,
        unlock_method: state.lock.unlockMethod,
      };
      return { backend: 'http', write: { address, ...lock }, reader: 'http', read: { address } };
    }
    case 'gcs':
      return backend('gcs', { bucket: state.bucket, prefix: joined('/', state.prefix, environment, component) });
    case 'azurerm':
      return backend('azurerm', {
        storage_account_name: state.storageAccountName,
        container_name: state.containerName,
        key: stateKey(target),
        resource_group_name: state.resourceGroupName,
        subscription_id: state.subscriptionId,
      });
  }
}

/** `dev/network/terraform.tfstate`. */
export function stateKey({ environment, component }: StateTarget, prefix?: string): string {
  return joined('/', prefix, environment, component, 'terraform.tfstate');
}

function s3Settings(state: S3State, target: StateTarget, region: string | undefined): StateSettings {
  const { roleArn, externalId, sessionName } = state.assumeRole ?? {};
  const read = {
    bucket: state.bucket,
    key: state.key ?? stateKey(target, state.keyPrefix),
    region: state.region ?? region,
    assume_role:
      roleArn === undefined ? undefined : { role_arn: roleArn, external_id: externalId, session_name: sessionName },
    allowed_account_ids: state.allowedAccountIds,
    endpoints: state.endpoints,
  };
  const lock = state.dynamodbTable === undefined ? { use_lockfile: true } : { dynamodb_table: state.dynamodbTable };
  return {
    backend: 's3',
    write: { ...read, encrypt: true, kms_key_id: state.kmsKeyArn, ...lock },
    reader: 's3',
    read: { ...read, ...SAME_CLI_WORKSPACE },
  };
}

function workspaceSettings(state: CloudState | RemoteWorkspaceState, target: StateTarget): StateSettings {
  const { organization, hostname } = state;
  const name = shortened(joined('-', state.workspacePrefix, target.environment, target.component), { max: 90 });
  const { project, tags } = state.kind === 'cloud' ? state : {};
  const read = { organization, hostname, workspaces: { name } };
  return {
    backend: state.kind,
    write: { ...read, workspaces: { name, project } },
    // The `cloud` block has no data source of its own; `remote` reads the same workspaces.
    reader: 'remote',
    read,
    cloud: (hostname ?? 'app.terraform.io').startsWith('app.terraform.io') ? 'tfc' : 'tfe',
    tags,
  };
}

/** `terraform workspace select test` in one stack reads the `test` states of the others, as cdktf's own backends do. */
const SAME_CLI_WORKSPACE = { workspace: '${terraform.workspace}' };

function backend(kind: string, settings: Readonly<Record<string, unknown>>): StateSettings {
  return { backend: kind, write: settings, reader: kind, read: { ...settings, ...SAME_CLI_WORKSPACE } };
}

/**
 * Terraform runs in `<output folder>/stacks/<stack>`; three up is the folder that holds the output folder. Relative,
 * so that the synthesized file is the same on every machine.
 */
function localPath(folder: string, { environment, component }: StateTarget): string {
  return `../../../${folder}/${environment}/${component}.tfstate`;
}

function joined(separator: string, ...parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined && part !== '').join(separator);
}
