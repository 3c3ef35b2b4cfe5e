/**
 * @file What normalisation and its gradients have in common: the optional parameters, and mean and variance over dimensions.
 */
import type { NormAttrs } from '../../backend.js';
import type { Shape } from '../../layout.js';
import type { Op } from '../../op.js';
import type { Tensor } from '../../tensor.js';

/** Which of the optional inputs weight and bias there are; they come after the other inputs, in this order. */
export type AffineAttrs = NormAttrs;

export interface LayerNormAttrs extends AffineAttrs {
  /** Sizes of the last dimensions, over which is normalised. */
  readonly normalizedShape: Shape;
}

export interface GroupNormAttrs extends AffineAttrs {
  readonly groups: number;
}

/** The optional inputs by name. */
export function affine<T>(
  parameters: readonly T[],
  { hasWeight, hasBias }: AffineAttrs,
): { readonly weight: T | undefined; readonly bias: T | undefined } {
  return { weight: hasWeight ? parameters[0] : undefined, bias: hasBias ? parameters.at(-1) : undefined };
}

/** All dimensions but the channels. */
export function channelDims(ndim: number): number[] {
  return Array.from({ length: ndim }, (_, d) => d).filter((d) => d !== 1);
}

/** One number for each channel, laid along dimension 1 of a tensor of `ndim` dimensions. */
export function perChannel(values: Tensor, ndim: number): Tensor {
  return values.view(Array.from({ length: ndim }, (_, d) => (d === 1 ? values.numel() : 1)));
}

/** What normalising needs to know of a tensor. */
export interface Moments {
  /** The tensor without its mean. */
  readonly centered: Tensor;
  readonly mean: Tensor;
  readonly variance: Tensor;
}

/** Mean and (biased) variance over dimensions, which stay with size 1. */
export function moments(x: Tensor, dims: readonly number[]): Moments {
  const mean = x.mean(dims, { keepdim: true });
  const centered = x.sub(mean);
  return { centered, mean, variance: centered.mul(centered).mean(dims, { keepdim: true }) };
}

/** Also gives the means and (biased) variances that were used. */
export type NormOp<A extends AffineAttrs> = Op<
  readonly [x: Tensor, ...parameters: Tensor[]],
  A,
  readonly [output: Tensor, mean: Tensor, variance: Tensor]
>;

/** The last dimensions, over which layer normalisation works. */
export function lastDims(ndim: number, { normalizedShape }: Pick<LayerNormAttrs, 'normalizedShape'>): number[] {
  return normalizedShape.map((_, i) => ndim - normalizedShape.length + i);
}

/** `[N, C, *]` as `[N, groups, elements of a group]`. */
export function grouped(x: Tensor, groups: number): Tensor {
  return x.reshape(x.size(0), groups, x.numel() / Math.max(x.size(0) * groups, 1));
}
