import type { Json } from '../../tools/terraform/stack-json';
import { type Provability, provablePart } from '../../tools/verify-aws/provable-part';

const none: Provability = { gaps: [], lacks: () => undefined, isPublished: () => true };
const service = { type: 'aws_ecs_service', reason: 'fields are lost' };

const stack: Json = {
  resource: {
    aws_ecs_cluster: { Main: { name: 'dev' } },
    aws_ecs_service: { Web: { cluster: '${aws_ecs_cluster.Main.arn}' } },
    aws_appautoscaling_target: { Web: { resource_id: 'service/dev/${aws_ecs_service.Web.name}' } },
    aws_appautoscaling_policy: { Cpu: { resource_id: '${aws_appautoscaling_target.Web.id}' } },
    aws_cloudwatch_log_group: { Logs: { name: '/ecs/web', depends_on: ['aws_ecs_service.Web'] } },
  },
  output: { cluster: { value: '${aws_ecs_cluster.Main.arn}' }, service: { value: '${aws_ecs_service.Web.id}' } },
};

it('takes out what the emulator lacks and all that refers to it, outputs too', () => {
  const { json, without } = provablePart(stack, { ...none, gaps: [service] });
  expect(json).toEqual({
    resource: { aws_ecs_cluster: { Main: { name: 'dev' } }, aws_cloudwatch_log_group: { Logs: { name: '/ecs/web' } } },
    output: { cluster: { value: '${aws_ecs_cluster.Main.arn}' } },
  });
  expect(Object.fromEntries(without)).toEqual({
    'aws_ecs_service.Web': 'fields are lost',
    'aws_appautoscaling_target.Web': 'refers to aws_ecs_service.Web',
    'aws_appautoscaling_policy.Cpu': 'refers to aws_appautoscaling_target.Web',
  });
});

it('leaves a stack without gaps as it is', () => {
  expect(provablePart(stack, none).json).toEqual(stack);
});

it('sends an argument that gets lost, but does not compare it, where the block has what makes it get lost', () => {
  const gaps = [{ type: 'aws_rule', argument: 'description', where: 'group', reason: 'lost' }];
  const rules = {
    aws_rule: {
      A: { description: 'a', group: 'sg-1', lifecycle: { ignore_changes: ['tags'] } },
      B: { description: 'b', cidr: '10.0.0.0/8' },
    },
  };
  const { json, notCompared } = provablePart({ resource: rules }, { ...none, gaps });
  expect(json.resource).toEqual({
    aws_rule: {
      A: { description: 'a', group: 'sg-1', lifecycle: { ignore_changes: ['tags', 'description'] } },
      B: { description: 'b', cidr: '10.0.0.0/8' },
    },
  });
  expect(notCompared).toEqual(['aws_rule.description']);
});

it("takes out what reads an output that the other stack's copy no longer has", () => {
  const reader: Json = {
    data: { terraform_remote_state: { Ecs: { config: { key: 'ecs' } } } },
    resource: { aws_alarm: { A: { name: '${data.terraform_remote_state.Ecs.outputs.service}' }, B: { name: 'b' } } },
  };
  const { json } = provablePart(reader, { ...none, isPublished: (_state, output) => output !== 'service' });
  expect(json.resource).toEqual({ aws_alarm: { B: { name: 'b' } } });
});

it('lifts protections, because the proof ends with destroy', () => {
  const resource = {
    aws_eip: { A: { lifecycle: { prevent_destroy: true } } },
    aws_lb: { Web: { internal: true, enable_deletion_protection: true } },
  };
  const { json } = provablePart({ resource }, none);
  expect(json.resource).toEqual({ aws_eip: { A: {} }, aws_lb: { Web: { internal: true } } });
});
