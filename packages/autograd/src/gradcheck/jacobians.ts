/**
 * @file Jacobians of functions, by backward passes and by finite differences.
 */
import { isFloatingPoint, isTensor, stack, type Tensor, tensor, zeros } from '@x/tensor/core';
import { grad } from '../backward.js';
import { requiresGrad } from '../meta.js';
import { noGrad } from '../mode/grad.js';

/** A function of tensors whose gradients are checked. */
export type Checked = (...inputs: Tensor[]) => Tensor | readonly Tensor[];

export const listOf = (value: Tensor | readonly Tensor[]): readonly Tensor[] => (isTensor(value) ? [value] : value);

/** The outputs that can have a gradient. */
export function outputsOf(fn: Checked, inputs: readonly Tensor[]): readonly Tensor[] {
  return listOf(fn(...inputs)).filter((y) => isFloatingPoint(y.dtype));
}

/** Rows: elements of the input; columns: elements of the output. */
export type Jacobian = readonly Float64Array[];

/** The elements as float64. */
export function elementsOf(x: Tensor): Float64Array {
  return Float64Array.from(x.detach().toTypedArray());
}

/** The Jacobian of every output with respect to one input, by central differences. */
export function numerical(fn: Checked, inputs: readonly Tensor[], which: number, eps: number): Jacobian[] {
  const input = inputs[which]!;
  const values = elementsOf(input);
  const at = (shifted: Float64Array): Float64Array[] =>
    noGrad(() => {
      const x = tensor(shifted, { dtype: input.dtype, device: input.device }).view(input.shape);
      return outputsOf(fn, inputs.with(which, x)).map(elementsOf);
    });
  const rows = Array.from(values, (value, i) => {
    const up = at(values.with(i, value + eps));
    const down = at(values.with(i, value - eps));
    return up.map((y, k) => y.map((v, j) => (v - down[k]![j]!) / (2 * eps)));
  });
  const count = rows[0]?.length ?? 0;
  return Array.from({ length: count }, (_, k) => rows.map((row) => row[k]!));
}

/** The Jacobian of one output with respect to every input, by backward passes. */
export function analytical(output: Tensor, inputs: readonly Tensor[]): Jacobian[] {
  const size = output.numel();
  const jacobians = inputs.map((x) => Array.from({ length: x.numel() }, () => new Float64Array(size)));
  for (let j = 0; j < size && requiresGrad(output); j++) {
    const unit = new Float64Array(size);
    unit[j] = 1;
    const seed = tensor(unit, { dtype: output.dtype, device: output.device }).view(output.shape);
    const grads = grad(output, inputs, { gradOutputs: [seed], retainGraph: true, allowUnused: true });
    grads.forEach((g, k) => {
      if (!g) return;
      elementsOf(g).forEach((v, i) => {
        jacobians[k]![i]![j] = v;
      });
    });
  }
  return jacobians;
}

/** Whether all elements are within `atol + rtol · |b|` of each other. */
export function allClose(a: Jacobian, b: Jacobian, atol: number, rtol: number): boolean {
  return a.every((row, i) =>
    row.every((v, j) => {
      const wanted = b[i]?.[j] ?? NaN;
      return Object.is(v, wanted) || Math.abs(v - wanted) <= atol + rtol * Math.abs(wanted);
    }),
  );
}

/** A Jacobian as PyTorch prints it. */
export function text(jacobian: Jacobian): string {
  const rows = jacobian.map((row) => tensor(row, { dtype: 'float64', device: 'cpu' }));
  return String(rows.length > 0 ? stack(rows) : zeros(0, { dtype: 'float64' }));
}
