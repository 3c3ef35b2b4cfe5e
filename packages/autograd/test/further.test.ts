/**
 * @file Gradients of both orders of functions that are made of several ops, away from their kinks.
 */
import { cpu } from '@x/backend-cpu';
import * as T from '@x/tensor';
import { manualSeed, registerBackend, slice, type Tensor, tensor } from '@x/tensor';
import { expect, test } from 'vitest';
import { gradcheck, gradgradcheck } from '../src/index.js';

registerBackend(await cpu());
manualSeed(0);

// the table makes its inputs when it is loaded
const { apart, distinct, leaf, positive } = await import('./gradcheck/core.js');

interface Row {
  readonly fn: (...inputs: Tensor[]) => Tensor | readonly Tensor[];
  readonly inputs: readonly Tensor[];
}

const row = (fn: Row['fn'], ...inputs: Tensor[]): Row => ({ fn, inputs });
const index = tensor([
  [0, 2, 1],
  [1, 0, 0],
]);
const mask = tensor([
  [true, false, true],
  [false, false, true],
]);
const line = tensor([1, 0, 1]);

const rows: Readonly<Record<string, Row>> = {
  addbmm: row((x, a, b) => x.addbmm(a, b, { beta: 0.5, alpha: 2 }), leaf([2, 2]), leaf([3, 2, 2]), leaf([3, 2, 2])),
  addr: row((x, a, b) => x.addr(a, b, { beta: 0.5, alpha: 2 }), leaf([2, 3]), leaf([2]), leaf([3])),
  aminmax: row((x) => Object.values(x.aminmax({ dim: 1 })), distinct(2, 3)),
  angle: row((x) => x.angle().add(x), apart(2, 3)),
  asStridedScatter: row((x, y) => x.asStridedScatter(y, [2], [3]), leaf([2, 3]), leaf([2])),
  cartesianProd: row((x, y) => T.cartesianProd(x, y), leaf([2]), leaf([3])),
  columnStack: row((x, y) => T.columnStack([x, y]), leaf([2]), leaf([2, 2])),
  combinations: row((x) => T.combinations(x, { withReplacement: true }), leaf([3])),
  constantPadNd: row((x) => T.constantPadNd(x, [1, -1, 0, 2], { value: 3 }), leaf([2, 3])),
  cummax: row((x) => x.cummax(1).values, distinct(2, 4)),
  cummin: row((x) => x.cummin(0).values, distinct(4, 2)),
  cumulativeTrapezoid: row((y, x) => T.cumulativeTrapezoid(y, x), leaf([2, 4]), leaf([4])),
  deg2rad: row((x) => x.deg2rad(), leaf([3])),
  diag: row((x) => x.diag({ diagonal: 1 }), leaf([3])),
  diagEmbed: row((x) => x.diagEmbed({ offset: -1, dim1: 0, dim2: 2 }), leaf([2, 3])),
  diagflat: row((x) => x.diagflat(), leaf([2, 2])),
  diagonalScatter: row((x, y) => x.diagonalScatter(y, { offset: 1 }), leaf([2, 3]), leaf([2])),
  diff: row((x, y) => x.diff({ n: 2, dim: 0, prepend: y }), leaf([4, 2]), leaf([1, 2])),
  dstack: row((x, y) => T.dstack([x, y]), leaf([2]), leaf([2])),
  frexp: row((x) => x.frexp().mantissa, positive(3)),
  gradient: row((x) => T.gradient(x, { spacing: 0.5, edgeOrder: 2 }), leaf([4, 3])),
  heaviside: row((x, v) => x.heaviside(v), apart(3), leaf([3])),
  indexPut: row((x, v) => x.indexPut([mask], v), leaf([2, 3]), leaf([3])),
  indexReduce: row((x, y) => x.indexReduce(0, line, y, 'prod'), positive(2, 2), positive(3, 2)),
  'indexReduce by means': row((x, y) => x.indexReduce(0, line, y, 'mean'), leaf([2, 2]), leaf([3, 2])),
  kthvalue: row((x) => x.kthvalue(2, 1).values, distinct(2, 4)),
  ldexp: row((x, e) => x.ldexp(e), leaf([3]), leaf([3])),
  logaddexp2: row((x, y) => x.logaddexp2(y), leaf([2, 3]), leaf([3])),
  logcumsumexp: row((x) => x.logcumsumexp(1), leaf([2, 5])),
  maskedScatter: row((x, y) => x.maskedScatter(mask, y), leaf([2, 3]), leaf([4])),
  median: row((x) => x.median(1).values, distinct(2, 4)),
  meshgrid: row((x, y) => T.meshgrid([x, y], { indexing: 'xy' }), leaf([2]), leaf([3])),
  mode: row((x) => x.mode(1).values, distinct(2, 3)),
  nanmean: row((x) => x.nanmean(1), leaf([2, 3])),
  nanquantile: row((x) => x.nanquantile(0.4, 1), distinct(2, 4)),
  nativeBatchNorm: row(
    (x, w, b) => T.nativeBatchNorm(x, w, b, null, null, true, 0.1, 1e-3)[0],
    leaf([4, 2]),
    leaf([2]),
    leaf([2]),
  ),
  nativeLayerNorm: row((x, w, b) => T.nativeLayerNorm(x, [3], w, b, 1e-3)[0], leaf([2, 3]), leaf([3]), leaf([3])),
  put: row((x, y) => x.put(tensor([0, -1]), y, { accumulate: true }), leaf([2, 2]), leaf([2])),
  quantile: row((x, q) => x.quantile(q, 1), distinct(2, 4), tensor([0.3, 0.8], { dtype: 'float64' }).requiresGrad_()),
  repeatInterleave: row((x) => x.repeatInterleave(tensor([1, 2, 0]), { dim: 1 }), leaf([2, 3])),
  rot90: row((x) => x.rot90({ k: 3 }), leaf([2, 3])),
  'scatter that multiplies': row(
    (x, y) => x.scatter(1, index, y, { reduce: 'multiply' }),
    positive(2, 3),
    positive(2, 3),
  ),
  'scatterReduce by sums': row((x, y) => x.scatterReduce(1, index, y, 'sum'), leaf([2, 3]), leaf([2, 3])),
  'scatterReduce by products': row((x, y) => x.scatterReduce(1, index, y, 'prod'), positive(2, 3), positive(2, 3)),
  'scatterReduce by means': row(
    (x, y) => x.scatterReduce(1, index, y, 'mean', { includeSelf: false }),
    leaf([2, 3]),
    leaf([2, 3]),
  ),
  'scatterReduce by largest': row((x, y) => x.scatterReduce(1, index, y, 'amax'), distinct(2, 3), leaf([2, 3], 0.01)),
  'scatterReduce by smallest': row((x, y) => x.scatterReduce(1, index, y, 'amin'), distinct(2, 3), leaf([2, 3], 0.01)),
  selectScatter: row((x, y) => x.selectScatter(y, 1, -1), leaf([2, 3]), leaf([2])),
  sliceScatter: row((x, y) => x.sliceScatter(y, { dim: 1, start: 1 }), leaf([2, 3]), leaf([2, 2])),
  sumToSize: row((x) => x.sumToSize([1, 3]), leaf([2, 3])),
  takeAlongDim: row((x) => x.takeAlongDim(index, { dim: 1 }), leaf([2, 3])),
  tensorSplit: row((x) => x.tensorSplit([1, 3], 1), leaf([2, 4])),
  trapezoid: row((y, x) => T.trapezoid(y, x, { dim: 0 }), leaf([3, 2]), leaf([3, 2])),
  unique: row((x) => x.unique(), distinct(4)),
  'text as index': row((x) => x.get('..., 1:, ::2'), leaf([2, 3, 3])),
  'assignment by text': row((x, y) => x.clone().set('0, :2', y).mul(x.get(slice())), leaf([2, 3]), leaf([2])),
};

test.each(Object.entries(rows))('%s', (_, { fn, inputs }) => {
  const checked = (...given: Tensor[]): Tensor[] => [fn(...given)].flat();
  expect(gradcheck(checked, inputs)).toBe(true);
  // of functions that only move elements, the first order is constant
  expect(gradgradcheck((...given: Tensor[]) => checked(...given).map((y) => y.sin()), inputs)).toBe(true);
});
