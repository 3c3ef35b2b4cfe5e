/**
 * @file Linear and bilinear maps.
 */
import { ShapeError, shapeText, type Tensor } from '@x/tensor/core';
import { withDefaults } from './options.js';

export interface BiasOptions {
  /** Added to the result. Default: none. */
  readonly bias?: Tensor | null;
}

/**
 * `x · weightᵀ + bias`: `[*, in], [out, in], [out] → [*, out]`.
 *
 * @throws ShapeError when the sizes do not fit, DTypeError when the dtypes differ, ValueError for an unknown option.
 * @example linear(tensor([[1, 2.5]]), tensor([[2, 2.]]), { bias: tensor([0.5]) }) // [[7.5]]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.linear.html
 */
export function linear(input: Tensor, weight: Tensor, options: BiasOptions = {}): Tensor {
  const { bias } = withDefaults('linear', options, { bias: null });
  const features = weight.shape.at(-1);
  if (weight.ndim < 1 || weight.ndim > 2 || input.ndim < 1 || input.shape.at(-1) !== features) {
    throw new ShapeError(
      'linear',
      `input [*, in] and weight [out, in] do not fit: ${shapeText(input.shape)} and ${shapeText(weight.shape)}`,
      { shapes: [input.shape, weight.shape] },
    );
  }
  if (bias && weight.ndim === 2) {
    if (input.ndim === 2) return bias.addmm(input, weight.t());
    if (input.ndim === 3 && input.isContiguous()) {
      const rows = input.view(input.size(0) * input.size(1), input.size(2));
      return bias.addmm(rows, weight.t()).view(input.size(0), input.size(1), weight.size(0));
    }
  }
  const product = input.matmul(weight.t());
  return bias ? product.add(bias) : product;
}

/**
 * `x1ᵀ · weight[k] · x2 + bias[k]` for each k: `[*, in1], [*, in2], [out, in1, in2], [out] → [*, out]`.
 *
 * @throws ShapeError when the sizes do not fit, ValueError for an unknown option.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.bilinear.html
 */
export function bilinear(input1: Tensor, input2: Tensor, weight: Tensor, options: BiasOptions = {}): Tensor {
  const { bias } = withDefaults('bilinear', options, { bias: null });
  const lead = input1.shape.slice(0, -1);
  const [out, in1, in2] = weight.shape;
  const fits =
    weight.ndim === 3 &&
    input1.shape.at(-1) === in1 &&
    input2.shape.at(-1) === in2 &&
    shapeText(lead) === shapeText(input2.shape.slice(0, -1));
  if (!fits || out === undefined || in1 === undefined || in2 === undefined) {
    throw new ShapeError(
      'bilinear',
      `inputs [*, in1] and [*, in2] and weight [out, in1, in2] do not fit: ${shapeText(input1.shape)}, ${shapeText(input2.shape)} and ${shapeText(weight.shape)}`,
      { shapes: [input1.shape, input2.shape, weight.shape] },
    );
  }
  // [n, in1] × [in1, out·in2] → [n, out, in2], times x2 [n, in2, 1]
  const left = input1.reshape(-1, in1).matmul(weight.permute(1, 0, 2).reshape(in1, out * in2));
  const product = left.view(-1, out, in2).matmul(input2.reshape(-1, in2, 1));
  const result = product.reshape([...lead, out]);
  return bias ? result.add(bias) : result;
}
