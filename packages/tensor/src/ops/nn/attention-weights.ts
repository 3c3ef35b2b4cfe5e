/**
 * @file How much queries attend to keys, some rows of queries at a time: the matrix of all scores is never there as a whole.
 *
 * @see https://arxiv.org/abs/1706.03762
 * @see https://arxiv.org/abs/2112.05682
 */
import type { AttentionKernelAttrs, Operand } from '../../backend.js';
import { arange } from '../../create.js';
import { compact, discard, operand } from '../../kernel.js';
import { Layout, type Shape, sizeOf } from '../../layout.js';
import type { Tensors } from '../../op.js';
import { broadcastShapes, sameShape } from '../../shape.js';
import type { Tensor } from '../../tensor.js';

export type AttentionAttrs = AttentionKernelAttrs;

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

/** Whether a kernel can take the tensors: one batch, no mask, something to compute. */
export function suitsKernel(tensors: Tensors): boolean {
  const lead = tensors[0]!.shape.slice(0, -2);
  return tensors.every((t) => t.numel() > 0 && sameShape(t.shape.slice(0, -2), lead));
}

/** `[*, L, E]` as `[B, L, E]`. */
export function batchShape({ shape }: Tensor): Shape {
  return [sizeOf(shape.slice(0, -2)), ...shape.slice(-2)];
}

/** Runs a kernel on the tensors as row-major batches. */
export function onBatches<const T extends Tensors>(
  tensors: T,
  kernel: (operands: { readonly [K in keyof T]: Operand }) => void,
): void {
  const batch = (t: Tensor): Operand => {
    const shape = batchShape(t);
    return operand(t, Layout.strided(shape, Layout.of(shape).strides, t.layout.offset));
  };
  const made = tensors.map(compact);
  kernel(made.map(batch) as { readonly [K in keyof T]: Operand });
  made.forEach((t, i) => discard(t, tensors[i]!));
}
