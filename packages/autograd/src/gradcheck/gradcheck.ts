/**
 * @file Analytical gradients against finite differences.
 */
import { type Tensor, zerosLike } from '@x/tensor/core';
import { grad } from '../backward.js';
import { GradcheckError } from '../errors.js';
import { requiresGrad } from '../meta.js';
import { checkOptions } from '../options.js';
import { projections } from './fast.js';
import { allClose, analytical, type Checked, type Jacobian, listOf, numerical, outputsOf, text } from './jacobians.js';

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
  /** How much two backward passes with the same values may differ. Default: 0. */
  readonly nondetTol?: number;
  /** Check that outputs may have no gradient while others have one. Default: true. */
  readonly checkUndefinedGrad?: boolean;
  /**
   * Compare along one direction for each input and output, which takes two calls for each input instead of two for each of its
   * elements, but may miss errors. Default: false.
   */
  readonly fastMode?: boolean;
}

export const gradcheckOptions: readonly string[] = [
  'eps',
  'atol',
  'rtol',
  'raiseException',
  'nondetTol',
  'checkUndefinedGrad',
  'fastMode',
];

/** @throws GradcheckError when no input is checked, or one that is cannot be. Positions of those that are. */
function checkInputs(inputs: readonly Tensor[]): number[] {
  const checked = inputs.flatMap((x, i) => (requiresGrad(x) ? [i] : []));
  if (checked.length === 0) {
    throw new GradcheckError(
      'gradcheck',
      'expects at least one input tensor to require gradient, but none of them have requiresGrad: true',
    );
  }
  for (const i of checked) {
    const { dtype } = inputs[i]!;
    if (dtype === 'float64') continue;
    throw new GradcheckError(
      'gradcheck',
      `input ${i} requires gradient and is not double precision (${dtype}), which finite differences need; use to('float64')`,
      { input: i },
    );
  }
  return checked;
}

/**
 * Compares the gradients of a function, computed by backward passes, with finite differences.
 *
 * @param inputs - float64 tensors; those that require a gradient are checked.
 * @returns true when they agree within `atol + rtol · |numerical|`; false otherwise, if `raiseException` is off.
 * @throws GradcheckError that shows both Jacobians when they do not agree.
 * @example gradcheck((x) => x.sin(), [randn(3, { dtype: 'float64', requiresGrad: true })])
 * @see https://pytorch.org/docs/stable/generated/torch.autograd.gradcheck.html
 */
export function gradcheck(fn: Checked, inputs: Tensor | readonly Tensor[], options: GradcheckOptions = {}): boolean {
  checkOptions('gradcheck', options, gradcheckOptions);
  const { raiseException = true } = options;
  try {
    compare(fn, listOf(inputs), options);
    return true;
  } catch (error) {
    if (!raiseException && error instanceof GradcheckError) return false;
    throw error;
  }
}

function compare(fn: Checked, inputs: readonly Tensor[], options: GradcheckOptions): void {
  const { eps = 1e-6, atol = 1e-5, rtol = 1e-3, nondetTol = 0, checkUndefinedGrad = true } = options;
  const checked = checkInputs(inputs);
  const differentiated = checked.map((i) => inputs[i]!);
  const outputs = outputsOf(fn, inputs);
  const likely = options.fastMode && fast(fn, inputs, checked, outputs, { eps, atol, rtol, nondetTol });
  if (!likely) slow(fn, inputs, checked, outputs, { eps, atol, rtol, nondetTol });
  if (checkUndefinedGrad) checkMissing(outputs.filter(requiresGrad), differentiated);
}

/** Bounds of the comparison. */
interface Bounds {
  readonly eps: number;
  readonly atol: number;
  readonly rtol: number;
  readonly nondetTol: number;
}

/** Whether gradients and differences agree along one direction for each input and output. */
function fast(
  fn: Checked,
  inputs: readonly Tensor[],
  checked: readonly number[],
  outputs: readonly Tensor[],
  { eps, atol, rtol, nondetTol }: Bounds,
): boolean {
  const found = projections(fn, inputs, checked, outputs, eps);
  const again = nondetTol === Infinity ? found : projections(fn, inputs, checked, outputs, eps);
  return found.every((row, k) =>
    row.every(({ numerical: n, analytical: a, weight }, c) => {
      const other = again[k]![c]!.analytical;
      return Math.abs(a - n) <= atol * weight + rtol * Math.abs(n) && Math.abs(a - other) <= nondetTol;
    }),
  );
}

/** @throws GradcheckError where an element of a Jacobian differs. */
function slow(
  fn: Checked,
  inputs: readonly Tensor[],
  checked: readonly number[],
  outputs: readonly Tensor[],
  { eps, atol, rtol, nondetTol }: Bounds,
): void {
  const differentiated = checked.map((i) => inputs[i]!);
  const byDifferences = checked.map((i) => numerical(fn, inputs, i, eps));
  outputs.forEach((output, k) => {
    const byBackward = analytical(output, differentiated);
    const again = analytical(output, differentiated);
    checked.forEach((input, c) => {
      const a = byBackward[c]!;
      const n = byDifferences[c]![k] ?? [];
      if (!allClose(a, n, atol, rtol)) mismatch(k, input, n, a);
      if (!allClose(a, again[c]!, nondetTol, 0)) differs(k, input, nondetTol);
    });
  });
}

function mismatch(output: number, input: number, n: Jacobian, a: Jacobian): never {
  throw new GradcheckError(
    'gradcheck',
    `Jacobian mismatch for output ${output} with respect to input ${input},\nnumerical:${text(n)}\nanalytical:${text(a)}`,
    { output, input },
  );
}

function differs(output: number, input: number, nondetTol: number): never {
  throw new GradcheckError(
    'gradcheck',
    `backward is not reentrant: running it twice with the same input and gradient gives different values for output ${output} with respect to input ${input}, although the analytical gradient matches the numerical one; the tolerance for nondeterminism was ${nondetTol}`,
    { output, input, nondetTol },
  );
}

/** Leaves each output without a gradient in turn, and gives zeros to the others: gradients have to be zero or missing. */
function checkMissing(outputs: readonly Tensor[], inputs: readonly Tensor[]): void {
  if (outputs.length < 2) return;
  outputs.forEach((_, missing) => {
    const others = outputs.filter((__, i) => i !== missing);
    const found = gradsOf(others, inputs);
    if (found.every((g) => g === null || g.eq(0).all().item() === 1)) return;
    throw new GradcheckError(
      'gradcheck',
      'expected all input gradients to be undefined or zero when all output gradients are undefined or zero',
      { output: missing },
    );
  });
}

function gradsOf(outputs: readonly Tensor[], inputs: readonly Tensor[]): (Tensor | null)[] {
  try {
    return grad(outputs, inputs, {
      gradOutputs: outputs.map((output) => zerosLike(output.detach())),
      retainGraph: true,
      allowUnused: true,
    });
  } catch (error) {
    throw new GradcheckError(
      'gradcheck',
      'expected the backward function to handle undefined output gradients; checkUndefinedGrad: false leaves this check out',
      {},
      { cause: error },
    );
  }
}
