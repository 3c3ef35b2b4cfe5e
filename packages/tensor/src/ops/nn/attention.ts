/**
 * @file Scaled dot-product attention.
 *
 * @see https://arxiv.org/abs/1706.03762
 * @see https://arxiv.org/abs/2112.05682
 */
import { dispatch } from '../../dispatch.js';
import { DTypeError, ShapeError } from '../../errors.js';
import { gradientRule } from '../../gradient.js';
import { allocate, commonBackend, operand } from '../../kernel.js';
import { Layout } from '../../layout.js';
import type { Op } from '../../op.js';
import { broadcastShapes, shapeText } from '../../shape.js';
import type { Tensor } from '../../tensor.js';
import { joined, scaledDotProductAttentionBackward } from './attention-gradient.js';
import {
  type AttentionAttrs,
  attentionBlocks,
  type AttentionInputs,
  attentionWeights,
  batchShape,
  blockOf,
  onBatches,
  suitsKernel,
} from './attention-weights.js';
import { checkSameFloating, composite } from './composite.js';
import { placed } from './wanted.js';

function check([query, key, value, mask]: AttentionInputs): void {
  const op = 'scaledDotProductAttention';
  checkSameFloating(op, query, key, value);
  const inputs = [query, key, value];
  const shapes = inputs.map((t) => t.shape);
  const fits =
    inputs.every((t) => t.ndim >= 2) &&
    query.shape.at(-1) === key.shape.at(-1) &&
    key.shape.at(-2) === value.shape.at(-2);
  if (!fits) {
    throw new ShapeError(
      op,
      `expected query [*, L, E], key [*, S, E] and value [*, S, V], got ${shapes.map(shapeText).join(', ')}`,
      { shapes },
    );
  }
  const lead = inputs.reduce<readonly number[]>((shape, t) => broadcastShapes(op, shape, t.shape.slice(0, -2)), []);
  if (!mask) return;
  if (mask.dtype !== 'bool' && mask.dtype !== query.dtype) {
    throw new DTypeError(op, `a mask is bool or of the query's dtype ${query.dtype}, got ${mask.dtype}`, {
      dtypes: [query.dtype, mask.dtype],
    });
  }
  const scores = [...lead, query.shape.at(-2)!, key.shape.at(-2)!];
  if (shapeText(broadcastShapes(op, scores, mask.shape)) === shapeText(scores)) return;
  throw new ShapeError(op, `the mask ${shapeText(mask.shape)} must broadcast to the scores ${shapeText(scores)}`, {
    shapes: [mask.shape, scores],
  });
}

type AttentionOp = Op<AttentionInputs, AttentionAttrs, readonly [Tensor]>;

const composed: AttentionOp = composite(
  'scaledDotProductAttention',
  check,
  ([query, key, value, mask], attrs) => {
    const parts = attentionBlocks(query, key, attrs).map((block) =>
      attentionWeights(query, key, mask, attrs, block).matmul(blockOf(value, -2, 0, block.keys)),
    );
    return joined(parts);
  },
  gradientRule({
    name: 'ScaledDotProductFlashAttentionForCpuBackward0',
    wrt: [0, 1, 2, 3],
    save: ({ inputs: [query, key, value, mask] }) => [query, key, value, mask],
    backward({ grad, saved: [query, key, value, mask], needs, attrs }) {
      const inputs = [grad, query, key, value, ...(mask ? [mask] : [])] as const;
      return placed(dispatch(scaledDotProductAttentionBackward, inputs, { ...attrs, needs }), needs);
    },
  }),
);

/** `softmax(scale · Q · Kᵀ + mask) · V`: `[*, L, V]`. A bool mask is true where a query sees a key. */
export const scaledDotProductAttention: AttentionOp = {
  ...composed,
  run(inputs, attrs) {
    check(inputs);
    const [query, key, value, mask] = inputs;
    const backend = commonBackend('scaledDotProductAttention', inputs);
    const { attention } = backend.kernels;
    if (!attention || mask || !suitsKernel([query, key, value])) return undefined;
    const out = allocate(backend, [...query.shape.slice(0, -1), value.shape.at(-1)!], query.dtype);
    onBatches([query, key, value], (operands) =>
      attention(operands, [operand(out, Layout.of(batchShape(out)))], attrs),
    );
    return [out];
  },
};
