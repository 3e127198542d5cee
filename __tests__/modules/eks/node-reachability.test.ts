import { validateReachability } from '../../../modules/eks/node-reachability';
import { Network } from '../../../modules/network';
import { testCluster } from '../../support/eks';
import { refusal, synth } from '../../support/synth';

const subnetIds = { 'eu-west-1a': 'subnet-a', 'eu-west-1b': 'subnet-b' };
const closed = [{ subnetId: 'subnet-a', availabilityZone: 'eu-west-1a', tier: 'isolated', egress: 'none' }] as const;
const all = ['ec2', 'ecr.api', 'ecr.dkr', 's3', 'sts', 'eks-auth'];

it('refuses nodes in subnets without a way out and without the endpoints that they start with', () => {
  const message = refusal((stack) => {
    const network = Network.fromAttributes(stack, 'Network', {
      vpcId: 'vpc-0123456789abcdef0',
      tiers: { isolated: { subnetIds } },
      endpoints: ['s3', 'ecr.api'],
    });
    testCluster(stack, { network }).addNodeGroup('System');
  });
  expect(message).toContain("endpoints: ['ec2', 'ecr.dkr', 'sts', 'eks-auth']");
  expect(message).toContain('eks.no-way-to-aws');
});

it('takes them with all endpoints, and where the endpoints of a network are not known', () => {
  for (const endpoints of [all, undefined]) {
    synth((stack) => {
      const network = Network.fromAttributes(stack, 'Network', {
        vpcId: 'vpc-0123456789abcdef0',
        tiers: { isolated: { subnetIds } },
        endpoints,
      });
      testCluster(stack, { network }).addNodeGroup('System');
    });
  }
});

it('[A1] takes /28 subnets, whose 11 addresses are enough for a control plane', () => {
  synth((stack) => {
    const network = Network.fromAttributes(stack, 'Network', {
      vpcId: 'vpc-0123456789abcdef0',
      cidrBlocks: ['10.0.0.0/16'],
      tiers: {
        private: { subnetIds, cidrBlocks: { 'eu-west-1a': '10.0.0.0/28', 'eu-west-1b': '10.0.0.16/28' } },
      },
    });
    testCluster(stack, { network }).addNodeGroup('System');
  });
});

it('asks for less on Fargate, and for a way out where the cluster answers on the internet only', () => {
  synth((stack) => {
    const network = Network.fromAttributes(stack, 'Network', {
      vpcId: 'vpc-0123456789abcdef0',
      tiers: { isolated: { subnetIds } },
      endpoints: ['s3', 'ecr.api', 'ecr.dkr', 'sts'],
    });
    expect(validateReachability(closed, { network, podIdentity: true }, 'fargate')).toEqual([]);
    expect(validateReachability(closed, { network, podIdentity: false }, 'nodes')).toHaveLength(1);
    expect(
      validateReachability(closed, { network, podIdentity: true, endpointKind: 'public-only' }, 'fargate'),
    ).toHaveLength(1);
  });
});
