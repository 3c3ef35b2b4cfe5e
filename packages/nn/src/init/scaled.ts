/**
 * @file Random weights scaled by the number of inputs and outputs.
 */
import { checkChoice, withDefaults } from '@x/functional';
import { normal_, type Tensor } from '@x/tensor/core';
import { type DrawOptions, drawing, fans, filled } from './draw.js';
import { calculateGain, type Nonlinearity } from './gain.js';

export interface XavierOptions extends DrawOptions {
  /** Factor of the standard deviation. Default: 1. */
  readonly gain?: number;
}

function xavierStd(op: string, tensor: Tensor, gain: number): number {
  const { fanIn, fanOut } = fans(op, tensor.shape);
  return gain * Math.sqrt(2 / (fanIn + fanOut));
}

/**
 * Fills a weight `[out, in, *kernel]` with uniform numbers in ±gain·√(6 / (fanIn + fanOut)), in place.
 *
 * @throws ShapeError for fewer than 2 dimensions, ValueError for an unknown option.
 * @example init.xavierUniform_(layer.weight, { gain: init.calculateGain('relu') })
 * @see https://pytorch.org/docs/stable/nn.init.html#torch.nn.init.xavier_uniform_
 * @see https://proceedings.mlr.press/v9/glorot10a.html
 */
export function xavierUniform_(tensor: Tensor, options: XavierOptions = {}): Tensor {
  const { gain, generator } = withDefaults('xavierUniform_', options, { gain: 1, generator: null });
  const bound = Math.sqrt(3) * xavierStd('xavierUniform_', tensor, gain);
  return filled(tensor, (t) => t.uniform_(drawing(generator, { from: -bound, to: bound })));
}

/**
 * Fills a weight `[out, in, *kernel]` with normal numbers of deviation gain·√(2 / (fanIn + fanOut)), in place.
 *
 * @throws ShapeError for fewer than 2 dimensions, ValueError for an unknown option.
 * @example init.xavierNormal_(layer.weight)
 * @see https://pytorch.org/docs/stable/nn.init.html#torch.nn.init.xavier_normal_
 * @see https://proceedings.mlr.press/v9/glorot10a.html
 */
export function xavierNormal_(tensor: Tensor, options: XavierOptions = {}): Tensor {
  const { gain, generator } = withDefaults('xavierNormal_', options, { gain: 1, generator: null });
  const std = xavierStd('xavierNormal_', tensor, gain);
  return filled(tensor, (t) => normal_(t, drawing(generator, { std })));
}

export interface KaimingOptions extends DrawOptions {
  /** Slope for negative values of the leaky ReLU that follows. Default: 0. */
  readonly a?: number;
  /** Which variance is kept: 'fan_in' that of the forward pass, 'fan_out' that of the backward pass. Default: 'fan_in'. */
  readonly mode?: 'fan_in' | 'fan_out';
  /** What follows the layer. Default: 'leaky_relu'. */
  readonly nonlinearity?: Nonlinearity;
}

const kaimingDefaults: Required<KaimingOptions> = {
  a: 0,
  mode: 'fan_in',
  nonlinearity: 'leaky_relu',
  generator: null,
};

function kaimingStd(op: string, tensor: Tensor, { a, mode, nonlinearity }: Required<KaimingOptions>): number {
  checkChoice(op, 'mode', mode, ['fan_in', 'fan_out']);
  const { fanIn, fanOut } = fans(op, tensor.shape);
  return calculateGain(nonlinearity, { param: a }) / Math.sqrt(mode === 'fan_in' ? fanIn : fanOut);
}

/**
 * Fills a weight `[out, in, *kernel]` with uniform numbers in ±gain·√(3 / fan), in place.
 *
 * @throws ShapeError for fewer than 2 dimensions, ValueError for an option that does not exist or fit.
 * @example init.kaimingUniform_(layer.weight, { nonlinearity: 'relu' })
 * @see https://pytorch.org/docs/stable/nn.init.html#torch.nn.init.kaiming_uniform_
 * @see https://arxiv.org/abs/1502.01852
 */
export function kaimingUniform_(tensor: Tensor, options: KaimingOptions = {}): Tensor {
  const all = withDefaults('kaimingUniform_', options, kaimingDefaults);
  if (tensor.numel() === 0) return tensor;
  const bound = Math.sqrt(3) * kaimingStd('kaimingUniform_', tensor, all);
  return filled(tensor, (t) => t.uniform_(drawing(all.generator, { from: -bound, to: bound })));
}

/**
 * Fills a weight `[out, in, *kernel]` with normal numbers of deviation gain / √fan, in place.
 *
 * @throws ShapeError for fewer than 2 dimensions, ValueError for an option that does not exist or fit.
 * @example init.kaimingNormal_(layer.weight, { mode: 'fan_out' })
 * @see https://pytorch.org/docs/stable/nn.init.html#torch.nn.init.kaiming_normal_
 * @see https://arxiv.org/abs/1502.01852
 */
export function kaimingNormal_(tensor: Tensor, options: KaimingOptions = {}): Tensor {
  const all = withDefaults('kaimingNormal_', options, kaimingDefaults);
  if (tensor.numel() === 0) return tensor;
  const std = kaimingStd('kaimingNormal_', tensor, all);
  return filled(tensor, (t) => normal_(t, drawing(all.generator, { std })));
}
