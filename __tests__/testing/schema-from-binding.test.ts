import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import {
  type Binding,
  dataSourceBlock,
  installedBindings,
  providerBlock,
  resourceBlock,
} from '../../testing/installed-bindings';
import { encodeSchema } from '../../testing/schema-on-the-wire';
import { type Block, EMPTY_BLOCK } from '../../testing/terraform-schema';

const bindings = installedBindings(join(__dirname, '..', '..'));

function binding(name: string): Binding {
  const found = bindings.find((one) => one.name === name);
  if (found === undefined) throw new Error(`no bindings of ${name}`);
  return found;
}

function resource(type: string): Block {
  return resourceBlock(binding(type.split('_')[0] ?? ''), type) ?? EMPTY_BLOCK;
}

it('finds the prebuilt bindings with the provider that each is made for', () => {
  expect(bindings.map(({ address }) => address).sort()).toEqual([
    'registry.terraform.io/hashicorp/aws',
    'registry.terraform.io/hashicorp/helm',
    'registry.terraform.io/hashicorp/kubernetes',
    'registry.terraform.io/hashicorp/tfe',
  ]);
});

it('tells required, optional and computed attributes apart', () => {
  const { name, endpoint, version, deletion_protection } = resource('aws_eks_cluster').attributes;
  expect(name).toMatchObject({ required: true, optional: false, computed: false, type: 'string' });
  expect(endpoint).toMatchObject({ required: false, optional: false, computed: true, type: 'string' });
  expect(version).toMatchObject({ required: false, optional: true, computed: true });
  expect(deletion_protection).toMatchObject({ type: 'bool' });
});

it.each([
  ['aws_vpc', 'tags', ['map', 'string']],
  ['aws_eks_cluster', 'enabled_cluster_log_types', ['set', 'string']],
  ['aws_eks_cluster', 'certificate_authority', ['list', ['object', { data: 'string' }]]],
  ['aws_eks_cluster', 'identity', ['list', ['object', { oidc: ['list', ['object', { issuer: 'string' }]] }]]],
  ['aws_vpn_connection', 'tunnel2_phase2_dh_group_numbers', ['set', 'number']],
  ['aws_vpc_security_group_ingress_rule', 'tags_all', ['map', 'string']],
  ['aws_lambda_alias', 'function_version', 'string'],
  ['kubernetes_manifest', 'manifest', 'dynamic'],
  ['kubernetes_manifest', 'object', 'dynamic'],
  ['kubernetes_manifest', 'computed_fields', ['list', 'string']],
])('reads the type of %s.%s', (type, name, expected) => {
  expect(resource(type).attributes[name]?.type).toEqual(expected);
});

it.each([
  ['aws_eks_cluster', 'vpc_config', { nesting: 'list', minItems: 1, maxItems: 1 }],
  ['aws_eks_cluster', 'timeouts', { nesting: 'single', minItems: 0, maxItems: 0 }],
  ['kubernetes_deployment_v1', 'metadata', { nesting: 'list', minItems: 1, maxItems: 1 }],
  ['aws_ecs_service', 'load_balancer', { nesting: 'set', minItems: 0, maxItems: 0 }],
  ['aws_ecs_service', 'ordered_placement_strategy', { nesting: 'list', minItems: 0, maxItems: 0 }],
])('reads how often the block %s.%s may stand', (type, name, expected) => {
  expect(resource(type).blocks[name]).toMatchObject(expected);
});

it('takes what the provider calls an attribute for one, although it is written like a block', () => {
  const { attributes, blocks } = resource('aws_security_group');
  expect(blocks.ingress).toBeUndefined();
  expect(attributes.ingress?.type).toEqual([
    'set',
    ['object', expect.objectContaining({ from_port: 'number', cidr_blocks: ['list', 'string'] })],
  ]);
});

it('reads the nested attributes of Helm 3 with the flags of each member, and write-only ones', () => {
  const { attributes } = resource('helm_release');
  expect(attributes.set?.nested).toMatchObject({
    nesting: 'list',
    attributes: { name: { required: true }, value: { optional: true } },
  });
  expect(attributes.set_wo?.writeOnly).toBe(true);
  expect(attributes.set_wo_revision?.writeOnly).toBe(false);
  expect(attributes.timeouts?.nested?.nesting).toBe('single');
});

it('leaves `alias` to Terraform and reads the blocks of a provider', () => {
  const aws = providerBlock(binding('aws'));
  expect(aws?.attributes.alias).toBeUndefined();
  expect(aws?.attributes.allowed_account_ids?.type).toEqual(['set', 'string']);
  expect(aws?.blocks.default_tags?.block.attributes.tags?.type).toEqual(['map', 'string']);
});

it('knows no schema of a type that the bindings do not have', () => {
  expect(resourceBlock(binding('aws'), 'aws_vpcs')).toBeUndefined();
  expect(dataSourceBlock(binding('aws'), 'aws_vpc_s')).toBeUndefined();
});

it.each(bindings.map(({ name }) => [name]))(
  'reads every type of the %s bindings, and each has an attribute',
  (name) => {
    const one = binding(name);
    const modules = readdirSync(one.folder, { withFileTypes: true }).filter(
      (entry) => entry.isDirectory() && entry.name !== 'provider',
    );
    const dataPrefix = `data-${name}-`;
    const empty = modules.filter(({ name: module }) => {
      const type = `${name}_${module.replace(dataPrefix, '').replaceAll('-', '_')}`;
      const block = module.startsWith(dataPrefix) ? dataSourceBlock(one, type) : resourceBlock(one, type);
      const size = Object.keys(block?.attributes ?? {}).length + Object.keys(block?.blocks ?? {}).length;
      return size === 0;
    });
    expect(modules.length).toBeGreaterThan(1);
    expect(empty.map((entry) => entry.name)).toEqual([]);
  },
);

it('refuses no combination that Terraform knows: required excludes optional and computed on the wire', () => {
  const wire = JSON.stringify(
    encodeSchema({ provider: EMPTY_BLOCK, resources: { aws_vpc: resource('aws_vpc') }, dataSources: {} }),
  );
  expect(wire).not.toMatch(/"required":true,"optional":true|"required":true,"optional":false,"computed":true/);
});
