import fc from 'fast-check';
import { Ipv4Block } from '../../../modules/shared/ipv4-block';

it.each(['10.0.0.0/33', '300.1.0.0/16', '10.0.0.0', 'fd00::/56', '10.0.0.1/16', '010.0.0.0/8', '10.1/16', ''])(
  'takes %j for no block',
  (text) => {
    expect(Ipv4Block.parse(text)).toBeUndefined();
  },
);

it.each(['0.0.0.0/0', '10.0.0.0/16', '100.64.0.0/10', '255.255.255.255/32'])('reads and writes %s', (text) => {
  expect(String(Ipv4Block.parse(text))).toBe(text);
});

it('names the block around an address', () => {
  expect(String(Ipv4Block.around('10.0.5.1/22'))).toBe('10.0.4.0/22');
  expect(Ipv4Block.around('10.0.5.1')).toBeUndefined();
});

it('cuts a block into what is taken and what is left, without a gap', () => {
  const whole = Ipv4Block.everything.part(16, 10 * 256);
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.integer({ min: 17, max: 24 }), fc.nat()), { maxLength: 6 }), (picks) => {
      const taken = picks.map(([prefix, index]) => whole.part(prefix, index % 2 ** (prefix - 16)));
      const left = whole.without(taken);
      for (const free of left) expect(taken.some((block) => block.overlaps(free))).toBe(false);
      const distinct = taken.filter(
        (block, i) => !taken.some((o, j) => o.contains(block) && (o.size > block.size || j < i)),
      );
      const sum = [...left, ...distinct].reduce((total, { size }) => total + size, 0);
      expect(sum).toBe(whole.size);
    }),
  );
});
