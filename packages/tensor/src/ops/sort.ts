/**
 * @file Sorting along a dimension.
 */
import { dispatch } from '../dispatch.js';
import { gradientRule, type Rule } from '../gradient.js';
import { allocate, operand } from '../kernel.js';
import type { Op } from '../op.js';
import type { Tensor } from '../tensor.js';
import { arange, zerosOf } from '../create.js';

export interface SortAttrs {
  readonly dim: number;
  readonly descending: boolean;
}

export interface TopkAttrs {
  readonly k: number;
  readonly dim: number;
  readonly largest: boolean;
}

type Sorted = readonly [values: Tensor, indices: Tensor];

/** The gradient of each value goes to where it came from. */
const gradientOf = (name: string): Rule<readonly [x: Tensor], { readonly dim: number }, Sorted> =>
  gradientRule({
    name,
    save: ({ outputs: [, indices] }) => [indices],
    backward: ({ grad, saved: [indices], inputs: [x], attrs: { dim } }) => [zerosOf(x!).scatter(dim, indices, grad)],
  });

/** Stable sort; NaN counts as the largest. */
export const sort: Op<readonly [x: Tensor], SortAttrs, Sorted> = {
  name: 'sort',
  run([x], { dim, descending }) {
    const { backend } = x.storage;
    if (!backend.kernels.sort) return undefined;
    const values = allocate(backend, x.shape, x.dtype);
    const indices = allocate(backend, x.shape, 'int32');
    if (x.ndim === 0) {
      backend.kernels.copy([operand(x)], [operand(values)], {});
      backend.kernels.fill([], [operand(indices)], { value: 0 });
    } else if (x.numel() > 0) {
      backend.kernels.sort([operand(x)], [operand(values), operand(indices)], { axis: dim, descending });
    }
    return [values, indices];
  },
  /** Every element's place is the number of elements that come before it. */
  decompose([x], { dim, descending }) {
    const line = x.ndim === 0 ? x.unsqueeze(0) : x.transpose(dim, -1);
    const n = line.size(-1);
    const position = arange(n, { device: x.device });
    const a = line.detach().unsqueeze(-1);
    const b = line.detach().unsqueeze(-2);
    const greater = (p: Tensor, q: Tensor): Tensor => p.gt(q).logicalOr(p.isnan().logicalAnd(q.isnan().logicalNot()));
    const before = descending ? greater(b, a) : greater(a, b);
    const tied = greater(a, b).logicalOr(greater(b, a)).logicalNot();
    const earlier = position.unsqueeze(-1).gt(position);
    const rank = before.logicalOr(tied.logicalAnd(earlier)).sum(-1);
    const indices = rank.scatter(-1, rank, position.expand(rank.shape));
    const values = line.gather(-1, indices);
    const restore = (y: Tensor): Tensor => (x.ndim === 0 ? y.squeeze(0) : y.transpose(dim, -1));
    return [restore(values), restore(indices)];
  },
  gradient: /* @__PURE__ */ gradientOf('SortBackward0'),
};

/** The k largest or smallest elements, sorted. */
export const topk: Op<readonly [x: Tensor], TopkAttrs, Sorted> = {
  name: 'topk',
  run: () => undefined,
  decompose([x], { k, dim, largest }) {
    const [values, indices] = dispatch(sort, [x], { dim, descending: largest });
    if (x.ndim === 0) return [values, indices];
    return [values.narrow(dim, 0, k).contiguous(), indices.narrow(dim, 0, k).contiguous()];
  },
  gradient: /* @__PURE__ */ gradientOf('TopkBackward0'),
};
