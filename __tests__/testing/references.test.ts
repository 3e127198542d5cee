import { expressionsIn, undeclaredReferences } from '../../testing/references';

const vpc = { resource: { aws_vpc: { main: { cidr_block: '10.0.0.0/16' } } } };

function referencesOf(value: string): string[] {
  return undeclaredReferences({ ...vpc, output: { out: { value } } }).map(({ reference }) => reference);
}

it.each([
  ['a declared resource', '${aws_vpc.main.id}'],
  ['a loop variable', '${[for one in aws_vpc.main.tags : one.value]}'],
  ['an each key', '${each.key} ${count.index} ${path.module} ${self.id}'],
  ['an escaped template', '$${aws_vpc.other.id} %%{if aws_vpc.other.id}'],
  ['a quoted string inside an expression', '${replace(aws_vpc.main.arn, "aws_vpc.other", "")}'],
  ['plain text that looks like a reference', 'aws_vpc.other.id'],
])('accepts %s', (_, value) => expect(referencesOf(value)).toEqual([]));

it.each([
  ['a resource', '${aws_vpc.other.id}', 'aws_vpc.other'],
  ['a data source', '${data.aws_region.here.name}', 'data.aws_region.here'],
  ['a variable', 'x-${var.name}', 'var.name'],
  ['a local value', '${local.name}', 'local.name'],
  ['a module', '${module.net.id}', 'module.net'],
  ['a template inside a string inside an expression', '${join("", ["${aws_vpc.other.id}"])}', 'aws_vpc.other'],
  ['a directive', '%{ if aws_vpc.other.id == "" }x%{ endif }', 'aws_vpc.other'],
])('finds %s that is not declared', (_, value, reference) => expect(referencesOf(value)).toEqual([reference]));

it('says where the reference stands', () => {
  const json = { resource: { aws_subnet: { a: { vpc_id: '${aws_vpc.other.id}', depends_on: ['aws_eip.x'] } } } };
  expect(undeclaredReferences(json)).toEqual([
    { place: 'resource.aws_subnet.a.vpc_id', reference: 'aws_vpc.other' },
    { place: 'resource.aws_subnet.a.depends_on.0', reference: 'aws_eip.x' },
  ]);
});

it('ignores what cdktf notes under "//"', () => {
  expect(undeclaredReferences({ '//': { metadata: '${aws_vpc.other.id}' } })).toEqual([]);
});

it('reads the code of templates without the texts in it', () => {
  expect(expressionsIn('a ${f("x}", g({ b = 1 }))} c')).toEqual(['f("", g({ b = 1 }))']);
});
