/**
 * @file Factors that keep the variance of activations from layer to layer.
 */
import { withDefaults } from '@x/functional';
import { ValueError } from '@x/tensor/core';

/** What follows a layer, by PyTorch's name of the function. */
export type Nonlinearity = 'linear' | 'conv1d' | 'conv2d' | 'sigmoid' | 'tanh' | 'relu' | 'leaky_relu' | 'selu';

const gains: Readonly<Record<Nonlinearity, (negativeSlope: number) => number>> = {
  linear: () => 1,
  conv1d: () => 1,
  conv2d: () => 1,
  sigmoid: () => 1,
  tanh: () => 5 / 3,
  relu: () => Math.SQRT2,
  leaky_relu: (negativeSlope) => Math.sqrt(2 / (1 + negativeSlope ** 2)),
  selu: () => 3 / 4,
};

/**
 * The recommended factor of initial weights for what follows the layer.
 *
 * @param options.param - slope for negative values of 'leaky_relu'. Default: 0.01.
 * @throws ValueError when the nonlinearity has no recommended factor.
 * @example init.calculateGain('leaky_relu', { param: 0.2 })
 * @see https://pytorch.org/docs/stable/nn.init.html#torch.nn.init.calculate_gain
 */
export function calculateGain(nonlinearity: Nonlinearity, options: { readonly param?: number } = {}): number {
  const { param } = withDefaults('calculateGain', options, { param: 0.01 });
  if (Object.hasOwn(gains, nonlinearity)) return gains[nonlinearity](param);
  const known = Object.keys(gains).join(', ');
  throw new ValueError('calculateGain', `unsupported nonlinearity '${nonlinearity}' (known: ${known})`, {
    nonlinearity,
  });
}
