/**
 * @file In-place forms: the op runs as always, then its result takes the place of the first input's contents, by exchanging
 * memory where the tensor is its whole storage, by a copy where it is a view. The in-place form of a view op changes the layout.
 */
import { execute } from './dispatch.js';
import { canCast, type DType, itemSize } from './dtype.js';
import { DTypeError, ShapeError } from './errors.js';
import { operand } from './kernel.js';
import type { Op } from './op.js';
import { shared } from './registry.js';
import { sameShape, shapeText } from './shape.js';
import { Tensor } from './tensor.js';

/** The inputs of an op with an in-place form: the tensor that is written to comes first. */
export type InplaceInputs = readonly [self: Tensor, ...others: Tensor[]];

/** Runs an op and puts its result into the first input, `self`, which is returned. */
export function dispatchInplace<I extends InplaceInputs, A>(
  op: Op<I, A, readonly [Tensor]>,
  inputs: I,
  attrs: A,
): Tensor {
  const { tracer } = shared;
  if (tracer) tracer.op(`${op.name}_`, inputs, () => routed(op, inputs, attrs));
  else routed(op, inputs, attrs);
  return inputs[0];
}

function routed<I extends InplaceInputs, A>(op: Op<I, A, readonly [Tensor]>, inputs: I, attrs: A): void {
  for (let i = 0; i < inputs.length; i++) {
    const hook = inputs[i]!.hook;
    if (hook) {
      hook.interceptInplace(op, inputs, attrs);
      return;
    }
  }
  executeInplace(op, inputs, attrs)?.dispose();
}

/**
 * Puts the op's result into its first input without looking at hooks. Where that could be done by exchanging memory or by a
 * new layout, what self was before is returned as a tensor; undefined where it is overwritten.
 */
export function executeInplace<I extends InplaceInputs, A>(
  op: Op<I, A, readonly [Tensor]>,
  inputs: I,
  attrs: A,
): Tensor | undefined {
  const self = inputs[0];
  if (op.view) return relayout(self, execute(op, inputs, attrs)[0]);
  const label = op.label ?? op.name;
  checkWritable(label, self);
  if (op.runInplace) {
    op.runInplace(inputs, attrs);
    self.storage.bumpVersion();
    return undefined;
  }
  return overwrite(label, self, execute(op, inputs, attrs)[0]);
}

/** In-place views (`unsqueeze_` and its like): the same memory in the view's layout. The old layout is returned as a tensor. */
function relayout(self: Tensor, view: Tensor): Tensor {
  const old = new Tensor(self.storage, self.layout, self.dtype);
  self.setLayout(view.layout);
  self.storage.bumpVersion();
  view.dispose();
  return old;
}

/** @throws DTypeError when a result cannot be stored in `to` because its category (bool, integer, floating point) is higher. */
export function checkCastable(op: string, from: DType, to: DType): void {
  if (canCast(from, to)) return;
  throw new DTypeError(`${op}_`, `result type ${from} can't be cast to the desired output type ${to}`, {
    dtypes: [from, to],
  });
}

/** @throws ShapeError when several elements of `self` share a memory location (an expanded tensor). */
export function checkWritable(op: string, self: Tensor): void {
  const { shape, strides } = self.layout;
  if (shape.every((n, d) => n < 2 || strides[d] !== 0)) return;
  throw new ShapeError(
    `${op}_`,
    'more than one element of the written-to tensor refers to a single memory location; clone() the tensor before performing the operation',
    { shapes: [shape] },
  );
}

function overwrite(op: string, self: Tensor, result: Tensor): Tensor | undefined {
  if (!sameShape(self.shape, result.shape)) {
    throw new ShapeError(
      `${op}_`,
      `output with shape ${shapeText(self.shape)} doesn't match the broadcast shape ${shapeText(result.shape)}`,
      { shapes: [self.shape, result.shape] },
    );
  }
  checkCastable(op, result.dtype, self.dtype);
  self.storage.bumpVersion();
  if (self.dtype === result.dtype && ownsAll(self) && ownsAll(result) && self.storage !== result.storage) {
    self.storage.swap(result.storage);
    return result;
  }
  const { kernels } = self.storage.backend;
  if (self.dtype === result.dtype) kernels.copy([operand(result)], [operand(self)], {});
  else kernels.cast([operand(result)], [operand(self)], {});
  result.dispose();
  return undefined;
}

/** Whether the tensor is its whole storage, in order. */
function ownsAll(t: Tensor): boolean {
  return t.layout.contiguous && t.layout.offset === 0 && t.layout.size * itemSize[t.dtype] === t.storage.byteLength;
}
