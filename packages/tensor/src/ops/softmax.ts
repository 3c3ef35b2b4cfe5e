/**
 * @file Softmax and its logarithm, with their gradients as ops of their own.
 */
import type { Kernels, Operand } from '../backend.js';
import { isFloatingPoint } from '../dtype.js';
import { DTypeError } from '../errors.js';
import { allocate, commonBackend, operand } from '../kernel.js';
import type { Op } from '../op.js';
import type { Tensor } from '../tensor.js';

export interface AxisAttrs {
  readonly dim: number;
}

export type SoftmaxOp = Op<readonly [x: Tensor], AxisAttrs, readonly [Tensor]>;
export type SoftmaxBackwardOp = Op<readonly [grad: Tensor, output: Tensor], AxisAttrs, readonly [Tensor]>;

type Forward = 'softmax' | 'logSoftmax';
type Backward = 'softmaxBackward' | 'logSoftmaxBackward';

/** A 0-d tensor is one element along its only axis. */
const lined = (x: Operand): Operand => (x.layout.ndim > 0 ? x : { ...x, layout: x.layout.unsqueeze(0) });

function forward(name: Forward, decompose: (x: Tensor, dim: number) => Tensor): SoftmaxOp {
  return {
    name,
    run([x], { dim }) {
      if (!isFloatingPoint(x.dtype)) {
        throw new DTypeError(name, `is not defined for ${x.dtype}; use the option { dtype: 'float32' }`, {
          dtypes: [x.dtype],
        });
      }
      const { backend } = x.storage;
      const kernels: Kernels = backend.kernels;
      if (!kernels[name]) return undefined;
      const out = allocate(backend, x.shape, x.dtype);
      if (out.numel() > 0) kernels[name]([lined(operand(x))], [lined(operand(out))], { axis: dim });
      return [out];
    },
    decompose: ([x], { dim }) => [decompose(x, dim)],
  };
}

function backward(name: Backward, decompose: (grad: Tensor, output: Tensor, dim: number) => Tensor): SoftmaxBackwardOp {
  return {
    name,
    run([grad, output], { dim }) {
      const backend = commonBackend(name, [grad, output]);
      const kernels: Kernels = backend.kernels;
      if (!kernels[name]) return undefined;
      const out = allocate(backend, output.shape, output.dtype);
      if (out.numel() > 0)
        kernels[name]([lined(operand(grad)), lined(operand(output))], [lined(operand(out))], { axis: dim });
      return [out];
    },
    decompose: ([grad, output], { dim }) => [decompose(grad, output, dim)],
  };
}

export const softmax: SoftmaxOp = forward('softmax', (x, dim) => {
  const e = x.sub(x.detach().amax(dim, { keepdim: true })).exp();
  return e.div(e.sum(dim, { keepdim: true }));
});

export const logSoftmax: SoftmaxOp = forward('logSoftmax', (x, dim) => {
  const shifted = x.sub(x.detach().amax(dim, { keepdim: true }));
  return shifted.sub(shifted.exp().sum(dim, { keepdim: true }).log());
});

/** `(g − Σ g·y) · y` */
export const softmaxBackward: SoftmaxBackwardOp = backward('softmaxBackward', (grad, output, dim) =>
  grad.sub(grad.mul(output).sum(dim, { keepdim: true })).mul(output),
);

/** `g − eʸ · Σ g` */
export const logSoftmaxBackward: SoftmaxBackwardOp = backward('logSoftmaxBackward', (grad, output, dim) =>
  grad.sub(output.exp().mul(grad.sum(dim, { keepdim: true }))),
);
