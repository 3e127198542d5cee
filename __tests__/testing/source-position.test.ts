import { addressAtLine } from '../../testing/source-position';

const file = JSON.stringify(
  {
    output: { url: { value: 'x' } },
    resource: { aws_vpc: { a: { cidr_block: 'x' }, b: { tags: { '"quoted" key': 'y' } } }, aws_vpcs: { c: {} } },
    terraform: { backend: { s3: { key: 'k' } } },
  },
  undefined,
  2,
);

function lineOf(text: string): number {
  return file.split('\n').findIndex((line) => line.includes(text)) + 1;
}

it.each([
  ['"value"', 'output.url'],
  ['"cidr_block"', 'aws_vpc.a'],
  ['quoted', 'aws_vpc.b'],
  ['"aws_vpcs"', 'aws_vpcs.c'],
  ['"aws_vpc":', 'aws_vpc'],
  ['"key": "k"', 'terraform.backend'],
])('the line of %s belongs to %s', (text, address) => expect(addressAtLine(file, lineOf(text))).toBe(address));
