import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(__dirname, '..', '..');
const addresses = readdirSync(join(root, '__tests__', 'addresses'))
  .filter((name) => name.endsWith('.txt'))
  .map((name) => readFileSync(join(root, '__tests__', 'addresses', name), 'utf8'))
  .join('\n');

/** Resource types whose bindings an area imports. */
function typesOf(area: string): string[] {
  const folder = join(root, 'modules', area);
  const source = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => readFileSync(join(folder, name), 'utf8'))
    .join('\n');
  const bindings = [...source.matchAll(/import \{[^}]*\} from '@cdktf\/provider-aws\/lib\/([a-z0-9-]+)'/g)];
  return [...new Set(bindings.map(([, name = '']) => `aws_${name.replace(/-/g, '_')}`))]
    .filter((type) => !type.startsWith('aws_data_') && type !== 'aws_provider')
    .sort();
}

it.each(['ecs', 'load-balancing', 'registry', 'identity'])(
  'every resource type of modules/%s is in an environment or example, and so goes through Terraform',
  (area) => {
    const types = typesOf(area);
    expect(types.length).toBeGreaterThan(3);
    expect(types.filter((type) => !addresses.includes(` ${type}.`))).toEqual([]);
  },
);
