import { EcsJob, EcsService, TaskDefinition } from '../../../../modules/ecs';
import { platform } from '../../../support/ecs';
import { resources, type StackJson, synth } from '../../../support/synth';

const namesOf = (json: StackJson, type: string): unknown[] => resources(json, type).map(({ name }) => name);
const exposed = (id: string, deployment?: { readonly kind: 'blue-green' }): StackJson =>
  synth((stack) => {
    const expose = { domainName: 'web.acme.dev', hostedZone: 'acme.dev' };
    new EcsService(stack, id, { cluster: platform(stack).cluster, image: 'nginx:1.27', port: 80, expose, deployment });
  });

describe('what an operator finds in the console', () => {
  it('is called after the service: balancer, target group and roles', () => {
    const json = exposed('web');
    expect(namesOf(json, 'aws_lb')).toEqual(['test-web']);
    expect(namesOf(json, 'aws_lb_target_group')).toEqual([expect.stringMatching(/^test-web-[0-9a-f]{6}$/)]);
    expect(namesOf(json, 'aws_iam_role')).toEqual(
      expect.arrayContaining(['test-web-execution-eu-west-1', 'test-web-task-eu-west-1']),
    );
  });

  it('tells the two target groups of a blue/green deployment apart', () => {
    expect(namesOf(exposed('web', { kind: 'blue-green' }), 'aws_lb_target_group')).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^test-web-[0-9a-f]{6}$/),
        expect.stringMatching(/^test-web-alt-[0-9a-f]{6}$/),
      ]),
    );
  });

  it('stays within the limits of AWS, with a hash where a path is long', () => {
    const json = exposed('a-service-with-a-very-long-name-for-a-load-balancer-indeed');
    const [balancer] = namesOf(json, 'aws_lb');
    const [group] = namesOf(json, 'aws_lb_target_group');
    expect(String(balancer)).toMatch(/^test-a-service-with-a.*-[0-9a-f]{8}$/);
    expect([balancer, group].map((name) => String(name).length <= 32)).toEqual([true, true]);
    for (const name of namesOf(json, 'aws_iam_role')) expect(String(name).length).toBeLessThanOrEqual(64);
  });

  it('is called after the job, or after the family of a task of its own', () => {
    const json = synth((stack) => {
      new EcsJob(stack, 'report', { cluster: platform(stack).cluster, image: 'a:1' });
      new TaskDefinition(stack, 'Task', { family: 'orders', containers: { app: { image: 'a:1' } } });
    });
    expect(namesOf(json, 'aws_iam_role')).toEqual(
      expect.arrayContaining(['test-report-execution-eu-west-1', 'orders-execution-eu-west-1']),
    );
  });
});
