import { DynamodbTable } from '@cdktf/provider-aws/lib/dynamodb-table';
import { KmsKey } from '@cdktf/provider-aws/lib/kms-key';
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { App, TerraformStack } from 'cdktf';
import { DynamoDbTableAccess } from '../../../modules/grants';
import { EncryptionKey, Role } from '../../../modules/identity';
import { EcrRepository, PullThroughCache, RegistryScanning, repositoryOutputs } from '../../../modules/registry';
import { publishOutputs } from '../../../modules/state';
import { terraformOffline } from '../../../testing';
import { withTerraform } from '../../testing/support/with-terraform';

jest.setTimeout(60_000);

function buildApp(): App {
  const app = new App();
  const stack = new TerraformStack(app, 'images');
  new AwsProvider(stack, 'Aws', { region: 'eu-west-1', allowedAccountIds: ['123456789012'] });
  const build = new Role(stack, 'Build', {
    description: 'a build',
    assumedBy: [{ actions: ['sts:AssumeRole'], principals: { services: ['codebuild.amazonaws.com'] } }],
  });
  const web = new EcrRepository(stack, 'Web', {
    tagMutability: { kind: 'immutable', except: ['dev-*'] },
    pullAccounts: ['210987654321'],
    replicateTo: ['us-east-1'],
  });
  web.grantPush(build);
  publishOutputs(stack, repositoryOutputs(web));
  const { keyArn } = new EncryptionKey(stack, 'Key', { description: 'images' });
  new EcrRepository(stack, 'Api', { encryption: { kind: 'kms', keyArn } });
  EcrRepository.fromLookup(stack, 'Base', { repositoryName: 'base' }).pinned(stack, '1.2.3');
  new RegistryScanning(stack, 'Scanning', { kind: 'enhanced', continuous: ['prod/*'], onPush: ['*'] });
  new PullThroughCache(stack, 'Quay', { upstream: 'quay' });

  const encryptionKey = new KmsKey(stack, 'OrdersKey', {});
  const orders = new DynamodbTable(stack, 'Orders', {
    name: 'orders',
    billingMode: 'PAY_PER_REQUEST',
    hashKey: 'id',
    attribute: [{ name: 'id', type: 'S' }],
    serverSideEncryption: { enabled: true, kmsKeyArn: encryptionKey.arn },
  });
  DynamoDbTableAccess.of(orders, { encryptionKey }).grantReadWrite(build);
  return app;
}

withTerraform('[row 108] [row 113] [row 115] repositories, replicas and the settings of a registry', () => {
  it('are applied, leave nothing to do in a second plan, and are destroyed', async () => {
    const applied = await terraformOffline(buildApp()).roundTrip();
    expect(applied.resources.length).toBeGreaterThan(10);
  });
});
