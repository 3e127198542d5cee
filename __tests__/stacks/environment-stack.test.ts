import { EcsService, EnvironmentStack, Network } from '../../index';
import { resources, type StackJson, synthApp } from '../support/synth';

const region = 'eu-west-1';

it('makes nothing that nobody asked for', () => {
  const { dev } = synthApp((app) => {
    new EnvironmentStack(app, 'dev', { region });
  });
  expect(dev?.resource).toBeUndefined();
});

it('makes network and cluster once, when the first service needs them', () => {
  const { dev } = synthApp((app) => {
    const stack = new EnvironmentStack(app, 'dev', { region });
    for (const name of ['web', 'api']) new EcsService(stack, name, { image: 'nginx:1.27', port: 80 });
  });
  expect(resources(dev as StackJson, 'aws_vpc')).toHaveLength(1);
  expect(resources(dev as StackJson, 'aws_ecs_cluster')).toHaveLength(1);
  expect(resources(dev as StackJson, 'aws_ecs_service')).toHaveLength(2);
});

it('places services in a network that exists, and makes none', () => {
  const { network, web } = synthApp((app) => {
    const base = new EnvironmentStack(app, 'network', { environment: 'dev', region });
    const existing = new Network(base, 'Network', { nat: { kind: 'single' } });
    const stack = new EnvironmentStack(app, 'web', { environment: 'dev', region, network: existing });
    new EcsService(stack, 'web', { image: 'nginx:1.27', port: 80 });
  });
  expect(resources(network as StackJson, 'aws_vpc')).toHaveLength(1);
  expect(resources(web as StackJson, 'aws_vpc')).toEqual([]);
  expect(web?.data?.terraform_remote_state).toBeDefined();
});
