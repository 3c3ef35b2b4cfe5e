/**
 * @file Bounds and blends of elements: ops of their own, so that gradients name and compute them as one step.
 */
import { isFloatingPoint } from '../dtype.js';
import { DTypeError } from '../errors.js';
import type { NoAttrs, Op } from '../op.js';
import type { Tensor } from '../tensor.js';

type One = readonly [Tensor];

/** Plain numbers as bounds; null where there is none. */
export interface ClampScalarAttrs {
  readonly min: number | null;
  readonly max: number | null;
}

/** Which of the inputs after the first are there, in this order. */
export interface ClampAttrs {
  readonly min: boolean;
  readonly max: boolean;
}

/** Elements moved into [min, max]; NaN wins, and max where min > max. */
export const clampScalar: Op<readonly [x: Tensor], ClampScalarAttrs, One> = {
  name: 'clampScalar',
  label: 'clamp',
  run: () => undefined,
  decompose([x], { min, max }) {
    const raised = min === null ? x : x.maximum(min);
    return [max === null ? raised : raised.minimum(max)];
  },
};

/** The same with tensors as bounds. */
export const clamp: Op<readonly [x: Tensor, ...bounds: Tensor[]], ClampAttrs, One> = {
  name: 'clamp',
  run: () => undefined,
  decompose([x, ...bounds], { min, max }) {
    const raised = min ? x.maximum(bounds[0]!) : x;
    return [max ? raised.minimum(bounds.at(-1)!) : raised];
  },
};

/** @throws DTypeError unless all are of one floating point dtype. */
function checkFloats(op: string, inputs: readonly Tensor[]): void {
  const dtypes = inputs.map((t) => t.dtype);
  if (dtypes.every((d) => d === dtypes[0] && isFloatingPoint(d))) return;
  throw new DTypeError(op, `expects tensors of one floating point dtype, got ${dtypes.join(', ')}; use to(dtype)`, {
    dtypes,
  });
}

/** `self + weight · (end − self)`, weight a plain number; counted from the nearer end, so that weight 1 gives `end` exactly. */
export const lerpScalar: Op<readonly [self: Tensor, end: Tensor], { readonly weight: number }, One> = {
  name: 'lerpScalar',
  label: 'lerp',
  run([self, end]) {
    checkFloats('lerp', [self, end]);
    return undefined;
  },
  decompose([self, end], { weight }) {
    const way = end.sub(self);
    return [Math.abs(weight) < 0.5 ? self.add(way.mul(weight)) : end.sub(way.mul(1 - weight))];
  },
};

/** The same with a weight for every element. */
export const lerp: Op<readonly [self: Tensor, end: Tensor, weight: Tensor], NoAttrs, One> = {
  name: 'lerp',
  run(inputs) {
    checkFloats('lerp', inputs);
    return undefined;
  },
  decompose([self, end, weight]) {
    const way = end.sub(self);
    const near = self.add(way.mul(weight));
    const far = end.sub(way.mul(weight.rsub(1)));
    return [near.where(weight.abs().lt(0.5), far)];
  },
};

/** The factor of the product or quotient. */
export interface ValueAttrs {
  readonly value: number;
}

type Fused = Op<readonly [self: Tensor, tensor1: Tensor, tensor2: Tensor], ValueAttrs, One>;

/** `self + value · tensor1 · tensor2`, rounded in this order. */
export const addcmul: Fused = {
  name: 'addcmul',
  run: () => undefined,
  decompose: ([self, a, b], { value }) => [self.add((value === 1 ? a : a.mul(value)).mul(b))],
};

/** `self + value · tensor1 / tensor2`, rounded in this order. */
export const addcdiv: Fused = {
  name: 'addcdiv',
  run([, a, b]) {
    if (!isFloatingPoint(a.dtype) && !isFloatingPoint(b.dtype)) {
      throw new DTypeError('addcdiv', `does not divide integers (${a.dtype} / ${b.dtype}); use to('float32')`, {
        dtypes: [a.dtype, b.dtype],
      });
    }
    return undefined;
  },
  decompose: ([self, a, b], { value }) => [self.add((value === 1 ? a : a.mul(value)).div(b))],
};
