/**
 * @file Calls whose op depends on their arguments, written once for the plain and the in-place form.
 */
import { wholeFactor } from './args.js';
import { checkRange } from './construct.js';
import { dispatch } from './dispatch.js';
import { resultType } from './dtype.js';
import { ValueError } from './errors.js';
import type { InplaceInputs } from './inplace.js';
import type { Op } from './op.js';
import * as ops from './ops/blend.js';
import { operandFor } from './operands.js';
import { isTensor, type Tensor } from './tensor.js';
import { checkOptions } from './options.js';

/** How a call is run: `fresh` or `dispatchInplace`. */
export type Run = <I extends InplaceInputs, A>(op: Op<I, A, readonly [Tensor]>, inputs: I, attrs: A) => Tensor;

/** Gives the op's only output. */
export const fresh: Run = (op, inputs, attrs) => dispatch(op, inputs, attrs)[0];

/** A bound of `clamp`. */
export type Bound = Tensor | number | null;

/** The bounds of `clamp`, at least one. */
export interface ClampBounds {
  readonly min?: Bound;
  readonly max?: Bound;
}

export function runClamp(run: Run, self: Tensor, bounds: ClampBounds): Tensor {
  checkOptions('clamp', bounds, ['min', 'max']);
  const { min = null, max = null } = bounds;
  if (min === null && max === null) throw new ValueError('clamp', 'at least one of min or max must not be null');
  for (const bound of [min, max]) if (Number.isInteger(bound)) checkRange('clamp', Number(bound), self.dtype);
  if (!isTensor(min) && !isTensor(max)) return run(ops.clampScalar, [self], { min, max });
  const given = [min, max].filter((bound) => bound !== null).map((bound) => operandFor(self, bound));
  return run(ops.clamp, [self, ...given], { min: min !== null, max: max !== null });
}

export function runLerp(run: Run, self: Tensor, end: Tensor, weight: Tensor | number): Tensor {
  if (isTensor(weight)) return run(ops.lerp, [self, end, weight], {});
  return run(ops.lerpScalar, [self, end], { weight });
}

/** Options of `addcmul` and `addcdiv`. */
export interface ValueOptions {
  /** Factor of the product or quotient. Default: 1. */
  readonly value?: number;
}

export function runFused(
  run: Run,
  op: typeof ops.addcmul,
  inputs: readonly [self: Tensor, tensor1: Tensor, tensor2: Tensor],
  options: ValueOptions,
): Tensor {
  checkOptions(op.name, options, ['value']);
  const { value = 1 } = options;
  return run(op, inputs, { value: wholeFactor(value, resultType(inputs)) });
}
