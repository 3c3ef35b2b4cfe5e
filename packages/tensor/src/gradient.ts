/**
 * @file How the gradient of an op is computed: what a rule keeps of the forward pass and how the gradient of the output becomes
 * gradients of the inputs, in ordinary ops, so that gradients of gradients come for free. @x/autograd runs rules; here they are
 * only described.
 *
 * The engine sums gradients of broadcast inputs to the input's shape and converts them to its dtype: rules need not.
 */
import { zerosOf } from './create.js';
import type { DType } from './dtype.js';
import type { Layout, Shape } from './layout.js';
import type { Tensors } from './op.js';
import type { Tensor } from './tensor.js';

/** What has to be known of a tensor without holding it. */
export interface TensorMeta {
  readonly shape: Shape;
  readonly layout: Layout;
  readonly dtype: DType;
  readonly device: string;
}

/** A gradient; undefined stands for zeros. */
export type Gradient = Tensor | undefined;

/** What a rule keeps; what it does not need is undefined (or false) and not held. */
export type Saved = readonly (Tensor | undefined | false)[];

/** The forward pass, when a rule chooses what to keep. */
export interface Forward<I extends Tensors, A, O extends Tensors> {
  readonly inputs: I;
  readonly outputs: O;
  readonly attrs: A;
  /** Which inputs need a gradient. */
  readonly needs: readonly boolean[];
}

/** The backward pass, as a rule sees it. */
export interface Backward<A, S extends Saved> {
  /** Gradient of the first output; zeros when there is none. */
  readonly grad: Tensor;
  /** Gradients of all outputs. */
  readonly grads: readonly Gradient[];
  /** What `save` returned, as it was then. */
  readonly saved: S;
  readonly attrs: A;
  /** Which inputs need a gradient. */
  readonly needs: readonly boolean[];
  /** Shapes, dtypes and devices of the inputs. */
  readonly inputs: readonly TensorMeta[];
}

/**
 * Runs the op's decomposition once more, at these inputs, and gives their gradients from that of the first output: for ops whose
 * formula would only repeat it. In the order of the inputs; undefined where none is needed.
 */
export type Again = (inputs: Tensors, grad: Tensor) => readonly Gradient[];

/** What may be constants or depend on the call. As methods, so that a rule for certain inputs is a rule for inputs. */
interface Said<I extends Tensors, A> {
  name(attrs: A, inputs: I): string;
  wrt(attrs: A): readonly number[];
}

/** The parts of a rule that need no computation. */
export interface Named<I extends Tensors, A> {
  /** PyTorch's name of the backward function, such as `MulBackward0`. */
  readonly name: string | Said<I, A>['name'];
  /** Inputs that have a gradient, by position (-1, or beyond the inputs: an optional one that is absent); default: all. */
  readonly wrt?: readonly number[] | Said<I, A>['wrt'];
}

/** How the gradient of one op is computed. */
export interface Rule<I extends Tensors = Tensors, A = unknown, O extends Tensors = Tensors, S extends Saved = Saved>
  extends Named<I, A> {
  /** What the backward pass needs of the forward pass. */
  save?(forward: Forward<I, A, O>): S;
  /** Gradients of the inputs in `wrt`, in order; undefined or false where there is none. */
  backward(pass: Backward<A, S>, again: Again): readonly (Tensor | undefined | false)[];
}

/**
 * A rule, with the types of what it keeps: `backward` gets as `saved` what `save` returns.
 *
 * @example
 * const cube: Op<readonly [Tensor], NoAttrs, readonly [Tensor]> = {
 *   name: 'cube',
 *   run: () => undefined,
 *   decompose: ([x]) => [x.pow(3)],
 *   gradient: gradientRule({
 *     name: 'CubeBackward0',
 *     save: ({ inputs: [x] }) => [x],
 *     backward: ({ grad, saved: [x] }) => [grad.mul(x.pow(2)).mul(3)],
 *   }),
 * };
 */
export function gradientRule<I extends Tensors, A, O extends Tensors, const S extends Saved = readonly []>(
  rule: Rule<I, A, O, S>,
): Rule<I, A, O> {
  return rule;
}

/**
 * The rule of an op that keeps its inputs and runs its decomposition again.
 *
 * @example recomputed({ name: 'PdistBackward0' }) // as the `gradient` of an op
 */
export function recomputed<I extends Tensors, A, O extends Tensors>(named: Named<I, A>): Rule<I, A, O> {
  const { wrt } = named;
  return gradientRule<I, A, O, I>({
    ...named,
    save: ({ inputs }) => inputs,
    backward: ({ grad, saved, attrs }, again) => {
      const grads = again(saved, grad);
      return (typeof wrt === 'function' ? wrt(attrs) : wrt)?.map((i) => grads[i]) ?? grads;
    },
  });
}

/** The rule of an op that is linear in its one input: its gradient is the same everywhere, and is taken at zeros. */
export function recomputedAtZeros<A>(named: Named<readonly [Tensor], A>): Rule<readonly [Tensor], A> {
  return { ...named, backward: ({ grad, inputs: [x] }, again) => again([zerosOf(x!)], grad) };
}
