/**
 * @file Matrix products of the module in parts that threads share.
 */
import { type DType, itemSize } from '@x/tensor/core';
import { cost } from '../threads/costs.js';
import type { Engine } from './engine.js';
import { callsOf, parallel, parts, paysThreads } from './parallel.js';

/** What the module does with a product (wasm/tile.ts). */
export const mode = { store: 0, add: 1, rowBias: 2, columnBias: 3 } as const;
export type Mode = (typeof mode)[keyof typeof mode];

type Run = Engine['exports']['gemm_f32'];

/** Arguments of `gemm_f32` but the last one: addresses in bytes, strides in elements. */
export type Product = Parameters<Run> extends [...infer A, scratch: number] ? A : never;

function functionOf({ exports }: Engine, dtype: DType): Run | undefined {
  if (dtype === 'float32') return exports.gemm_f32;
  return dtype === 'float64' ? exports.gemm_f64 : undefined;
}

/** Whether the module multiplies numbers of this dtype. */
export function multiplies(dtype: DType): boolean {
  return dtype === 'float32' || dtype === 'float64';
}

/** Parts of a product begin at multiples of so many rows, or bytes of columns: whole tiles, and strips of a vector (wasm/gemm.ts). */
const ROWS = 64;
const COLUMN_BYTES = 128;

/** The product in parts: all of an element's sum is in one of them, and they are computed the same way as the whole. */
function divide(engine: Engine, product: Product, size: number): readonly Product[] {
  const [count, m, n, k, a, aNext, aRow, aColumn, b, bNext, bRow, bColumn, c, cNext, cRow, how, bias] = product;
  if (count > 1) {
    return callsOf(parts(engine, count, m * n * k * cost.product), (from, to): Product => {
      const [left, right, out] = [a + from * aNext * size, b + from * bNext * size, c + from * cNext * size];
      const matrices = [left, aNext, aRow, aColumn, right, bNext, bRow, bColumn, out, cNext, cRow] as const;
      return [to - from, m, n, k, ...matrices, how, bias, m];
    });
  }
  // every part packs the other factor anew: few parts, of the longer side
  if (m >= n) {
    return callsOf(parts(engine, m, n * k * cost.product, ROWS, 2), (from, to): Product => {
      const [left, out] = [a + from * aRow * size, c + from * cRow * size];
      const matrices = [left, aNext, aRow, aColumn, b, bNext, bRow, bColumn, out, cNext, cRow] as const;
      return [1, to - from, n, k, ...matrices, how, how === mode.rowBias ? bias + from * size : bias, m];
    });
  }
  return callsOf(parts(engine, n, m * k * cost.product, COLUMN_BYTES / size, 1), (from, to): Product => {
    const [right, out] = [b + from * bColumn * size, c + from * size];
    const matrices = [a, aNext, aRow, aColumn, right, bNext, bRow, bColumn, out, cNext, cRow] as const;
    return [1, m, to - from, k, ...matrices, how, how === mode.columnBias ? bias + from * size : bias, m];
  });
}

function withScratch(product: Product, scratch: number): Parameters<Run> {
  return [...product, scratch];
}

/** Computes products that write to different elements. False when the module has no function for them, or the heap no room. */
export function multiplyAll(engine: Engine, dtype: DType, products: readonly Product[]): boolean {
  const run = functionOf(engine, dtype);
  if (!run) return false;
  const bytes = engine.exports.gemmScratch();
  const work = products.reduce((sum, [count, m, n, k]) => sum + count * m * n * k, 0);
  if (!paysThreads(engine, work * cost.product)) {
    const scratch = engine.scratch(bytes);
    if (scratch !== 0) for (const product of products) run(...product, scratch);
    return scratch !== 0;
  }
  const scratch = engine.scratches(bytes);
  if (!scratch) return false;
  const all = products.length < engine.threads ? products.flatMap((p) => divide(engine, p, itemSize[dtype])) : products;
  const calls = all.map((product) => withScratch(product, scratch.at));
  return parallel(engine, run, calls, { argument: calls[0]!.length - 1, scratch });
}
