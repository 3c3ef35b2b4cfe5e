/**
 * @file What an op is, and the one hook through which gradients (or a tracer) take part.
 */
import type { Rule } from './gradient.js';
import type { Tensor } from './tensor.js';

/** Inputs or outputs of an op. */
export type Tensors = readonly Tensor[];

/** Attributes of an op that has none. */
export type NoAttrs = Readonly<Record<never, never>>;
export const noAttrs: NoAttrs = Object.freeze({});

/** An operation on tensors: `I` its inputs, `A` what else it depends on, `O` its outputs. */
export interface Op<I extends Tensors = Tensors, A = unknown, O extends Tensors = Tensors> {
  readonly name: string;
  /** The function that users know it by, for messages. Default: the name. */
  readonly label?: string;
  /** Checks shapes and dtypes and runs the kernel; undefined when the inputs' backend has none. */
  run(inputs: I, attrs: A): O | undefined;
  /** The same in other ops. */
  decompose?(inputs: I, attrs: A): O;
  /** Writes the result straight into the first input instead of making a fresh one. */
  runInplace?(inputs: I, attrs: A): void;
  /** The output looks at the input's storage. */
  readonly view?: boolean;
  /**
   * How its gradient is computed; null: results are constants. Ops that every program has leave it out: their rules are
   * in tables of @x/autograd, so that programs without gradients do not carry them.
   */
  readonly gradient?: Rule<I, A, O> | null | undefined;
}

/** Watches the ops that run and the memory that they take, whatever tensors they are of (a profiler). */
export interface Tracer {
  /** Runs an op by calling `run`, whose result it returns. Ops that the op is made of run within it. */
  op<R>(name: string, inputs: Tensors, run: () => R): R;
  /** Storages on `device` grew by so many bytes (shrank, if negative). */
  memory(device: string, bytes: number): void;
}

/** Takes part in every op that one of its tensors goes into. */
export interface OpHook {
  intercept<I extends Tensors, A, O extends Tensors>(op: Op<I, A, O>, inputs: I, attrs: A): O;
  interceptInplace<I extends readonly [Tensor, ...Tensor[]], A>(
    op: Op<I, A, readonly [Tensor]>,
    inputs: I,
    attrs: A,
  ): void;
  /** The hook of a view that has none of its own, of the tensor that this hook belongs to. */
  forView(view: Tensor): OpHook | undefined;
  /**
   * What is needed together with a tensor that a scope hands out (a graph holds tensors for the backward pass): of those that
   * `owned` says the scope would free, made since the scope with number `opened`. They go where the tensor goes.
   */
  needed?(opened: number, owned: (tensor: Tensor) => boolean): Iterable<Tensor>;
  /** What the printed tensor says about it, such as `requires_grad=True`. */
  describe(tensor: Tensor): readonly string[];
}
