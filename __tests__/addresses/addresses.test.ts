import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { addressesOf, compareAddresses } from '../../tools/addresses';
import { VERIFIED_APPS } from '../../tools/verify-aws/apps';
import { synthApp } from '../support/synth';

/** `UPDATE_ADDRESSES=true npx jest addresses` writes the lists; review what it changed. */
const update = process.env.UPDATE_ADDRESSES === 'true';

describe.each(VERIFIED_APPS.map(({ name, build }) => [name, build] as const))('%s', (name, build) => {
  const file = join(__dirname, `${name.replace('/', '-')}.txt`);

  it('keeps the address of every resource, or says with a moved block where it went', () => {
    const stacks = synthApp(build);
    if (update) writeFileSync(file, `${addressesOf(stacks).join('\n')}\n`);
    const golden = readFileSync(file, 'utf8').trimEnd().split('\n');
    expect(compareAddresses(golden, stacks)).toEqual({ lost: [], added: [] });
  });
});

describe('the contract', () => {
  const golden = ['dev aws_vpc.Network'];

  it('finds an address that is gone', () => {
    const stacks = { dev: { resource: { aws_vpc: { Renamed: {} } } } };
    expect(compareAddresses(golden, stacks)).toEqual({ lost: ['dev aws_vpc.Network'], added: ['dev aws_vpc.Renamed'] });
  });

  it('accepts one that moved', () => {
    const stacks = {
      dev: { resource: { aws_vpc: { Renamed: {} } }, moved: [{ from: 'aws_vpc.Network', to: 'aws_vpc.Renamed' }] },
    };
    expect(compareAddresses(golden, stacks).lost).toEqual([]);
  });
});
