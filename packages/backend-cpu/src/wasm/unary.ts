/**
 * @file Elementwise functions of one operand.
 */
import { itemSize, type UnaryKind, unaryKinds } from '@x/tensor/core';
import type { Exports } from '../generated/module.js';
import type { Kernel } from '../kernels/types.js';
import { unary as reference } from '../kernels/unary.js';
import { accelerate } from './accelerate.js';
import type { Engine } from './engine.js';
import { functionsOf } from './functions.js';
import { Grid } from './grid.js';
import { place } from './operands.js';

export function unaryKernel({ exports }: Engine): Kernel<'unary'> {
  const functions = functionsOf<UnaryKind, Exports['neg_f32']>(exports, Object.keys(unaryKinds) as UnaryKind[]);
  const grid = new Grid();
  return accelerate(([x], [out], { kind }) => {
    const run = functions[x.dtype]?.[kind];
    if (run === undefined) return false;
    const { size, contiguous } = x.layout;
    if (size === 0) return true;
    if (contiguous) {
      run(place(out), place(x), 1, size, 0, 1);
      return true;
    }
    const bytes = itemSize[x.dtype];
    const to = place(out);
    const from = x.buffer.address;
    grid.start(x.layout);
    do {
      const { rows, columns, position, at, row, step } = grid;
      run(to + position * bytes, from + at[0]! * bytes, rows, columns, row[0]!, step[0]!);
    } while (grid.next());
    return true;
  }, reference);
}
