/**
 * @file Steps of optimizers: ops that update lists of tensors in place and have no result. Gradients do not go through
 * them: they are never recorded.
 */
import type { AdamStepAttrs, Kernels, Operand, RmspropStepAttrs, SgdStepAttrs } from '../backend.js';
import { isFloatingPoint } from '../dtype.js';
import { DTypeError, ShapeError } from '../errors.js';
import { checkWritable } from '../inplace.js';
import { commonBackend, operand } from '../kernel.js';
import type { Op, Tensors } from '../op.js';
import { scope } from '../scope.js';
import { sameShape, shapeText } from '../shape.js';
import type { Tensor } from '../tensor.js';

/** Inputs: n parameters, their n gradients, then n tensors of every state in turn. Writes to all but the gradients. */
export type StepOp<A> = Op<Tensors, A, readonly []>;

type StepKernel<A> = (grads: readonly Operand[], written: readonly Operand[], attrs: A) => void;

/** How one optimizer steps; its states are tensors that live on from step to step. */
interface StepSpec<A> {
  readonly kernel: (kernels: Kernels) => StepKernel<A> | undefined;
  /** Number of states of each parameter. */
  readonly states: (attrs: A) => number;
  /** The step of one parameter in other ops. */
  readonly update: (parameter: Tensor, grad: Tensor, states: Tensors, attrs: A) => void;
}

/** Parameter k with all that goes with it, out of `count` equally long lists. */
function rowsOf(op: string, inputs: Tensors, lists: number): Tensors[] {
  const count = inputs.length / lists;
  if (!Number.isInteger(count)) {
    throw new ShapeError(op, `needs ${lists} tensors for each parameter, got ${inputs.length} in all`);
  }
  const rows = inputs.slice(0, count).map((parameter) => [parameter]);
  for (let i = count; i < inputs.length; i++) rows[i % count]!.push(inputs[i]!);
  return rows;
}

/** @throws ShapeError, DTypeError when what belongs to one parameter does not have its shape and dtype. */
function checkRow(op: string, row: Tensors): void {
  const [parameter, , ...states] = row;
  const { shape, dtype } = parameter!;
  if (!isFloatingPoint(dtype)) {
    throw new DTypeError(op, `needs floating point parameters, got ${dtype}`, { dtypes: [dtype] });
  }
  for (const t of row) {
    if (!sameShape(t.shape, shape)) {
      throw new ShapeError(
        op,
        `a gradient or state of shape ${shapeText(t.shape)} belongs to a parameter of shape ${shapeText(shape)}`,
        { shapes: [t.shape, shape] },
      );
    }
    if (t.dtype !== dtype) {
      throw new DTypeError(op, `a gradient or state of dtype ${t.dtype} belongs to a parameter of dtype ${dtype}`, {
        dtypes: [t.dtype, dtype],
      });
    }
  }
  checkWritable(op, parameter!);
  for (const state of states) checkWritable(op, state);
}

function stepOp<A>(name: string, { kernel, states, update }: StepSpec<A>): StepOp<A> {
  return {
    name,
    run(inputs, attrs) {
      const lists = 2 + states(attrs);
      for (const row of rowsOf(name, inputs, lists)) checkRow(name, row);
      if (inputs.length === 0) return [];
      const run = kernel(commonBackend(name, inputs).kernels);
      if (!run) return undefined;
      const count = inputs.length / lists;
      const written = inputs.toSpliced(count, count);
      run(
        inputs.slice(count, 2 * count).map((t) => operand(t)),
        written.map((t) => operand(t)),
        attrs,
      );
      for (const t of written) t.storage.bumpVersion();
      return [];
    },
    decompose(inputs, attrs) {
      scope(() => {
        for (const [parameter, grad, ...rest] of rowsOf(name, inputs, 2 + states(attrs))) {
          update(parameter!, grad!, rest, attrs);
        }
      });
      return [];
    },
    gradient: null,
  };
}

