/**
 * @file Elementwise functions of one operand.
 */
import { itemSize, type UnaryKind, unaryKinds } from '@x/tensor/core';
import type { Exports } from '../generated/module.js';
import type { Kernel } from '../kernels/types.js';
import { unary as reference } from '../kernels/unary.js';
import { cost } from '../threads/costs.js';
import { accelerate } from './accelerate.js';
import type { Engine } from './engine.js';
import { functionsOf } from './functions.js';
import { Grid } from './grid.js';
import { place } from './operands.js';
import { gridCalls, parallel, paysThreads } from './parallel.js';

/** Functions that are polynomials, or loops. */
const slow: ReadonlySet<UnaryKind> = new Set(['exp', 'log', 'sigmoid', 'silu', 'tanh', 'erf', 'gelu', 'geluTanh']);

export function unaryKernel(engine: Engine): Kernel<'unary'> {
  const { exports } = engine;
  const functions = functionsOf<UnaryKind, Exports['neg_f32']>(exports, Object.keys(unaryKinds) as UnaryKind[]);
  const grid = new Grid();
  return accelerate(([x], [out], { kind }) => {
    const run = functions[x.dtype]?.[kind];
    if (run === undefined) return false;
    const { size, contiguous } = x.layout;
    if (size === 0) return true;
    const each = slow.has(kind) ? cost.polynomial : cost.element;
    if (contiguous && !paysThreads(engine, size * each)) {
      run(place(out), place(x), 1, size, 0, 1);
      return true;
    }
    const bytes = itemSize[x.dtype];
    const to = place(out);
    const from = x.buffer.address;
    grid.start(x.layout);
    do {
      const { rows, columns, position, at, row, step } = grid;
      const calls = gridCalls(
        engine,
        rows,
        columns,
        each,
        (i, j, m, n): Parameters<typeof run> => [
          to + (position + i * columns + j) * bytes,
          from + (at[0]! + i * row[0]! + j * step[0]!) * bytes,
          m,
          n,
          row[0]!,
          step[0]!,
        ],
      );
      parallel(engine, run, calls);
    } while (grid.next());
    return true;
  }, reference);
}
