import { Ec2Capacity, EcsService, type EcsServiceProps } from '../../../../modules/ecs';
import { memoryMibOf, vcpusOf } from '../../../../modules/shared/instance-types';
import { platform } from '../../../support/ecs';
import { synth } from '../../../support/synth';

/** What synth says about a service on one instance. */
function warningsOn(instanceType: string, props: Partial<EcsServiceProps>, maxSize = 1): string {
  const said: unknown[] = [];
  synth((stack) => {
    const { cluster } = platform(stack);
    const capacity = new Ec2Capacity(stack, 'Instances', { cluster, instanceTypes: [instanceType], maxSize });
    const web = { image: 'a:1', port: 80, networkMode: 'bridge', scaling: { fixed: 1 }, ...props } as EcsServiceProps;
    const service = new EcsService(stack, 'web', { ...web, cluster, capacity } as EcsServiceProps);
    said.push(...service.node.metadata.map(({ data }) => data));
  });
  return said.join();
}

describe('[row 80] memory and CPU during a deployment on one instance', () => {
  it('is enough for the old and the new task', () => {
    expect(warningsOn('t3.medium', { memoryMib: 1900 })).toBe('');
  });

  it('is not enough for both: the new one would wait for ever', () => {
    expect(warningsOn('t3.medium', { memoryMib: 2048 })).toContain(
      'room for 2 tasks during a deployment of 1; all instances of test/Instances together have 3891 MiB for tasks, room for 1',
    );
  });

  it('need not be there twice where an old task may stop first', () => {
    const deployment = { kind: 'rolling', minimumHealthyPercent: 0, maximumPercent: 100 } as const;
    expect(warningsOn('t3.medium', { memoryMib: 2048, deployment })).toBe('');
  });

  it('of many tasks needs room for one more, because they move one by one', () => {
    expect(warningsOn('m7i.large', { memoryMib: 1500, scaling: { fixed: 4 } })).toBe('');
    expect(warningsOn('m7i.large', { memoryMib: 1500, scaling: { fixed: 5 } })).toContain('room for 6 tasks');
    expect(warningsOn('m7i.large', { memoryMib: 1500, scaling: { fixed: 5 } }, 2)).toBe('');
  });

  it('is needed twice for blue/green', () => {
    const blueGreen = { deployment: { kind: 'blue-green' }, expose: { plainHttp: true } } as const;
    expect(warningsOn('m7i.large', { memoryMib: 1500, scaling: { fixed: 2 }, ...blueGreen })).toBe('');
    expect(warningsOn('m7i.large', { memoryMib: 1500, scaling: { fixed: 3 }, ...blueGreen })).toContain('6 tasks');
  });

  it('is CPU too: two tasks of more than half an instance have no room', () => {
    expect(warningsOn('t3.medium', { cpu: 1024 })).toBe('');
    expect(warningsOn('t3.medium', { cpu: 1025 })).toContain(
      'room for 2 tasks during a deployment of 1; all instances of test/Instances together have 2048 CPU units',
    );
  });

  it('is not judged where the type does not tell it', () => {
    expect(warningsOn('x2gd.medium', { memoryMib: 60_000 })).toBe('');
  });
});

it.each<[string, number | undefined]>([
  ['t3.nano', 512],
  ['t3.medium', 4096],
  ['t4g.2xlarge', 32_768],
  ['m7g.medium', 4096],
  ['m7i.large', 8192],
  ['m7i-flex.xlarge', 16_384],
  ['c7g.medium', 2048],
  ['c6i.large', 4096],
  ['r6i.8xlarge', 262_144],
  ['m5.metal', undefined],
  ['m4.large', undefined],
  ['c5n.large', undefined],
  ['g5.xlarge', undefined],
])('%s has %s MiB', (type, mib) => {
  expect(memoryMibOf(type)).toBe(mib);
});

it.each<[string, number | undefined]>([
  ['t3.nano', 2],
  ['t4g.2xlarge', 8],
  ['t2.micro', undefined],
  ['m7g.medium', 1],
  ['m7i.large', 2],
  ['c6i.xlarge', 4],
  ['r6i.8xlarge', 32],
  ['m5.metal', undefined],
  ['g5.xlarge', undefined],
])('%s has %s vCPUs', (type, vcpus) => {
  expect(vcpusOf(type)).toBe(vcpus);
});
