/**
 * @file Between features and the heads of attention: each way is one pass over the memory, and the gradient of the other.
 */
import { zerosOf } from '../../create.js';
import { dispatch } from '../../dispatch.js';
import { ShapeError } from '../../errors.js';
import { gradientRule } from '../../gradient.js';
import { allocate, commonBackend, operand } from '../../kernel.js';
import { Layout, type Shape } from '../../layout.js';
import type { Op, Tensors } from '../../op.js';
import { sameShape, shapeText } from '../../shape.js';
import type { Tensor } from '../../tensor.js';

export interface HeadsAttrs {
  /** Heads of each part. */
  readonly heads: number;
  /** Whether the batch is the first dimension of the features, not the second. */
  readonly batchFirst: boolean;
}

export interface SplitHeadsAttrs extends HeadsAttrs {
  /** Parts of the features, such as queries, keys and values. */
  readonly parts: number;
}

/** The elements of part i of the features as `[N, heads, L, D]`. */
function partOf(features: Layout, i: number, { heads, batchFirst, parts }: SplitHeadsAttrs): Layout {
  const width = features.shape[2]! / parts;
  const { shape, strides, offset } = features.slice(2, i * width, width);
  const size = width / heads;
  const step = strides[2]!;
  const split = Layout.strided(
    [shape[0]!, shape[1]!, heads, size],
    [strides[0]!, strides[1]!, step * size, step],
    offset,
  );
  return split.permute(batchFirst ? [0, 2, 1, 3] : [1, 2, 0, 3]);
}

/** Shape of a part: `[N · heads, L, D]`. */
function partShape(features: Shape, { heads, batchFirst, parts }: SplitHeadsAttrs): Shape {
  const [outer, inner, width] = features as [number, number, number];
  const [batch, length] = batchFirst ? [outer, inner] : [inner, outer];
  return [batch * heads, length, width / parts / heads];
}

/** A part `[N · heads, L, D]` as `[N, heads, L, D]`. */
function headsOf(part: Layout, heads: number): Layout {
  const [all, length, size] = part.shape as [number, number, number];
  const [next, row, step] = part.strides as [number, number, number];
  return Layout.strided([all / heads, heads, length, size], [next * heads, next, row, step], part.offset);
}

/** Parts of features `[L, N, parts · heads · D]` (or batch first), with the heads in the batch: `[N · heads, L, D]` each. */
export const splitHeads: Op<readonly [features: Tensor], SplitHeadsAttrs> = {
  name: 'splitHeads',
  run([x], attrs) {
    const { heads, parts } = attrs;
    if (x.ndim !== 3 || x.shape[2]! % (heads * parts) !== 0) {
      throw new ShapeError(
        'splitHeads',
        `expected three dimensions, the last one of ${parts} parts of ${heads} heads, got ${shapeText(x.shape)}`,
        { shapes: [x.shape] },
      );
    }
    const { backend } = x.storage;
    return Array.from({ length: parts }, (_, i) => {
      const out = allocate(backend, partShape(x.shape, attrs), x.dtype);
      const from = operand(x, partOf(x.layout, i, attrs));
      if (out.numel() > 0) backend.kernels.copy([from], [operand(out, headsOf(out.layout, heads))], {});
      return out;
    });
  },
  gradient: /* @__PURE__ */ gradientRule({
    name: 'SplitBackward0',
    backward({ grads, attrs, inputs: [x] }) {
      const { shape, dtype, device, layout } = x!;
      const part = { dtype, device, layout, shape: partShape(shape, attrs) };
      const all = Array.from({ length: attrs.parts }, (_, i) => grads[i] ?? zerosOf(part));
      return dispatch(joinHeads, all, attrs);
    },
  }),
};

/** The way back: parts `[N · heads, L, D]` to features `[L, N, parts · heads · D]` (or batch first). */
export const joinHeads: Op<Tensors, HeadsAttrs, readonly [Tensor]> = {
  name: 'joinHeads',
  run(tensors, { heads, batchFirst }) {
    const [first] = tensors;
    const [all = 0, length = 0, size = 0] = first!.shape;
    if (first!.ndim !== 3 || all % heads !== 0 || tensors.some((t) => !sameShape(t.shape, first!.shape))) {
      const shapes = tensors.map((t) => t.shape);
      throw new ShapeError(
        'joinHeads',
        `expected parts [N · ${heads}, L, D], got ${shapes.map(shapeText).join(', ')}`,
        {
          shapes,
        },
      );
    }
    const backend = commonBackend('joinHeads', tensors);
    const lead = batchFirst ? [all / heads, length] : [length, all / heads];
    const out = allocate(backend, [...lead, tensors.length * heads * size], first!.dtype);
    const attrs = { heads, batchFirst, parts: tensors.length };
    tensors.forEach((t, i) => {
      const to = operand(out, partOf(out.layout, i, attrs));
      if (t.numel() > 0) backend.kernels.copy([operand(t, headsOf(t.layout, heads))], [to], {});
    });
    return [out];
  },
  gradient: /* @__PURE__ */ gradientRule({
    name: 'CatBackward0',
    backward: ({ grad, attrs, inputs }) => dispatch(splitHeads, [grad], { ...attrs, parts: inputs.length }),
  }),
};
