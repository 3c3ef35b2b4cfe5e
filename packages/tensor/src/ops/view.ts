/**
 * @file View ops: a new layout over the same storage, no kernel. Their attributes are already checked and normalised.
 */
import type { Layout, Shape } from '../layout.js';
import type { NoAttrs, Op } from '../op.js';
import { Tensor, viewOf } from '../tensor.js';

/** A view op: its output looks at the input's storage. */
export type ViewOp<A> = Op<readonly [Tensor], A, readonly [Tensor]>;

function viewOp<A>(name: string, layout: (of: Layout, attrs: A) => Layout): ViewOp<A> {
  return { name, view: true, run: ([x], attrs) => [viewOf(x, layout(x.layout, attrs))] };
}

/** The same elements in another shape; the caller has made sure that it needs no copy. */
export const view: ViewOp<{ readonly layout: Layout }> = viewOp('view', (_, { layout }) => layout);
/** As view, made by reshape (PyTorch names its gradient differently). */
export const reshapeAlias: ViewOp<{ readonly layout: Layout }> = viewOp('reshapeAlias', (_, { layout }) => layout);
export const permute: ViewOp<{ readonly dims: readonly number[] }> = viewOp('permute', (of, { dims }) =>
  of.permute(dims),
);
export const transpose: ViewOp<{ readonly dim0: number; readonly dim1: number }> = viewOp(
  'transpose',
  (of, { dim0, dim1 }) => {
    const dims = of.shape.map((_, d) => (d === dim0 ? dim1 : d === dim1 ? dim0 : d));
    return of.permute(dims);
  },
);
/** Transpose of a matrix (or of less). */
export const t: ViewOp<NoAttrs> = viewOp('t', (of) => (of.ndim < 2 ? of : of.permute([1, 0])));
export const squeeze: ViewOp<{ readonly dims: readonly number[]; readonly all: boolean }> = viewOp(
  'squeeze',
  (of, { dims }) => of.squeeze(dims),
);
export const unsqueeze: ViewOp<{ readonly dim: number }> = viewOp('unsqueeze', (of, { dim }) => of.unsqueeze(dim));
export const expand: ViewOp<{ readonly shape: Shape }> = viewOp('expand', (of, { shape }) => of.expand(shape));
export const slice: ViewOp<{
  readonly dim: number;
  readonly start: number;
  readonly length: number;
  readonly step: number;
}> = viewOp('slice', (of, { dim, start, length, step }) => of.slice(dim, start, length, step));
export const select: ViewOp<{ readonly dim: number; readonly index: number }> = viewOp('select', (of, { dim, index }) =>
  of.select(dim, index),
);
/** The diagonal of dimensions dim1 and dim2, moved to the end. */
export const diagonal: ViewOp<{ readonly offset: number; readonly dim1: number; readonly dim2: number }> = viewOp(
  'diagonal',
  (of, { offset, dim1, dim2 }) => of.diagonal(offset, dim1, dim2),
);
/** Windows of `size` elements every `step` along a dimension, in a new last dimension. */
export const unfold: ViewOp<{ readonly dim: number; readonly size: number; readonly step: number }> = viewOp(
  'unfold',
  (of, { dim, size, step }) => of.unfold(dim, size, step),
);
export const asStrided: ViewOp<{ readonly layout: Layout }> = viewOp('asStrided', (_, { layout }) => layout);
/** A second tensor on the same memory. */
export const alias: ViewOp<NoAttrs> = viewOp('alias', (of) => of);
/** A tensor on the same memory that gradients do not pass. */
export const detach: ViewOp<NoAttrs> = {
  name: 'detach',
  view: true,
  // without a base: what gradients record for the base is nothing to this tensor
  run: ([x]) => [new Tensor(x.storage, x.layout, x.dtype)],
};
