/**
 * @file Attention of contiguous float32 operands, spread over the batch.
 */
import type { AttentionKernelAttrs } from '@x/tensor/core';
import { attention as reference, attentionBackward as backwardReference } from '../kernels/attention.js';
import type { CpuOperand, Kernel } from '../kernels/types.js';
import { cost } from '../threads/costs.js';
import { accelerate } from './accelerate.js';
import type { Engine, Scratch } from './engine.js';
import { place } from './operands.js';
import { callsOf, parallel, parts } from './parallel.js';

const isPlain = ({ dtype, layout }: CpuOperand): boolean => dtype === 'float32' && layout.contiguous;

/** Sizes of one batch, and what both kernels get behind the addresses. */
interface Call {
  readonly batch: number;
  readonly sizes: [length: number, keys: number, width: number, valueWidth: number];
  readonly how: [factor: number, causal: boolean];
  /** Nanoseconds of one batch: its products, of which there are `products`. */
  readonly each: number;
}

function callOf(q: CpuOperand, v: CpuOperand, attrs: AttentionKernelAttrs, products: number): Call {
  const [batch, length, width] = q.layout.shape as [number, number, number];
  const [, keys, valueWidth] = v.layout.shape as [number, number, number];
  const each = products * length * keys * Math.max(width, valueWidth) * cost.product;
  return { batch, sizes: [length, keys, width, valueWidth], how: [attrs.scale, attrs.isCausal], each };
}

function scratchOf(engine: Engine, { sizes: [, keys, width] }: Call): Scratch | undefined {
  return engine.scratches(engine.exports.attentionScratch(keys, width));
}

export function attentionKernel(engine: Engine): Kernel<'attention'> {
  const run = engine.exports.attention_f32;
  return accelerate(([q, k, v], [out], attrs) => {
    if (!isPlain(q) || !isPlain(k) || !isPlain(v)) return false;
    const call = callOf(q, v, attrs, 2);
    const scratch = scratchOf(engine, call);
    if (!scratch) return false;
    const at = [place(out), place(q), place(k), place(v)] as const;
    const calls = callsOf(
      parts(engine, call.batch, call.each),
      (from, to): Parameters<typeof run> => [...at, ...call.sizes, ...call.how, from, to, scratch.at],
    );
    return parallel(engine, run, calls, { argument: calls[0]!.length - 1, scratch });
  }, reference);
}

export function attentionBackwardKernel(engine: Engine): Kernel<'attentionBackward'> {
  const run = engine.exports.attentionBackward_f32;
  return accelerate((inputs: readonly CpuOperand[], outputs, attrs) => {
    const [grad, q, k, v] = inputs as readonly [CpuOperand, CpuOperand, CpuOperand, CpuOperand];
    if (!inputs.every(isPlain)) return false;
    const call = callOf(q, v, attrs, 5);
    const scratch = scratchOf(engine, call);
    if (!scratch) return false;
    const [forQ, forK, forV] = outputs;
    const at = [place(forQ), place(forK), place(forV), place(grad), place(q), place(k), place(v)] as const;
    const calls = callsOf(
      parts(engine, call.batch, call.each),
      (from, to): Parameters<typeof run> => [...at, ...call.sizes, ...call.how, from, to, scratch.at],
    );
    return parallel(engine, run, calls, { argument: calls[0]!.length - 1, scratch });
  }, backwardReference);
}
