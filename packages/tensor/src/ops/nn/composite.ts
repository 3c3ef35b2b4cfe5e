/**
 * @file What the ops for neural networks have in common: a definition in other ops, and checks of dtypes and indices.
 */
import { isFloatingPoint } from '../../dtype.js';
import { DTypeError, IndexError, ShapeError } from '../../errors.js';
import type { Op, Tensors } from '../../op.js';
import { sameShape, shapeText } from '../../shape.js';
import type { Tensor } from '../../tensor.js';

/**
 * An op that `compute` defines in other ops; `check` refuses inputs that do not fit. The result is a tensor of its own even
 * where there is nothing to compute. Without a rule, gradients go through the parts.
 */
export function composite<I extends Tensors, A>(
  name: string,
  check: (inputs: I, attrs: A) => void,
  compute: (inputs: I, attrs: A) => Tensor,
  gradient?: Op<I, A, readonly [Tensor]>['gradient'],
): Op<I, A, readonly [Tensor]> {
  return {
    name,
    run(inputs, attrs) {
      check(inputs, attrs);
      return undefined;
    },
    decompose: (inputs, attrs) => {
      const out = compute(inputs, attrs);
      return [inputs.some((input) => input.storage === out.storage) ? out.clone() : out];
    },
    gradient,
  };
}

/** @throws DTypeError when an input is not floating point. */
export function checkFloating(op: string, ...inputs: readonly Tensor[]): void {
  const other = inputs.find((t) => !isFloatingPoint(t.dtype));
  if (!other) return;
  throw new DTypeError(op, `needs floating point tensors, got ${other.dtype}; use x.to('float32')`, {
    dtypes: inputs.map((t) => t.dtype),
  });
}

/** @throws DTypeError when the inputs are not of one floating point dtype. */
export function checkSameFloating(op: string, ...inputs: readonly Tensor[]): void {
  checkFloating(op, ...inputs);
  const dtypes = inputs.map((t) => t.dtype);
  if (dtypes.some((d) => d !== dtypes[0])) {
    throw new DTypeError(op, `expected tensors of the same dtype, got ${dtypes.join(', ')}`, { dtypes });
  }
}

/** @throws ShapeError when two inputs that go together elementwise differ in shape. */
export function checkEqualShapes(op: string, input: Tensor, target: Tensor): void {
  if (sameShape(input.shape, target.shape)) return;
  throw new ShapeError(
    op,
    `target size ${shapeText(target.shape)} must be the same as input size ${shapeText(input.shape)}`,
    { shapes: [input.shape, target.shape] },
  );
}

/** Runs `read`, whose indices are `what` to the user of `op`, and says so when one is out of bounds. */
export function naming(op: string, what: string, read: () => Tensor): Tensor {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof IndexError)) throw error;
    const { index, size = 0 } = error.details;
    throw new IndexError(op, `${what} ${index} is out of bounds: it must be in [0, ${size - 1}]`, { ...error.details });
  }
}
