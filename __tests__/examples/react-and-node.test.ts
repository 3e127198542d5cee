import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { reactAndNode } from '../../examples/react-and-node';
import { type ContainerJson, descriptionsOfRules, rulesInOrder, serviceNamed } from '../support/examples';
import { resources, synthApp } from '../support/synth';

const { 'shop-dev': json = {} } = synthApp(reactAndNode);

describe('[row 152] a React front and a Node back', () => {
  it('take less than 25 lines', () => {
    const source = readFileSync(join(__dirname, '../../examples/react-and-node.ts'), 'utf8');
    const [, body = ''] = /: void \{\n(.*)\n\}/s.exec(source) ?? [];
    expect(body.split('\n').length).toBeGreaterThan(10);
    expect(body.split('\n').length).toBeLessThan(25);
  });

  it('are two services on Fargate behind one load balancer', () => {
    expect(resources(json, 'aws_lb')).toHaveLength(1);
    expect(resources(json, 'aws_ecs_service')).toHaveLength(2);
    for (const service of resources(json, 'aws_ecs_service')) {
      expect(service.capacity_provider_strategy).toEqual([{ capacity_provider: 'FARGATE', weight: 1 }]);
    }
  });

  it('[row 72] answer /api before everything else', () => {
    expect(rulesInOrder(json)).toEqual([['/api', '/api/*'], ['/*']]);
  });

  it('[row 85] hold CPU at 70 percent between 2 and 10 tasks each', () => {
    expect(resources(json, 'aws_appautoscaling_target')).toMatchObject(
      Array.from({ length: 2 }, () => ({ min_capacity: 2, max_capacity: 10 })),
    );
    for (const policy of resources(json, 'aws_appautoscaling_policy')) {
      expect(policy.target_tracking_scaling_policy_configuration).toMatchObject({ target_value: 70 });
    }
  });

  it('[row 58] find each other by name, on the port that is open for that', () => {
    const [front] = JSON.parse(
      String(
        resources(json, 'aws_ecs_task_definition').find(({ family }) => String(family).includes('front'))
          ?.container_definitions,
      ),
    ) as ContainerJson[];
    expect(front?.environment).toEqual([{ name: 'BACK_URL', value: 'http://back:3000' }]);
    expect(serviceNamed(json, 'back').service_connect_configuration).toMatchObject({
      service: [{ client_alias: { dns_name: 'back', port: 3000 } }],
    });
    expect(descriptionsOfRules(json)).toContain('front to back on tcp-3000');
    expect(serviceNamed(json, 'front').depends_on).toContainEqual(expect.stringMatching(/^aws_ecs_service\.back_/));
    expect(descriptionsOfRules(json)).not.toContain('back to front on tcp-8080');
  });
});
