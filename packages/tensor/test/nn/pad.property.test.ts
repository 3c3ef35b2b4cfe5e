import { cpu } from '@x/backend-cpu';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { dispatch, ops, registerBackend } from '../../src/index.js';
import { inner, numbers, reader, seeds } from './forms.js';

registerBackend(await cpu());

const side: fc.Arbitrary<number> = fc.integer({ min: -2, max: 3 });
const pads = fc.tuple(fc.tuple(side, side), fc.tuple(side, side));
const image = [1, 2, 4, 5] as const;

it('a constant stands where the tensor does not reach', () => {
  fc.assert(
    fc.property(pads, seeds, (p, seed) => {
      const x = numbers(image, seed);
      const at = reader(x, 99);
      const [out] = dispatch(ops.constantPad, [x], { pads: p, value: 99 });
      const padded = reader(out);
      const [[top, bottom], [left, right]] = p;
      expect(out.shape).toEqual([1, 2, 4 + top + bottom, 5 + left + right]);
      for (let c = 0; c < 2; c++) {
        for (let i = 0; i < out.size(2); i++) {
          for (let j = 0; j < out.size(3); j++) expect(padded(0, c, i, j)).toBe(at(0, c, i - top, j - left));
        }
      }
    }),
  );
});

it('the gradient of a padding is the opposite padding', () => {
  fc.assert(
    fc.property(pads, seeds, (p, seed) => {
      const x = numbers(image, seed);
      const [out] = dispatch(ops.constantPad, [x], { pads: p, value: 0 });
      const y = numbers(out.shape, seed + 1);
      const opposite = p.map(([before, behind]) => [-before, -behind] as const);
      const [back] = dispatch(ops.constantPad, [y], { pads: opposite, value: 0 });
      expect(inner(back, x)).toBe(inner(y, out));
    }),
  );
});

const outward: fc.Arbitrary<number> = fc.nat(3);

it.each([
  ['mirrored', ops.reflectionPad, (i: number, n: number) => (i < 0 ? -i : i >= n ? 2 * (n - 1) - i : i)],
  ['repeated', ops.replicationPad, (i: number, n: number) => Math.min(Math.max(i, 0), n - 1)],
  ['continued', ops.circularPad, (i: number, n: number) => (i + n) % n],
] as const)('borders are %s', (_, op, source) => {
  fc.assert(
    fc.property(fc.tuple(fc.tuple(outward, outward), fc.tuple(outward, outward)), seeds, (p, seed) => {
      const x = numbers(image, seed);
      const at = reader(x);
      const [out] = dispatch(op, [x], { pads: p });
      const padded = reader(out);
      const [[top], [left]] = p;
      for (let i = 0; i < out.size(2); i++) {
        for (let j = 0; j < out.size(3); j++) {
          expect(padded(0, 1, i, j)).toBe(at(0, 1, source(i - top, 4), source(j - left, 5)));
        }
      }
    }),
  );
});
