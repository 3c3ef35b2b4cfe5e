/**
 * @file Integers that a device cannot hold: refused, not rounded.
 */
import { type Operand, ValueError } from '@x/tensor/core';
import { describe, expect, it } from 'vitest';
import type { Subject } from '../subject.js';

/** Numbers that differ from what float32 makes of them, and what a kernel makes of such an operand. */
function refused(subject: Subject): Readonly<Record<string, () => Operand>> {
  const { kernels } = subject.backend;
  const out = (): Operand => subject.output([1], 'int32');
  const of = (value: number): Operand => subject.vector([value], 'int32');
  return {
    'a number that was written': () => {
      const result = out();
      kernels.unary([subject.output([1], 'int32', undefined, [2 ** 24 + 1])], [result], { kind: 'neg' });
      return result;
    },
    'a sum': () => {
      const result = out();
      kernels.binary([of(2 ** 24 - 1), of(2)], [result], { kind: 'add' });
      return result;
    },
    'a product': () => {
      const result = out();
      kernels.binary([of(5001), of(5003)], [result], { kind: 'mul' });
      return result;
    },
    'a power': () => {
      const result = out();
      kernels.binary([of(3), of(100)], [result], { kind: 'pow' });
      return result;
    },
    'a sum over a dimension': () => {
      const result = out();
      kernels.reduce([subject.vector([2 ** 24 - 1, 2 ** 24 - 1, 1 - 2 ** 24], 'int32')], [result], {
        kind: 'sum',
        axes: [0],
      });
      return result;
    },
    'a number from float32': () => {
      const result = out();
      kernels.cast([subject.vector([2 ** 30], 'float32')], [result], {});
      return result;
    },
  };
}

export function integers(subject: Subject): void {
  if (subject.holdsAllIntegers || !subject.dtypes.includes('int32')) return;
  describe('integers that the device cannot hold are refused', () => {
    it.each(Object.entries(refused(subject)))('%s', async (_, run) => {
      const attempt = async (): Promise<number[]> => subject.values(run());
      await expect(attempt()).rejects.toThrow(ValueError);
    });

    it('and come back as they were where no kernel saw them', async () => {
      const x = subject.vector([2 ** 31 - 1, -(2 ** 31)], 'int32');
      expect(await subject.values(x)).toEqual([2 ** 31 - 1, -(2 ** 31)]);
    });
  });
}
