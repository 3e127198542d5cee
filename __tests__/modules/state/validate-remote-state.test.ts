import { Token } from 'cdktf';
import type { RemoteState } from '../../../modules/state';
import { validateRemoteState, validateStateTarget } from '../../../modules/state/validate-remote-state';

function fields(state: RemoteState): string[] {
  return validateRemoteState(state).map((issue) => issue.field);
}

it.each<[string, RemoteState]>([
  ['a bucket of 3 characters', { kind: 's3', bucket: 'abc' }],
  ['a bucket of 63 characters', { kind: 's3', bucket: 'a'.repeat(63) }],
  ['a bucket with dots', { kind: 's3', bucket: 'tf.acme.dev' }],
  ['pg without a connection string, which PG_CONN_STR gives', { kind: 'pg' }],
  [
    'pg with a user but no password',
    { kind: 'pg', connectionString: 'postgres://terraform@db:5432/tf?sslmode=require' },
  ],
  ['an http address with a port', { kind: 'http', address: 'http://127.0.0.1:8080/state' }],
  ['an Azure container of 3 characters', { kind: 'azurerm', storageAccountName: 'abc', containerName: 'a-b' }],
  ['nothing but the kind, for local files', { kind: 'local' }],
])('accepts %s', (_title, state) => {
  expect(validateRemoteState(state)).toEqual([]);
});

it.each<[string, RemoteState]>([
  ['remoteState.bucket', { kind: 's3', bucket: 'ab' }],
  ['remoteState.bucket', { kind: 's3', bucket: 'a'.repeat(64) }],
  ['remoteState.bucket', { kind: 's3', bucket: 'Acme' }],
  ['remoteState.bucket', { kind: 's3', bucket: 'acme_tfstate' }],
  ['remoteState.bucket', { kind: 's3', bucket: '10.0.0.1' }],
  ['remoteState.bucket', { kind: 's3', bucket: 'acme..dev' }],
  ['remoteState.bucket', { kind: 's3', bucket: 'xn--acme' }],
  ['remoteState.bucket', { kind: 's3', bucket: 'acme-s3alias' }],
  ['remoteState.keyPrefix', { kind: 's3', bucket: 'acme', keyPrefix: '/shop' }],
  ['remoteState.kmsKeyArn', { kind: 's3', bucket: 'acme', kmsKeyArn: 'alias/state' }],
  ['remoteState.assumeRole.roleArn', { kind: 's3', bucket: 'acme', assumeRole: { roleArn: 'state' } }],
  ['remoteState.allowedAccountIds[0]', { kind: 's3', bucket: 'acme', allowedAccountIds: ['12345'] }],
  ['remoteState.organization', { kind: 'cloud', organization: 'acme corp' }],
  ['remoteState.workspacePrefix', { kind: 'cloud', organization: 'acme', workspacePrefix: 'a/b' }],
  ['remoteState.schemaPrefix', { kind: 'pg', schemaPrefix: 'My-App' }],
  ['remoteState.address', { kind: 'http', address: 'gitlab.acme.dev' }],
  ['remoteState.storageAccountName', { kind: 'azurerm', storageAccountName: 'acme-state', containerName: 'state' }],
  ['remoteState.containerName', { kind: 'azurerm', storageAccountName: 'acmestate', containerName: 'a--b' }],
  ['remoteState.folder', { kind: 'local', folder: '/var/state' }],
])('rejects a bad %s: %j', (field, state) => {
  expect(fields(state)).toEqual([field]);
});

it.each<[string, RemoteState]>([
  ['a connection string', { kind: 'pg', connectionString: 'postgres://terraform:hunter2@db/tf' }],
  ['a connection string of key and value', { kind: 'pg', connectionString: 'host=db password=hunter2' }],
  ['an address', { kind: 'http', address: 'https://ci:hunter2@gitlab.acme.dev/state' }],
])('refuses a password in %s without printing it', (_title, state) => {
  expect(validateRemoteState(state)).toEqual([expect.objectContaining({ secret: true })]);
});

it('refuses expressions, because Terraform reads the backend before it evaluates anything', () => {
  expect(fields({ kind: 's3', bucket: Token.asString({ resolve: () => 'x' }) })).toEqual(['remoteState.bucket']);
  expect(fields({ kind: 's3', bucket: 'acme', allowedAccountIds: ['${var.account}'] })).toEqual([
    'remoteState.allowedAccountIds.0',
  ]);
});

it('takes names for environment and component that every backend can hold', () => {
  expect(validateStateTarget({ environment: 'dev_1', component: 'network-a' })).toEqual([]);
  expect(validateStateTarget({ environment: 'dev/1', component: '' }).map(({ field }) => field)).toEqual([
    'state.environment',
    'state.component',
  ]);
});