/** The direction of descent or ascent, with L2 regularization. */
function direction(
  parameter: Tensor,
  grad: Tensor,
  { maximize, weightDecay }: { readonly maximize: boolean; readonly weightDecay: number },
): Tensor {
  const ascent = maximize ? grad.neg() : grad;
  return weightDecay === 0 ? ascent : ascent.add(parameter, { alpha: weightDecay });
}

/**
 * Stochastic gradient descent. State: with a momentum other than 0, the momentum buffer.
 *
 * @see https://pytorch.org/docs/stable/generated/torch.optim.SGD.html
 */
export const sgdStep: StepOp<SgdStepAttrs> = /* @__PURE__ */ stepOp('sgdStep', {
  kernel: (kernels) => kernels.sgdStep,
  states: ({ momentum }) => (momentum === 0 ? 0 : 1),
  update(parameter, grad, [buffer], attrs) {
    const { lr, momentum, dampening, nesterov, first } = attrs;
    let step = direction(parameter, grad, attrs);
    if (buffer) {
      if (first) buffer.copy_(step);
      else buffer.mul_(momentum).add_(step, { alpha: 1 - dampening });
      step = nesterov ? step.add(buffer, { alpha: momentum }) : buffer;
    }
    parameter.add_(step, { alpha: -lr });
  },
});

/**
 * Adam, and AdamW when `decoupled`. States: mean, mean square and, with AMSGrad, the largest mean square.
 *
 * @see https://pytorch.org/docs/stable/generated/torch.optim.Adam.html
 * @see https://pytorch.org/docs/stable/generated/torch.optim.AdamW.html
 */
export const adamStep: StepOp<AdamStepAttrs> = /* @__PURE__ */ stepOp('adamStep', {
  kernel: (kernels) => kernels.adamStep,
  states: ({ amsgrad }) => (amsgrad ? 3 : 2),
  update(parameter, grad, [mean, square, largest], attrs) {
    const { lr, beta1, beta2, eps, decoupled, step: count, maximize } = attrs;
    const step = direction(parameter, grad, { maximize, weightDecay: decoupled ? 0 : attrs.weightDecay });
    if (decoupled) parameter.mul_(1 - lr * attrs.weightDecay);
    mean!.mul_(beta1).add_(step, { alpha: 1 - beta1 });
    square!.mul_(beta2).addcmul_(step, step, { value: 1 - beta2 });
    if (largest) largest.maximum_(square!);
    const spread = (largest ?? square!).sqrt().div_(Math.sqrt(1 - beta2 ** count));
    parameter.addcdiv_(mean!, spread.add_(eps), { value: -lr / (1 - beta1 ** count) });
  },
});

/**
 * RMSprop. States: mean square; with a momentum above 0, the momentum buffer; when centered, the mean.
 *
 * @see https://pytorch.org/docs/stable/generated/torch.optim.RMSprop.html
 */
export const rmspropStep: StepOp<RmspropStepAttrs> = /* @__PURE__ */ stepOp('rmspropStep', {
  kernel: (kernels) => kernels.rmspropStep,
  states: ({ momentum, centered }) => 1 + (momentum > 0 ? 1 : 0) + (centered ? 1 : 0),
  update(parameter, grad, [square, ...others], attrs) {
    const { lr, alpha, eps, momentum } = attrs;
    const [buffer, mean] = momentum > 0 ? others : [undefined, others[0]];
    const step = direction(parameter, grad, attrs);
    square!.mul_(alpha).addcmul_(step, step, { value: 1 - alpha });
    mean?.mul_(alpha).add_(step, { alpha: 1 - alpha });
    const variance = mean ? square!.addcmul(mean, mean, { value: -1 }) : square!;
    const spread = variance.sqrt().add_(eps);
    if (buffer) parameter.add_(buffer.mul_(momentum).addcdiv_(step, spread), { alpha: -lr });
    else parameter.addcdiv_(step, spread, { value: -lr });
  },
});
