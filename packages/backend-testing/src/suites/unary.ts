/**
 * @file Elementwise functions of one operand, against the table of kinds.
 */
import { type DType, isFloatingPoint, type UnaryKind, unaryKinds, unaryFunctions } from '@x/tensor/core';
import { describe, it } from 'vitest';
import { stored } from '../host.js';
import { layouts, shapes } from '../layouts.js';
import { LARGE, special, spread, wholeArray, wholeFor } from '../numbers.js';
import { expectValues, type Subject } from '../subject.js';

const kinds = Object.keys(unaryKinds) as UnaryKind[];

/** Kinds of bools: arithmetic refuses them. */
const ofBools: ReadonlySet<UnaryKind> = new Set(['bitwiseNot']);

function isDefined(kind: UnaryKind, dtype: DType): boolean {
  if (isFloatingPoint(dtype)) return kind !== 'bitwiseNot';
  return dtype === 'bool' ? ofBools.has(kind) : unaryKinds[kind].result === 'same';
}

/** What the kind makes of a number of this dtype. */
function expected(kind: UnaryKind, dtype: DType, x: number): number {
  if (dtype === 'bool') return 1 - x;
  return stored(unaryFunctions[kind](x), dtype);
}

function inputs(dtype: DType): number[] {
  if (!isFloatingPoint(dtype)) return wholeFor(dtype, 40);
  return [...special, ...spread(60, -1, 1), ...spread(60, -6, 6), ...spread(20, 0, 100)].map((x) => stored(x, dtype));
}

export function unary(subject: Subject): void {
  const { kernels } = subject.backend;

  describe('unary', () => {
    describe.each(kinds)('%s', (kind) => {
      it.each(subject.dtypes.filter((dtype) => isDefined(kind, dtype)))('%s', async (dtype) => {
        const values = inputs(dtype);
        const out = subject.output([values.length], dtype);
        kernels.unary([subject.vector(values, dtype)], [out], { kind });
        await expectValues(
          subject,
          out,
          values.map((x) => expected(kind, dtype, x)),
        );
      });
    });

    it.each(subject.dtypesAmong('int32').filter(() => subject.holdsAllIntegers))('%s wraps', async (dtype) => {
      const out = subject.output([2], dtype);
      kernels.unary([subject.vector([-(2 ** 31), 2 ** 31 - 1], dtype)], [out], { kind: 'neg' });
      await expectValues(subject, out, [-(2 ** 31), 1 - 2 ** 31]);
    });

    it.each(Object.entries(layouts))('%s', async (_, layout) => {
      for (const shape of [...shapes, LARGE]) {
        const x = subject.operand(wholeArray(shape), 'float32', layout);
        const out = subject.output(shape, 'float32');
        kernels.unary([x], [out], { kind: 'neg' });
        await expectValues(
          subject,
          out,
          subject.given(x).map((value) => -value),
        );
      }
    });
  });
}
