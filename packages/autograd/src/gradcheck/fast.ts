/**
 * @file Gradients against finite differences along one direction for each input and output, instead of along each element.
 */
import { type Tensor, tensor } from '@x/tensor/core';
import { grad } from '../backward.js';
import { requiresGrad } from '../meta.js';
import { noGrad } from '../mode/grad.js';
import { type Checked, elementsOf, outputsOf } from './jacobians.js';

/** `uᵀ·J·v` of an output and an input, for directions u and v. */
export interface Projection {
  readonly numerical: number;
  readonly analytical: number;
  /** How much an error of 1 in every element of J would count for. */
  readonly weight: number;
}

/** Positive numbers of length 1 together, the same in every run. */
function direction(size: number): Float64Array {
  const values = Float64Array.from({ length: size }, (_, i) => (((7 * i + 3) % 11) + 1) / 12);
  const length = Math.sqrt(values.reduce((sum, v) => sum + v * v, 0));
  return values.map((v) => v / length);
}

const dot = (a: Float64Array, b: Float64Array): number => a.reduce((sum, v, i) => sum + v * b[i]!, 0);
const sum = (a: Float64Array): number => a.reduce((total, v) => total + v, 0);

function like(x: Tensor, values: Float64Array): Tensor {
  return tensor(values, { dtype: x.dtype, device: x.device }).view(x.shape);
}

/** Projections of the Jacobians of every output (rows) with respect to every checked input (columns). */
export function projections(
  fn: Checked,
  inputs: readonly Tensor[],
  checked: readonly number[],
  outputs: readonly Tensor[],
  eps: number,
): Projection[][] {
  const us = outputs.map((y) => direction(y.numel()));
  const vs = checked.map((i) => direction(inputs[i]!.numel()));
  const slopes = checked.map((which, c) => {
    const values = elementsOf(inputs[which]!);
    const at = (step: number): Float64Array[] => {
      const shifted = values.map((value, i) => value + step * vs[c]![i]!);
      return noGrad(() => outputsOf(fn, inputs.with(which, like(inputs[which]!, shifted))).map(elementsOf));
    };
    const [up, down] = [at(eps), at(-eps)];
    return up.map((y, k) => (dot(us[k]!, y) - dot(us[k]!, down[k]!)) / (2 * eps));
  });
  return outputs.map((y, k) => {
    const wanted = checked.map((i) => inputs[i]!);
    const options = { gradOutputs: [like(y, us[k]!)], retainGraph: true, allowUnused: true };
    const grads = requiresGrad(y) ? grad(y, wanted, options) : [];
    return vs.map((v, c) => {
      const g = grads[c];
      const weight = sum(us[k]!) * sum(v);
      return { numerical: slopes[c]![k]!, analytical: g ? dot(elementsOf(g), v) : 0, weight };
    });
  });
}
