/**
 * @file Convolutions (cross-correlations, as everywhere in deep learning).
 */
import { dispatch, ShapeError, shapeText, type Tensor, ValueError } from '@x/tensor/core';
import * as ops from '@x/tensor/ops';
import { checkChoice, perDimension, type Sizes, withDefaults } from './options.js';

export interface ConvOptions {
  /** One number for each filter, added to its result. Default: none. */
  readonly bias?: Tensor | null;
  /** Elements between neighbouring windows. Default: 1. */
  readonly stride?: Sizes;
  /** Zeros on each side; 'valid' is 0, 'same' keeps the input's size (stride 1 only). Default: 0. */
  readonly padding?: Sizes | 'valid' | 'same';
  /** Distance of neighbouring elements in a window. Default: 1. */
  readonly dilation?: Sizes;
  /** Channels are split into this many groups, each with its own filters. Default: 1. */
  readonly groups?: number;
}

const defaults: Required<ConvOptions> = { bias: null, stride: 1, padding: 0, dilation: 1, groups: 1 };

/** What is convolved, and with which padding. */
interface Padded {
  readonly x: Tensor;
  readonly padding: readonly number[];
}

/** The padding that keeps the size; where it is uneven, the input gets one more zero behind. */
function samePadding(
  op: string,
  x: Tensor,
  weight: Tensor,
  stride: readonly number[],
  dilation: readonly number[],
): Padded {
  if (stride.some((s) => s !== 1)) {
    throw new ValueError(
      op,
      `padding='same' is not supported for strided convolutions, got stride ${shapeText(stride)}`,
      { stride },
    );
  }
  const totals = weight.shape.slice(2).map((k, d) => dilation[d]! * (k - 1));
  const padding = totals.map((total) => Math.floor(total / 2));
  const pads = totals.map((total) => [0, total % 2] as const);
  const uneven = pads.some(([, behind]) => behind > 0);
  return { x: uneven ? dispatch(ops.constantPad, [x], { pads, value: 0 })[0] : x, padding };
}

function padded(
  op: string,
  x: Tensor,
  weight: Tensor,
  padding: Required<ConvOptions>['padding'],
  stride: readonly number[],
  dilation: readonly number[],
): Padded {
  if (typeof padding !== 'string') return { x, padding: perDimension(op, 'padding', padding, stride.length) };
  checkChoice(op, 'padding', padding, ['valid', 'same']);
  return padding === 'same'
    ? samePadding(op, x, weight, stride, dilation)
    : { x, padding: perDimension(op, 'padding', 0, stride.length) };
}

/** Names of the spatial dimensions. */
const spatialNames = { 1: 'L', 2: 'H, W', 3: 'D, H, W' } as const;

/** A number of spatial dimensions. */
export type Spatial = keyof typeof spatialNames;

/** @throws ShapeError unless the input is `[N, C, *]` or `[C, *]`, and the weight has two dimensions beside the spatial ones. */
export function checkRanks(op: string, spatial: Spatial, input: Tensor, weight: Tensor): void {
  if (weight.ndim === spatial + 2 && (input.ndim === spatial + 1 || input.ndim === spatial + 2)) return;
  const dims = spatialNames[spatial];
  throw new ShapeError(
    op,
    `expected an input [N, C, ${dims}] or [C, ${dims}] and a weight of ${spatial + 2} dimensions, got ${shapeText(input.shape)} and ${shapeText(weight.shape)}`,
    { shapes: [input.shape, weight.shape] },
  );
}

/** A convolution of int32 tensors alone, by way of float64, which holds every int32; undefined for others. */
export function onIntegers<O extends { readonly bias?: Tensor | null }>(
  run: (spatial: Spatial, input: Tensor, weight: Tensor, options: O) => Tensor,
  spatial: Spatial,
  input: Tensor,
  weight: Tensor,
  options: O,
): Tensor | undefined {
  const { bias = null } = options;
  if (![input, weight, bias].every((t) => t === null || t.dtype === 'int32')) return undefined;
  const wide = { ...options, bias: bias?.to('float64') ?? null };
  return run(spatial, input.to('float64'), weight.to('float64'), wide).to('int32');
}

function conv(spatial: Spatial, input: Tensor, weight: Tensor, options: ConvOptions): Tensor {
  const integers = onIntegers(conv, spatial, input, weight, options);
  if (integers) return integers;
  const op = `conv${spatial}d`;
  const { bias, groups, ...rest } = withDefaults(op, options, defaults);
  const unbatched = input.ndim === spatial + 1;
  checkRanks(op, spatial, input, weight);
  const stride = perDimension(op, 'stride', rest.stride, spatial);
  const dilation = perDimension(op, 'dilation', rest.dilation, spatial);
  const { x, padding } = padded(op, unbatched ? input.unsqueeze(0) : input, weight, rest.padding, stride, dilation);
  const inputs = bias ? ([x, weight, bias] as const) : ([x, weight] as const);
  const [out] = dispatch(ops.convolution, inputs, { stride, padding, dilation, groups });
  return unbatched ? out.squeeze(0) : out;
}

/**
 * Convolution over one dimension: `[N, C, L], [K, C / groups, k] → [N, K, L']`; N may be missing.
 *
 * `L' = ⌊(L + 2·padding − dilation·(k − 1) − 1) / stride⌋ + 1`
 * @throws ShapeError when channels or sizes do not fit, ValueError for an option that does not exist or fit, DTypeError when
 * the dtypes differ or are not floating point.
 * @example conv1d(ones(1, 1, 5), ones(1, 1, 3)) // [[[3, 3, 3]]]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.conv1d.html
 */
export function conv1d(input: Tensor, weight: Tensor, options: ConvOptions = {}): Tensor {
  return conv(1, input, weight, options);
}

/**
 * Convolution over two dimensions: `[N, C, H, W], [K, C / groups, kh, kw] → [N, K, H', W']`; N may be missing.
 *
 * `H' = ⌊(H + 2·padding − dilation·(kh − 1) − 1) / stride⌋ + 1`
 * @throws ShapeError when channels or sizes do not fit, ValueError for an option that does not exist or fit, DTypeError when
 * the dtypes differ or are not floating point.
 * @example conv2d(ones(1, 1, 3, 3), ones(1, 1, 2, 2), { stride: 1, padding: 0 }) // [[[[4, 4], [4, 4]]]]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.conv2d.html
 */
export function conv2d(input: Tensor, weight: Tensor, options: ConvOptions = {}): Tensor {
  return conv(2, input, weight, options);
}

/**
 * Convolution over three dimensions: `[N, C, D, H, W], [K, C / groups, kd, kh, kw] → [N, K, D', H', W']`; N may be missing.
 *
 * `D' = ⌊(D + 2·padding − dilation·(kd − 1) − 1) / stride⌋ + 1`
 * @throws ShapeError when channels or sizes do not fit, ValueError for an option that does not exist or fit, DTypeError when
 * the dtypes differ or are not floating point.
 * @example conv3d(ones(1, 1, 3, 3, 3), ones(1, 1, 3, 3, 3)) // [[[[[27]]]]]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.conv3d.html
 */
export function conv3d(input: Tensor, weight: Tensor, options: ConvOptions = {}): Tensor {
  return conv(3, input, weight, options);
}
