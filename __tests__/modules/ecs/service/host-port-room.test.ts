import type { TerraformStack } from 'cdktf';
import { Ec2Capacity, EcsService, type EcsServiceProps } from '../../../../modules/ecs';
import { platform } from '../../../support/ecs';
import { refusal, synth } from '../../../support/synth';

const FIXED = { ports: [{ containerPort: 80, hostPort: 80 }], networkMode: 'bridge' } as const;

function on(instances: number, props: Partial<EcsServiceProps>): (stack: TerraformStack) => void {
  return (stack) => {
    const { cluster } = platform(stack);
    const capacity = new Ec2Capacity(stack, 'Instances', {
      cluster,
      instanceTypes: ['m7i.large'],
      maxSize: instances,
    });
    new EcsService(stack, 'web', { cluster, capacity, image: 'a:1', memoryMib: 128, ...props } as EcsServiceProps);
  };
}

describe('[row 80] a fixed port of the instance', () => {
  it('is refused where the new task would wait for the port of the old one', () => {
    const message = refusal(on(1, FIXED));
    expect(message).toContain('ports is [80]');
    expect(message).toContain('2 tasks (1 and what a deployment starts beside them) on 1 instance at most');
    expect(message).toContain(
      'leave hostPort out: Docker takes a free one, or minimumHealthyPercent: 0, or let the capacity have 2 instances',
    );
  });

  it('is refused where there are more tasks than instances, which no minimumHealthyPercent helps', () => {
    const message = refusal(on(2, { ...FIXED, scaling: { fixed: 3 } }));
    expect(message).toContain('4 tasks (3 and what a deployment starts beside them) on 2 instances at most');
    expect(message).not.toContain('minimumHealthyPercent');
  });

  it.each<[string, number, Partial<EcsServiceProps>]>([
    ['each port in host mode', 1, { port: 80, networkMode: 'host' }],
    ['the most tasks of scaling', 2, { ...FIXED, scaling: { min: 1, max: 2, cpuPercent: 70 } }],
    ['a second set of tasks', 3, { ...FIXED, scaling: { fixed: 2 }, deployment: { kind: 'code-deploy' } }],
  ])('counts %s', (_, instances, props) => {
    expect(refusal(on(instances, props))).toContain('would wait for ever');
  });

  it.each<[string, number, Partial<EcsServiceProps>]>([
    ['an instance more than tasks', 2, FIXED],
    ['the old task going first', 1, { ...FIXED, deployment: { kind: 'rolling', minimumHealthyPercent: 0 } }],
    [
      'one of two going first',
      2,
      { ...FIXED, scaling: { fixed: 2 }, deployment: { kind: 'rolling', minimumHealthyPercent: 50 } },
    ],
    ['a port that Docker chooses', 1, { port: 80, networkMode: 'bridge' }],
    ['port 0, which is the same', 1, { ports: [{ containerPort: 80, hostPort: 0 }], networkMode: 'bridge' }],
    ['a task with a network of its own', 1, { port: 80 }],
    ['a daemon, one on each instance', 1, { ...FIXED, scheduling: 'daemon' }],
  ])('is accepted with %s', (_, instances, props) => {
    expect(() => synth(on(instances, props))).not.toThrow();
  });

  it('is accepted on instances of which nobody says how many there are', () => {
    const build = (stack: TerraformStack): void => {
      const { cluster } = platform(stack);
      const capacity = Ec2Capacity.fromAttributes(stack, 'Instances', {
        cluster,
        capacityProviderName: 'workers',
        securityGroupId: 'sg-0123456789abcdef0',
      });
      new EcsService(stack, 'web', { cluster, capacity, image: 'a:1', ...FIXED });
    };
    expect(() => synth(build)).not.toThrow();
  });

  it('can be accepted with a reason', () => {
    const unchecked = [{ rule: 'ecs.host-port-room', reason: 'a script scales the group before each deployment' }];
    expect(() => synth(on(1, { ...FIXED, unchecked }))).not.toThrow();
  });
});
