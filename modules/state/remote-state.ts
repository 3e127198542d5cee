/**
 * Where Terraform keeps the states of an app. It says the place once for all stacks; the key, prefix, schema or
 * workspace of each stack follows from its environment and component, see `stateNames`. Every value must be written
 * down: Terraform reads the backend before it can evaluate anything.
 * @see https://developer.hashicorp.com/terraform/language/backend
 */
export type RemoteState =
  | LocalState
  | S3State
  | CloudState
  | RemoteWorkspaceState
  | PostgresState
  | HttpState
  | GcsState
  | AzureState;

/** Files beside the output folder of the app: one person, one machine, no locking between machines. */
export interface LocalState {
  readonly kind: 'local';
  /** Folder beside the app's output folder; `<folder>/<environment>/<component>.tfstate`. @default 'terraform-state' */
  readonly folder?: string;
}

/** One object per stack in an S3 bucket, `<environment>/<component>/terraform.tfstate`. */
export interface S3State {
  readonly kind: 's3';
  /** Name of an existing bucket; switch on its versioning, a state is lost otherwise when it is overwritten. */
  readonly bucket: string;
  /** Region of the bucket. @default region of the stack's AWS provider, else `AWS_REGION` of the run */
  readonly region?: string;
  /** Put before the derived key, for a bucket that several apps share: `shop` -> `shop/dev/network/terraform.tfstate`. */
  readonly keyPrefix?: string;
  /** The whole key instead of the derived one; then for one stack only. */
  readonly key?: string;
  /**
   * ARN of the KMS key that encrypts the state; `StateStack` publishes the bucket's as `state_key_arn`.
   * @default S3's own key, also where the bucket has another default: `encrypt` without a key asks for AES256
   */
  readonly kmsKeyArn?: string;
  /**
   * Lock table with the string key `LockID`, for Terraform before 1.10.
   * @default none: a lock object beside the state (`use_lockfile`), which needs no table
   */
  readonly dynamodbTable?: string;
  /** Role that reads and writes the state, where the bucket is in another account. @default credentials of the run */
  readonly assumeRole?: {
    readonly roleArn: string;
    readonly externalId?: string;
    /** Shown in CloudTrail. @default chosen by the AWS SDK */
    readonly sessionName?: string;
  };
  /** Only these accounts may hold the bucket; a wrong profile fails before it reads anything. @default any */
  readonly allowedAccountIds?: readonly string[];
  /** Interface endpoints or an S3-compatible store. @default the public endpoints of the region */
  readonly endpoints?: { readonly s3?: string; readonly sts?: string; readonly dynamodb?: string };
}

/** HCP Terraform (Terraform Cloud) or Terraform Enterprise: one workspace per stack, `<environment>-<component>`. */
export interface CloudState {
  readonly kind: 'cloud';
  readonly organization: string;
  /** Project that gets workspaces which `terraform init` makes. @default the organization's default project */
  readonly project?: string;
  /**
   * Key-value tags that `Workspaces` puts on the workspace. The `cloud` block has none: Terraform takes a name or tags
   * there, and only a workspace with a name can be read by other stacks.
   * @default none
   * @see https://developer.hashicorp.com/terraform/cli/cloud/settings
   */
  readonly tags?: Readonly<Record<string, string>>;
  /** @default 'app.terraform.io' */
  readonly hostname?: string;
  /** Put before the workspace name, where several apps share an organization: `shop` -> `shop-dev-network`. */
  readonly workspacePrefix?: string;
}

/** The older `remote` backend, for servers that speak it and tools that do not know the `cloud` block. */
export interface RemoteWorkspaceState {
  readonly kind: 'remote';
  readonly organization: string;
  /** @default 'app.terraform.io' */
  readonly hostname?: string;
  /** Put before the workspace name: `shop` -> `shop-dev-network`. */
  readonly workspacePrefix?: string;
}

/** A PostgreSQL database: one schema per stack, `<environment>_<component>`; locks are advisory locks. */
export interface PostgresState {
  readonly kind: 'pg';
  /**
   * `postgres://user@db.internal/terraform`, without a password: that would stand in the synthesized file.
   * @default `PG_CONN_STR` of the run, the password in `PGPASSWORD`
   */
  readonly connectionString?: string;
  /** Put before the schema name: `shop` -> `shop_dev_network`. */
  readonly schemaPrefix?: string;
}

/** An HTTP service such as GitLab's: one address per stack, `<address>/<environment>-<component>`. */
export interface HttpState {
  readonly kind: 'http';
  /** Without user and password; those are `TF_HTTP_USERNAME` and `TF_HTTP_PASSWORD` of the run. */
  readonly address: string;
  /**
   * Methods for `<address>/<environment>-<component>/lock`: GitLab takes `POST` and `DELETE`.
   * @default no locking, as in Terraform
   */
  readonly lock?: { readonly lockMethod: string; readonly unlockMethod: string };
}

/** Google Cloud Storage: `<environment>/<component>/default.tfstate`, locked by the bucket. */
export interface GcsState {
  readonly kind: 'gcs';
  readonly bucket: string;
  /** Put before the derived prefix. */
  readonly prefix?: string;
}

/** An Azure blob container: `<environment>/<component>/terraform.tfstate`, locked by a lease. */
export interface AzureState {
  readonly kind: 'azurerm';
  readonly storageAccountName: string;
  readonly containerName: string;
  /** Needed unless the run may find the account by itself. */
  readonly resourceGroupName?: string;
  readonly subscriptionId?: string;
}

/** Which state of the app a stack has. */
export interface StateTarget {
  /** `dev`; letters, digits, `-` and `_`. */
  readonly environment: string;
  /** `network`; letters, digits, `-` and `_`. */
  readonly component: string;
}
