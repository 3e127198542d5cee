import { forOlderProvider } from '../../tools/terraform/older-provider';
import { bindingKnows, type ProviderSchema } from '../../tools/terraform/provider-schema';

const schema: ProviderSchema = {
  version: '5.100.0',
  provider: {},
  data: {},
  resource: {
    aws_ecs_service: {
      block: {
        attributes: { name: {}, region: { computed: true } },
        block_types: { network_configuration: { block: { attributes: { subnets: {} } } } },
      },
    },
  },
};

function service(body: Record<string, unknown>) {
  return forOlderProvider({ resource: { aws_ecs_service: { Web: body } } }, schema);
}

it('takes out an argument of a newer provider, because the bindings have it, and names it', () => {
  const { json, leftOut, missingTypes } = service({
    name: 'web',
    deployment_configuration: { strategy: 'BLUE_GREEN' },
  });
  expect(json).toEqual({ resource: { aws_ecs_service: { Web: { name: 'web' } } } });
  expect(leftOut).toEqual(['aws_ecs_service.deployment_configuration']);
  expect(missingTypes).toEqual([]);
});

it('takes out what became an argument after this provider, which only told it', () => {
  const { json, leftOut } = service({ name: 'web', region: 'eu-west-1' });
  expect(json).toEqual({ resource: { aws_ecs_service: { Web: { name: 'web' } } } });
  expect(leftOut).toEqual(['aws_ecs_service.region']);
});

it('leaves an argument that nobody knows, so that Terraform reports it', () => {
  const { json, leftOut } = service({ nmae: 'web' });
  expect(json).toEqual({ resource: { aws_ecs_service: { Web: { nmae: 'web' } } } });
  expect(leftOut).toEqual([]);
});

it('keeps the arguments of Terraform itself', () => {
  const body = { lifecycle: { prevent_destroy: true }, depends_on: ['aws_vpc.Vpc'], provider: 'aws.us' };
  expect(service(body).json).toEqual({ resource: { aws_ecs_service: { Web: body } } });
});

it('looks into blocks', () => {
  const { json, leftOut } = service({ network_configuration: [{ subnets: ['a'], enable: true }] });
  expect(json).toEqual({ resource: { aws_ecs_service: { Web: { network_configuration: [{ subnets: ['a'] }] } } } });
  expect(leftOut).toEqual(['aws_ecs_service.network_configuration.enable']);
});

it('names resource types that the provider does not have', () => {
  expect(forOlderProvider({ resource: { aws_new: { A: {} } } }, schema).missingTypes).toEqual(['aws_new']);
});

it('reads from the bindings what provider 6.25 takes', () => {
  expect(bindingKnows('resource', 'aws_ecs_service', 'deployment_configuration')).toBe(true);
  expect(bindingKnows('resource', 'aws_ecs_service', 'deployment_konfiguration')).toBe(false);
  expect(bindingKnows('data', 'aws_region', 'region')).toBe(true);
});
