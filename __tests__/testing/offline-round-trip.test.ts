import { existsSync } from 'node:fs';
import { terraformMatchers, terraformOffline } from 'cdktf-aws-containers/testing';
import { threeStacks } from './support/fixture-apps';
import { withTerraform } from './support/with-terraform';

expect.extend(terraformMatchers);
jest.setTimeout(120_000);

withTerraform('an environment of three stacks in three states', () => {
  it('is applied in the order of its references and leaves nothing to do and nothing behind', async () => {
    const terraform = terraformOffline(threeStacks({ repeat: 30 }));
    const applied = await terraform.roundTrip();

    expect(applied.resources.filter(({ address }) => !address.startsWith('data.'))).toHaveLength(103);
    const cluster = applied.resource('aws_eks_cluster.Cluster').values;
    const subnet = applied.resource('aws_subnet.Subnet0').values.id;
    expect(cluster.vpc_config).toMatchObject([{ subnet_ids: expect.arrayContaining([subnet]) }]);
    expect(applied.outputs['dev-cluster']).toMatchObject({
      ClusterEndpoint: cluster.endpoint,
      ServiceRange: '172.20.0.0/16',
      Issuer: expect.stringMatching(/^https:\/\/oidc\.eks\.eu-west-1\.amazonaws\.com\/id\/[0-9A-F]{32}$/),
    });

    // A data source finds what a resource of another stack made.
    expect(applied.resource('data.aws_eks_cluster.Cluster').values.endpoint).toBe(cluster.endpoint);

    expect(existsSync(terraform.folder)).toBe(false);
  });

  it('is planned as far as its states allow before the first apply', async () => {
    const terraform = terraformOffline(threeStacks({ repeat: 2 }));
    try {
      const plan = await terraform.plan();
      expect(plan).toSucceed();
      expect(plan).not.toPlanEmpty();
      expect(plan.waiting).toEqual(['dev-cluster', 'dev-platform']);
    } finally {
      terraform.close();
    }
  });

  it('throws with the stack and the address of every problem, and removes its folder then too', async () => {
    const terraform = terraformOffline(threeStacks({ repeat: 1, cidrBlock: '10.0.0.0' }));
    await expect(terraform.roundTrip()).rejects.toThrow(/dev-network: aws_vpc\.Vpc: Invalid CIDR block/);
    expect(existsSync(terraform.folder)).toBe(false);
  });
});
