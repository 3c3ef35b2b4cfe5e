/**
 * @file Analytical gradients against finite differences.
 */
import { isFloatingPoint, isTensor, type Tensor, tensor, zerosLike } from '@x/tensor';
import { grad } from './backward.js';
import { GradError } from './errors.js';
import { enableGrad, noGrad } from './mode/grad.js';

/** A function of tensors whose gradients are checked. */
export type Checked = (...inputs: Tensor[]) => Tensor | readonly Tensor[];

/** Options of `gradcheck`. */
export interface GradcheckOptions {
  /** Step of the finite differences. Default: 1e-6. */
  readonly eps?: number;
  /** Absolute tolerance. Default: 1e-5. */
  readonly atol?: number;
  /** Relative tolerance. Default: 1e-3. */
  readonly rtol?: number;
  /** Throw instead of returning false. Default: true. */
  readonly raiseException?: boolean;
}

/** Options of `gradgradcheck`. */
export interface GradgradcheckOptions extends GradcheckOptions {
  /** Gradients of the outputs, which are inputs of the function that is checked; default: numbers between -1 and 1. */
  readonly gradOutputs?: readonly Tensor[];
}

const listOf = (value: Tensor | readonly Tensor[]): readonly Tensor[] => (isTensor(value) ? [value] : value);

/** The outputs that can have a gradient. */
function outputsOf(fn: Checked, inputs: readonly Tensor[]): readonly Tensor[] {
  return listOf(fn(...inputs)).filter((y) => isFloatingPoint(y.dtype));
}

/** Rows: elements of the input; columns: elements of the output. */
type Jacobian = readonly Float64Array[];

function elementsOf(x: Tensor): Float64Array {
  return Float64Array.from(x.detach().toTypedArray());
}

/** The Jacobian of every output with respect to one input, by central differences. */
function numerical(fn: Checked, inputs: readonly Tensor[], which: number, eps: number): Jacobian[] {
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
function analytical(output: Tensor, inputs: readonly Tensor[]): Jacobian[] {
  const size = output.numel();
  const jacobians = inputs.map((x) => Array.from({ length: x.numel() }, () => new Float64Array(size)));
  for (let j = 0; j < size && output.requiresGrad; j++) {
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

const close = (a: number, n: number, atol: number, rtol: number): boolean =>
  Object.is(a, n) || Math.abs(a - n) <= atol + rtol * Math.abs(n);

function text(jacobian: Jacobian): string {
  return `[${jacobian.map((row) => `[${Array.from(row, (v) => Number(v.toPrecision(6))).join(', ')}]`).join(',\n ')}]`;
}

function checkInputs(inputs: readonly Tensor[]): number[] {
  const checked = inputs.flatMap((x, i) => (x.requiresGrad ? [i] : []));
  if (checked.length === 0)
    throw new GradError(
      'gradcheck',
      'expects at least one input tensor to require gradient, but none of them have requiresGrad: true',
    );
  for (const i of checked) {
    if (inputs[i]!.dtype !== 'float64') {
      throw new GradError(
        'gradcheck',
        `input ${i} requires gradient and is ${inputs[i]!.dtype}: finite differences need float64`,
        { input: i },
      );
    }
  }
  return checked;
}

/**
 * Compares the gradients of a function, computed by backward passes, with finite differences.
 *
 * @param inputs - float64 tensors; those that require a gradient are checked.
 * @returns true when they agree within `atol + rtol · |numerical|`; false otherwise, if `raiseException` is off.
 * @throws GradError that shows both Jacobians when they do not agree.
 * @example gradcheck((x) => x.sin(), [randn(3, { dtype: 'float64', requiresGrad: true })])
 * @see https://pytorch.org/docs/stable/generated/torch.autograd.gradcheck.html
 */
export function gradcheck(fn: Checked, inputs: Tensor | readonly Tensor[], options: GradcheckOptions = {}): boolean {
  const { eps = 1e-6, atol = 1e-5, rtol = 1e-3, raiseException = true } = options;
  try {
    compare(fn, listOf(inputs), eps, atol, rtol);
    return true;
  } catch (error) {
    if (!raiseException && error instanceof GradError) return false;
    throw error;
  }
}

function compare(fn: Checked, inputs: readonly Tensor[], eps: number, atol: number, rtol: number): void {
  const checked = checkInputs(inputs);
  const differentiated = checked.map((i) => inputs[i]!);
  const outputs = outputsOf(fn, inputs);
  const byDifferences = checked.map((i) => numerical(fn, inputs, i, eps));
  outputs.forEach((output, k) => {
    const byBackward = analytical(output, differentiated);
    checked.forEach((input, c) => {
      const n = byDifferences[c]![k] ?? [];
      const a = byBackward[c]!;
      if (a.every((row, i) => row.every((v, j) => close(v, n[i]![j]!, atol, rtol)))) return;
      throw new GradError(
        'gradcheck',
        `Jacobian mismatch for output ${k} with respect to input ${input},\nnumerical:\n${text(n)}\nanalytical:\n${text(a)}`,
        { output: k, input },
      );
    });
  });
}

/**
 * Compares gradients of gradients with finite differences: `gradcheck` of the function that computes the gradients.
 *
 * @throws GradError that shows both Jacobians when they do not agree.
 * @example gradgradcheck((x) => x.sin(), [randn(3, { dtype: 'float64', requiresGrad: true })])
 * @see https://pytorch.org/docs/stable/generated/torch.autograd.gradgradcheck.html
 */
export function gradgradcheck(
  fn: Checked,
  inputs: Tensor | readonly Tensor[],
  options: GradgradcheckOptions = {},
): boolean {
  const { gradOutputs, ...rest } = options;
  const list = listOf(inputs);
  const outputs = outputsOf(fn, list);
  const seeds = gradOutputs ?? outputs.map(spread);
  const differentiated = list.flatMap((x, i) => (x.requiresGrad ? [i] : []));
  const gradients: Checked = (...all) => {
    const xs = all
      .slice(0, list.length)
      .map((x, i) => (differentiated.includes(i) && !x.requiresGrad ? x.detach().requiresGrad_() : x));
    return withGraph(
      fn,
      xs,
      all.slice(list.length),
      differentiated.map((i) => xs[i]!),
    );
  };
  return gradcheck(gradients, [...list, ...seeds.map((seed) => seed.detach().requiresGrad_())], rest);
}

/** Gradients of a function, with history; zeros where it does not depend on an input. */
function withGraph(
  fn: Checked,
  inputs: readonly Tensor[],
  seeds: readonly Tensor[],
  wanted: readonly Tensor[],
): Tensor[] {
  const outputs = enableGrad(() => outputsOf(fn, inputs))
    .map((y, i) => ({ y, seed: seeds[i]! }))
    .filter(({ y }) => y.requiresGrad);
  if (outputs.length === 0) return wanted.map((x) => zerosLike(x));
  const found = enableGrad(() =>
    grad(
      outputs.map(({ y }) => y),
      wanted,
      { gradOutputs: outputs.map(({ seed }) => seed), createGraph: true, allowUnused: true },
    ),
  );
  return found.map((g, i) => g ?? zerosLike(wanted[i]!));
}

/** Different numbers in [-1, 1], the same in every run. */
function spread(like: Tensor): Tensor {
  const values = Float64Array.from({ length: like.numel() }, (_, i) => (((7 * i + 3) % 11) - 5) / 5);
  return tensor(values, { dtype: like.dtype, device: like.device }).view(like.shape);
}
