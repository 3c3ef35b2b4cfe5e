/**
 * @file Attention.
 */
import { dispatch, ShapeError, shapeText, type Tensor, ValueError } from '@x/tensor/core';
import * as ops from '@x/tensor/ops';
import { dropout } from './dropout.js';
import { withDefaults } from './options.js';

export interface AttentionOptions {
  /** Bool, true where a query sees a key, or numbers added to the scores; broadcasts to `[*, L, S]`. Default: none. */
  readonly attnMask?: Tensor | null;
  /** Probability that a weight becomes zero. Default: 0. */
  readonly dropoutP?: number;
  /** Let query i see the keys up to i only. Default: false. */
  readonly isCausal?: boolean;
  /** Factor of the scores. Default: `1 / √E`. */
  readonly scale?: number | null;
  /** Let several heads of queries (dimension −3) share a head of keys and values. Default: false. */
  readonly enableGqa?: boolean;
}

const op = 'scaledDotProductAttention';

/** Heads of keys or values, each repeated for the queries' heads that share it. */
function shared(query: Tensor, x: Tensor): Tensor {
  const [heads, own] = [query.shape.at(-3) ?? 0, x.shape.at(-3) ?? 0];
  if (query.ndim < 3 || x.ndim < 3 || own === 0 || heads % own !== 0) {
    throw new ShapeError(
      op,
      `with enableGqa the heads of queries must be a multiple of those of keys and values, got ${shapeText(query.shape)} and ${shapeText(x.shape)}`,
      { shapes: [query.shape, x.shape] },
    );
  }
  const shape = [...x.shape.slice(0, -2), heads / own, ...x.shape.slice(-2)];
  return x.unsqueeze(-3).expand(shape).flatten(-4, -3);
}

/**
 * `softmax(scale · Q · Kᵀ + mask) · V`: query `[*, L, E]`, key `[*, S, E]`, value `[*, S, V]` → `[*, L, V]`. A query that the mask
 * shows no key gets zeros.
 *
 * Without dropout the scores are computed a block of queries at a time, again for the gradient, and never kept: memory grows
 * with L + S, not with L · S.
 * @throws ShapeError when the shapes do not fit, DTypeError for another mask, ValueError when there are both a mask and
 * isCausal, or for an option that does not exist.
 * @example scaledDotProductAttention(q, k, v, { isCausal: true })
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.scaled_dot_product_attention.html
 * @see https://arxiv.org/abs/1706.03762
 */
export function scaledDotProductAttention(
  query: Tensor,
  key: Tensor,
  value: Tensor,
  options: AttentionOptions = {},
): Tensor {
  const defaults: Required<AttentionOptions> = {
    attnMask: null,
    dropoutP: 0,
    isCausal: false,
    scale: null,
    enableGqa: false,
  };
  const { attnMask, dropoutP, isCausal, scale, enableGqa } = withDefaults(op, options, defaults);
  if (attnMask && isCausal) throw new ValueError(op, 'takes either an attnMask or isCausal, got both');
  const k = enableGqa ? shared(query, key) : key;
  const v = enableGqa ? shared(query, value) : value;
  const attrs = { isCausal, scale: scale ?? 1 / Math.sqrt(query.shape.at(-1) ?? 1) };
  if (dropoutP === 0) {
    return dispatch(ops.scaledDotProductAttention, attnMask ? [query, k, v, attnMask] : [query, k, v], attrs)[0];
  }
  const whole = { start: 0, rows: query.size(-2), keys: k.size(-2) };
  const weights = ops.attentionWeights(query, k, attnMask ?? undefined, attrs, whole);
  return dropout(weights, { p: dropoutP }).matmul(v);
}
