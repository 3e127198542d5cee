import type { Issue } from '../shared/problems';
import { isUnknown } from '../shared/unknown';
import { check } from '../shared/validation';
import type { HttpState, PostgresState, RemoteState, S3State, StateTarget } from './remote-state';

const DOCS = 'https://developer.hashicorp.com/terraform/language/backend';

/** Pure; every field begins with `remoteState`, the prop that holds it. */
export function validateRemoteState(state: RemoteState): Issue[] {
  const unknown = unknownFields('remoteState', state);
  return unknown.length > 0 ? unknown : kindIssues(state);
}

function kindIssues(state: RemoteState): Issue[] {
  switch (state.kind) {
    case 's3':
      return s3Issues(state);
    case 'cloud':
    case 'remote':
      return [
        ...organizationIssues(state.organization),
        ...check('remoteState.workspacePrefix', state.workspacePrefix, (name) => WORKSPACE.test(name), {
          limit: 'letters, digits, "-" and "_"',
          fix: 'write for example "shop", which makes "shop-dev-network"',
          see: 'https://developer.hashicorp.com/terraform/cloud-docs/workspaces/create',
        }),
      ];
    case 'pg':
      return postgresIssues(state);
    case 'http':
      return httpIssues(state);
    case 'gcs':
      return check('remoteState.bucket', state.bucket, (name) => /^[a-z0-9][a-z0-9._-]{1,220}[a-z0-9]$/.test(name), {
        limit: '3 to 222 lower-case letters, digits, "-", "_" and "."',
        fix: 'write the name of an existing bucket',
        see: 'https://cloud.google.com/storage/docs/buckets#naming',
      });
    case 'azurerm':
      return [
        ...check('remoteState.storageAccountName', state.storageAccountName, (name) => /^[a-z0-9]{3,24}$/.test(name), {
          limit: '3 to 24 lower-case letters and digits',
          fix: 'write the name of an existing storage account',
          see: 'https://learn.microsoft.com/azure/storage/common/storage-account-overview#storage-account-name',
        }),
        ...check('remoteState.containerName', state.containerName, (name) => CONTAINER.test(name), {
          limit: '3 to 63 lower-case letters, digits and single hyphens',
          fix: 'write the name of an existing container',
          see: 'https://learn.microsoft.com/rest/api/storageservices/naming-and-referencing-containers--blobs--and-metadata',
        }),
      ];
    case 'local':
      return check('remoteState.folder', state.folder, (folder) => folder !== '' && !folder.startsWith('/'), {
        limit: 'a folder beside the output folder of the app, not an absolute path',
        fix: 'write for example "terraform-state"',
        see: `${DOCS}/local`,
      });
    default:
      return [unknownKind(state)];
  }
}

const WORKSPACE = /^[A-Za-z0-9_-]+$/;
const CONTAINER = /^(?=.{3,63}$)[a-z0-9]+(-[a-z0-9]+)*$/;

/** For callers without types. */
function unknownKind(state: { readonly kind?: unknown }): Issue {
  return {
    field: 'remoteState.kind',
    value: state.kind,
    limit: '"local", "s3", "cloud", "remote", "pg", "http", "gcs" or "azurerm"',
    fix: 'write { kind: "s3", bucket: "..." }',
    see: DOCS,
  };
}

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
function s3Issues(state: S3State): Issue[] {
  return [
    ...check('remoteState.bucket', state.bucket, isBucketName, {
      limit:
        '3 to 63 lower-case letters, digits, "-" and ".", beginning and ending with a letter or digit, no IP address, no prefix or suffix that S3 keeps for itself',
      fix: 'write the name of an existing bucket, such as acme-tfstate',
      see: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html',
    }),
    ...check('remoteState.keyPrefix', state.keyPrefix, (prefix) => /^[^/]+(\/[^/]+)*$/.test(prefix), {
      limit: 'one or more parts with single "/" between them, none at the ends',
      fix: 'write for example "shop", which makes shop/dev/network/terraform.tfstate',
      see: `${DOCS}/s3`,
    }),
    ...check('remoteState.kmsKeyArn', state.kmsKeyArn, (arn) => KMS_KEY.test(arn), {
      limit: 'the ARN of a key, not of an alias: the S3 backend takes no alias',
      fix: 'write arn:aws:kms:<region>:<account>:key/<id>',
      see: `${DOCS}/s3#kms_key_id`,
    }),
    ...check('remoteState.assumeRole.roleArn', state.assumeRole?.roleArn, (arn) => ROLE.test(arn), {
      limit: 'the ARN of an IAM role',
      fix: 'write arn:aws:iam::<account>:role/<name>',
      see: `${DOCS}/s3#assume-role-configuration`,
    }),
    ...check('remoteState.dynamodbTable', state.dynamodbTable, (name) => /^[A-Za-z0-9_.-]{3,255}$/.test(name), {
      limit: '3 to 255 letters, digits, "-", "_" and "."',
      fix: 'leave it out with Terraform 1.10 or newer, which locks without a table',
      see: `${DOCS}/s3#state-locking`,
    }),
    ...(state.allowedAccountIds ?? []).flatMap((id, index) =>
      check(`remoteState.allowedAccountIds[${index}]`, id, (account) => /^\d{12}$/.test(account), {
        limit: '12 digits',
        fix: 'write the account id as text, with its leading zeros',
        see: `${DOCS}/s3`,
      }),
    ),
  ];
}

