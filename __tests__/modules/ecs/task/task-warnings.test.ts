import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { TerraformStack } from 'cdktf';
import { EcsService, TaskDefinition } from '../../../../modules/ecs';
import { platform } from '../../../support/ecs';
import { synth, synthApp } from '../../../support/synth';

const inRegion = (region: string): string => `123456789012.dkr.ecr.${region}.amazonaws.com/team/web:1`;

/** What synth says of a task that runs `image` in eu-west-1. */
function saidOf(image: string): string {
  const said: unknown[] = [];
  synth((stack) => {
    const task = new TaskDefinition(stack, 'Web', { containers: { app: { image } } });
    said.push(...task.node.metadata.map(({ data }) => data));
  });
  return said.join();
}

describe('an ECR image that is named by its URL', () => {
  it('[row 113] is warned of in another region, with the copy to use', () => {
    const said = saidOf(inRegion('us-east-1'));
    expect(said).toContain(`containers.app.image is "${inRegion('us-east-1')}"`);
    expect(said).toContain('allowed: an image in eu-west-1, where it runs; this one is in us-east-1');
    expect(said).toContain(`replicateTo: ['eu-west-1'] }), and use ${inRegion('eu-west-1')}`);
  });

  it.each([
    ['the region of the task', inRegion('eu-west-1')],
    ['no registry of AWS', 'us-east-1.registry.acme.dev/web:1'],
    ['a region that only Terraform knows', '123456789012.dkr.ecr.${var.region}.amazonaws.com/web:1'],
  ])('is not warned of in %s', (_, image) => {
    expect(saidOf(image)).toBe('');
  });

  it('is not warned of where the run of Terraform chooses the region', () => {
    const said: unknown[] = [];
    synthApp((app) => {
      const stack = new TerraformStack(app, 'test');
      new AwsProvider(stack, 'Aws');
      const image = inRegion('us-east-1');
      const task = new TaskDefinition(stack, 'Web', { containers: { app: { image } } });
      said.push(...task.node.metadata.map(({ data }) => data));
    });
    expect(said).toEqual([]);
  });

  it('[row 113] is judged by the region of the service', () => {
    const said: unknown[] = [];
    synth((stack) => {
      const web = new EcsService(stack, 'web', { ...platform(stack), image: inRegion('us-east-1') });
      said.push(...web.taskDefinition.node.metadata.map(({ data }) => data));
    });
    expect(said.join()).toContain('this one is in us-east-1');
  });
});
