import { EcsCluster, EcsService, type EcsServiceProps } from '../../../../modules/ecs';
import { Network } from '../../../../modules/network';
import { refusal, synth } from '../../../support/synth';

const ECR = '123456789012.dkr.ecr.eu-west-1.amazonaws.com/web:1';

const isolated =
  (endpoints: readonly string[] | undefined, props: EcsServiceProps) =>
  (stack: ConstructorParameters<typeof Network>[0]): void => {
    const network = Network.fromAttributes(stack, 'Network', {
      vpcId: 'vpc-0123456789abcdef0',
      cidrBlocks: ['10.0.0.0/16'],
      tiers: {
        isolated: { egress: 'none', subnetIds: { 'eu-west-1a': 'subnet-a', 'eu-west-1b': 'subnet-b' } },
      },
      endpoints,
    });
    const cluster = new EcsCluster(stack, 'Cluster', { network });
    new EcsService(stack, 'web', { cluster, ...props });
  };

describe('a task in subnets without a way out', () => {
  it('[row 49] cannot get an image of Docker Hub', () => {
    const message = refusal(isolated(['ecr.api', 'ecr.dkr', 's3', 'logs'], { image: 'nginx:1.27' }));
    expect(message).toContain('image nginx:1.27 of container "app"');
    expect(message).toContain('test/web');
  });

  it('needs endpoints for an image in ECR, its logs, its secrets and its shell', () => {
    const SECRET = 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:db-AbCdEf';
    const message = refusal(isolated([], { image: ECR, secrets: { DB: SECRET }, executeCommand: true }));
    for (const endpoint of ['ecr.api', 'ecr.dkr', 's3', 'logs', 'secretsmanager', 'ssmmessages']) {
      expect(message).toContain(endpoint);
    }
  });

  it('starts where it has them', () => {
    synth(isolated(['ecr.api', 'ecr.dkr', 's3', 'logs'], { image: ECR }));
  });

  it('is not judged where the endpoints are not known', () => {
    synth(isolated(undefined, { image: 'nginx:1.27' }));
  });

  it('is accepted by name and with a reason', () => {
    const unchecked = [{ rule: 'ecs.unreachable', reason: 'reached over a transit gateway' }];
    synth(isolated([], { image: 'nginx:1.27', unchecked }));
  });
});
