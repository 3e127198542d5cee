import { inOrder } from '../../testing/stack-order';

const stacks = [{ name: 'service' }, { name: 'network' }, { name: 'alone' }];
const producersOf = ({ name }: { readonly name: string }): string[] => (name === 'service' ? ['network'] : []);

async function run(order: 'any' | 'producers-first' | 'consumers-first', limit: number): Promise<string[]> {
  const ended: string[] = [];
  await inOrder(stacks, order, producersOf, limit, async ({ name }) => {
    await new Promise((resolve) => setTimeout(resolve, name === 'network' ? 20 : 1));
    ended.push(name);
  });
  return ended;
}

it('applies a stack after those that it reads, and does not keep others waiting', async () => {
  expect(await run('producers-first', 4)).toEqual(['alone', 'network', 'service']);
});

it('destroys a stack before those that it reads', async () => {
  const ended = await run('consumers-first', 4);
  expect(ended.indexOf('service')).toBeLessThan(ended.indexOf('network'));
});

it('returns the results in the order of the stacks', async () => {
  expect(await inOrder(stacks, 'producers-first', producersOf, 1, async ({ name }) => name)).toEqual([
    'service',
    'network',
    'alone',
  ]);
});

it('runs no more at a time than it may', async () => {
  let running = 0;
  let most = 0;
  await inOrder(stacks, 'any', producersOf, 2, async () => {
    running += 1;
    most = Math.max(most, running);
    await new Promise((resolve) => setTimeout(resolve, 2));
    running -= 1;
  });
  expect(most).toBe(2);
});

it('lets all end before it throws what one of them threw', async () => {
  let ended = 0;
  const work = async ({ name }: { readonly name: string }): Promise<void> => {
    await new Promise((resolve) => setTimeout(resolve, 2));
    ended += 1;
    if (name === 'service') throw new Error('service failed');
  };
  await expect(inOrder(stacks, 'any', producersOf, 3, work)).rejects.toThrow('service failed');
  expect(ended).toBe(3);
});
