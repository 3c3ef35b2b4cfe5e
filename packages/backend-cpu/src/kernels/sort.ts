/**
 * @file Stable sort along a dimension.
 */
import { eachLine } from './rows.js';
import { elements, type Kernel } from './types.js';

/** Ascending order with NaN as the largest number; -0 and 0 are equal. */
function ascending(a: number, b: number): number {
  if (a < b) return -1;
  if (a > b) return 1;
  return Number(Number.isNaN(a)) - Number(Number.isNaN(b));
}

export const sort: Kernel<'sort'> = ([x], [values, positions], { axis, descending }) => {
  const from = elements(x);
  const sorted = elements(values);
  const where = elements(positions);
  const n = x.layout.shape[axis]!;
  const step = x.layout.strides[axis]!;
  const stepOut = values.layout.strides[axis]!;
  const line = new Float64Array(n);
  const order = new Int32Array(n);
  const sign = descending ? -1 : 1;
  eachLine([x.layout, values.layout, positions.layout], axis, (at) => {
    for (let e = 0; e < n; e++) {
      line[e] = from[at[0]! + e * step]!;
      order[e] = e;
    }
    order.sort((i, j) => sign * ascending(line[i]!, line[j]!) || i - j);
    for (let e = 0; e < n; e++) {
      sorted[at[1]! + e * stepOut] = line[order[e]!]!;
      where[at[2]! + e * stepOut] = order[e]!;
    }
  });
};
