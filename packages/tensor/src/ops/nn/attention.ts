/**
 * @file Scaled dot-product attention, some rows of queries at a time: the matrix of all scores is never there as a whole.
 *
 * @see https://arxiv.org/abs/1706.03762
 * @see https://arxiv.org/abs/2112.05682
 */
import { cat } from '../../api/join.js';
import { arange } from '../../create.js';
import { DTypeError, ShapeError } from '../../errors.js';
import { gradientRule } from '../../gradient.js';
import type { Op } from '../../op.js';
import { broadcastShapes, shapeText } from '../../shape.js';
import type { Tensor } from '../../tensor.js';
import { checkSameFloating, composite } from './composite.js';

export interface AttentionAttrs {
  /** Factor of the scores. */
  readonly scale: number;
  /** Query i sees the keys up to i. */
  readonly isCausal: boolean;
}

/** `query [*, L, E]`, `key [*, S, E]`, `value [*, S, V]` and, if there is one, a mask that broadcasts to `[*, L, S]`. */
export type AttentionInputs =
  | readonly [query: Tensor, key: Tensor, value: Tensor]
  | readonly [query: Tensor, key: Tensor, value: Tensor, mask: Tensor];

/** Rows of queries that are looked at together, and how many of the keys they can see. */
export interface AttentionBlock {
  readonly start: number;
  readonly rows: number;
  readonly keys: number;
}

/** Scores that are there at once. */
const scoresPerBlock = 2 ** 22;

/** The queries in blocks. */
export function attentionBlocks(query: Tensor, key: Tensor, { isCausal }: AttentionAttrs): AttentionBlock[] {
  const [length, keys] = [query.size(-2), key.size(-2)];
  const batch = broadcastShapes('scaledDotProductAttention', query.shape.slice(0, -2), key.shape.slice(0, -2));
  const each = batch.reduce((a, b) => a * b, 1) * keys;
  const rows = Math.max(Math.floor(scoresPerBlock / Math.max(each, 1)), 1);
  return Array.from({ length: Math.max(Math.ceil(length / rows), 1) }, (_, i) => {
    const start = i * rows;
    const end = Math.min(start + rows, length);
    return { start, rows: end - start, keys: isCausal ? Math.min(keys, end) : keys };
  });
}

/** The block's part of a dimension; one that broadcasts stays. */
export function blockOf(x: Tensor, dim: number, start: number, length: number): Tensor {
  const whole = x.ndim < -dim || x.size(dim) === 1 || (start === 0 && length === x.size(dim));
  return whole ? x : x.narrow(dim, start, length);
}

/** How much each query of a block attends to each key; a query that sees no key attends to nothing. */
export function attentionWeights(
  query: Tensor,
  key: Tensor,
  mask: Tensor | undefined,
  { scale, isCausal }: AttentionAttrs,
  { start, rows, keys }: AttentionBlock,
): Tensor {
  const { device } = query;
  const scores = blockOf(query, -2, start, rows)
    .mul(scale)
    .matmul(blockOf(key, -2, 0, keys).transpose(-2, -1));
  if (isCausal) {
    const last = arange(start, start + rows, 1, { device }).unsqueeze(1);
    return scores.maskedFill(arange(keys, { device }).gt(last), -Infinity).softmax(-1);
  }
  if (!mask) return scores.softmax(-1);
  const part = blockOf(mask, -2, start, rows);
  const masked = part.dtype === 'bool' ? scores.maskedFill(part.logicalNot(), -Infinity) : scores.add(part);
  if (keys === 0) return masked;
  const blind = masked.detach().amax(-1, { keepdim: true }).eq(-Infinity);
  return masked.maskedFill(blind, 0).softmax(-1).maskedFill(blind, 0);
}

/** Zeros behind the keys that a block sees, up to all of them. */
function toAllKeys(part: Tensor, keys: number, dim: -1 | -2): Tensor {
  const missing = keys - part.size(dim);
  if (missing === 0) return part;
  return cat([part, part.newZeros(part.shape.with(dim, missing))], dim);
}

const total = (parts: readonly Tensor[]): Tensor => parts.reduce((sum, part) => sum.add(part));
const joined = (parts: readonly Tensor[]): Tensor => (parts.length === 1 ? parts[0]! : cat(parts, -2));

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

/** `softmax(scale · Q · Kᵀ + mask) · V`: `[*, L, V]`. A bool mask is true where a query sees a key. */
export const scaledDotProductAttention: Op<AttentionInputs, AttentionAttrs, readonly [Tensor]> = composite(
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
    // the weights of each block of queries are computed again, so that no scores are kept
    backward: ({ grad, saved: [query, key, value, mask], needs, attrs }) => {
      const keys = key.size(-2);
      const steps = attentionBlocks(query, key, attrs).map((block) => {
        const weights = attentionWeights(query, key, mask, attrs, block);
        const given = blockOf(grad, -2, block.start, block.rows);
        const forWeights = given.matmul(blockOf(value, -2, 0, block.keys).transpose(-2, -1));
        const slope = forWeights.sub(forWeights.mul(weights).sum(-1, { keepdim: true }));
        const forScores = weights.mul(slope);
        const back = forScores.transpose(-2, -1).matmul(blockOf(query, -2, block.start, block.rows));
        return {
          query: forScores.matmul(blockOf(key, -2, 0, block.keys)).mul(attrs.scale),
          key: toAllKeys(back.mul(attrs.scale), keys, -2),
          value: toAllKeys(weights.transpose(-2, -1).matmul(given), keys, -2),
          mask: needs[3] ? toAllKeys(forScores, keys, -1) : undefined,
        };
      });
      return [
        needs[0] && joined(steps.map((step) => step.query)),
        needs[1] && total(steps.map((step) => step.key)),
        needs[2] && total(steps.map((step) => step.value)),
        needs[3] && joined(steps.flatMap((step) => step.mask ?? [])),
      ];
    },
  }),
);