const KMS_KEY = /^arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:key\/[A-Za-z0-9-]+$/;
const ROLE = /^arn:aws[a-z-]*:iam::\d{12}:role\/.+$/;

function isBucketName(name: string): boolean {
  return (
    /^(?=.{3,63}$)[a-z0-9][a-z0-9-]*(\.[a-z0-9-]+)*$/.test(name) &&
    /[a-z0-9]$/.test(name) &&
    !/^\d+\.\d+\.\d+\.\d+$/.test(name) &&
    !/^(xn--|sthree-|amzn-s3-demo-)/.test(name) &&
    !/(-s3alias|--ol-s3|\.mrap|--x-s3|--table-s3)$/.test(name)
  );
}

function organizationIssues(organization: string): Issue[] {
  return check('remoteState.organization', organization, (name) => /^[A-Za-z0-9_-]{3,40}$/.test(name), {
    limit: '3 to 40 letters, digits, "-" and "_"',
    fix: 'write the organization name as in app.terraform.io/app/<organization>',
    see: 'https://developer.hashicorp.com/terraform/cloud-docs/users-teams-organizations/organizations',
  });
}

function postgresIssues({ connectionString, schemaPrefix }: PostgresState): Issue[] {
  return [
    ...check('remoteState.connectionString', connectionString, (text) => !holdsPassword(text), {
      limit: 'no password: it would stand in the synthesized file in plain text',
      fix: 'set PGPASSWORD where Terraform runs, or the whole connection string as PG_CONN_STR',
      see: `${DOCS}/pg`,
      secret: true,
    }),
    ...check('remoteState.schemaPrefix', schemaPrefix, (name) => /^[a-z_][a-z0-9_]*$/.test(name), {
      limit: 'lower-case letters, digits and "_", not beginning with a digit',
      fix: 'write for example "shop", which makes the schema shop_dev_network',
      see: 'https://www.postgresql.org/docs/current/sql-syntax-lexical.html',
    }),
  ];
}

function httpIssues({ address, lock }: HttpState): Issue[] {
  return [
    ...check('remoteState.address', address, (url) => !holdsPassword(url), {
      limit: 'no user and password: they would stand in the synthesized file in plain text',
      fix: 'set TF_HTTP_USERNAME and TF_HTTP_PASSWORD where Terraform runs',
      see: `${DOCS}/http`,
      secret: true,
    }),
    ...check('remoteState.address', address, (url) => holdsPassword(url) || /^https?:\/\/[^/?#]+[^?#]*$/.test(url), {
      limit: 'an http or https address without query',
      fix: 'write for example https://gitlab.example.com/api/v4/projects/42/terraform/state',
      see: `${DOCS}/http`,
    }),
    ...check('remoteState.lock.lockMethod', lock?.lockMethod, (method) => /^[A-Z]+$/.test(method), HTTP_METHOD),
    ...check('remoteState.lock.unlockMethod', lock?.unlockMethod, (method) => /^[A-Z]+$/.test(method), HTTP_METHOD),
  ];
}

const HTTP_METHOD = {
  limit: 'an HTTP method in capitals',
  fix: 'write POST and DELETE for GitLab',
  see: `${DOCS}/http`,
};

/** `postgres://user:secret@host`, `https://user:secret@host`, `host=... password=secret`, `?password=secret`. */
function holdsPassword(address: string): boolean {
  return /\/\/[^/@:]*:[^@]+@/.test(address) || /\bpassword=/.test(address);
}

export function validateStateTarget(target: StateTarget): Issue[] {
  const rule = {
    limit: 'letters, digits, "-" and "_": it becomes part of a key, a schema or a workspace name',
    fix: 'write for example "dev" and "network"',
    see: 'https://developer.hashicorp.com/terraform/cloud-docs/workspaces/create',
  };
  return [
    ...unknownFields('state', target),
    ...check('state.environment', target.environment, (name) => WORKSPACE.test(name), rule),
    ...check('state.component', target.component, (name) => WORKSPACE.test(name), rule),
  ];
}

/** Terraform reads backend settings before it evaluates anything, so none of them may be an expression. */
function unknownFields(field: string, value: unknown): Issue[] {
  if (isUnknown(value)) {
    return [
      {
        field,
        value: 'a value known only to Terraform',
        limit: 'a literal: Terraform reads where the state is before it evaluates anything',
        fix: 'write the value itself, or leave it out and give it with terraform init -backend-config',
        see: DOCS,
      },
    ];
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, part]) => unknownFields(`${field}.${key}`, part));
}
