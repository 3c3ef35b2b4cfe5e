/**
 * @file Gradient rules: one per op, in a table of its own. A rule says what it keeps of the forward pass and how the gradient of
 * the output becomes gradients of the inputs, in ordinary ops, so that gradients of gradients come for free.
 *
 * The engine sums gradients of broadcast inputs to the input's shape and converts them to its dtype: rules need not.
 */
import type { Op, Tensor, Tensors } from '@x/tensor';
import type { Gradient } from './hooks.js';
import type { TensorMeta } from './node.js';

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

/** How the gradient of one op is computed. */
export interface Rule<I extends Tensors = Tensors, A = unknown, O extends Tensors = Tensors, S extends Saved = Saved> {
  /** PyTorch's name of the backward function, such as `MulBackward0`. */
  name(attrs: A, inputs: I): string;
  /** Inputs that have a gradient, by position (-1, or beyond the inputs: an optional one that is absent); default: all. */
  wrt?(attrs: A): readonly number[];
  /** What the backward pass needs of the forward pass. */
  save?(forward: Forward<I, A, O>): S;
  /** Gradients of the inputs in `wrt`, in order; undefined or false where there is none. */
  backward(pass: Backward<A, S>): readonly (Tensor | undefined | false)[];
}

/** What `rule` takes: a rule whose name and positions may be constants. */
export interface RuleSpec<I extends Tensors, A, O extends Tensors, S extends Saved>
  extends Omit<Rule<I, A, O, S>, 'name' | 'wrt'> {
  readonly name: string | ((attrs: A, inputs: I) => string);
  readonly wrt?: readonly number[] | ((attrs: A) => readonly number[]);
}

/** The rule of an op; null for an op whose results are constants for everything before it. */
export interface RuleEntry {
  readonly op: string;
  readonly rule: Rule | null;
}

/**
 * The gradient rule of an op.
 *
 * @example
 * rule(ops.binaryOps.mul, {
 *   name: 'MulBackward0',
 *   save: ({ inputs: [a, b], needs }) => [needs[1] && a, needs[0] && b],
 *   backward: ({ grad, saved: [a, b] }) => [b && grad.mul(b), a && grad.mul(a)],
 * })
 */
export function rule<I extends Tensors, A, O extends Tensors, const S extends Saved = readonly []>(
  op: Op<I, A, O>,
  spec: RuleSpec<I, A, O, S>,
): RuleEntry {
  const { name, wrt, ...rest } = spec;
  const made: Rule<I, A, O, S> = {
    ...rest,
    name: typeof name === 'string' ? () => name : name,
    ...(wrt && { wrt: typeof wrt === 'function' ? wrt : () => wrt }),
  };
  return { op: op.name, rule: made };
}

/** Says of an op that its results are constants for everything before it. */
export function constant(op: { readonly name: string }): RuleEntry {
  return { op: op.name, rule: null };
}

const table = new Map<string, Rule | null>();

/**
 * Adds rules to the table that gradients use; a rule for an op that has one replaces it.
 *
 * @example defineRules(rule(myOp, { name: 'MyOpBackward', backward: ({ grad }) => [grad] }))
 */
export function defineRules(...entries: readonly RuleEntry[]): void {
  for (const entry of entries) table.set(entry.op, entry.rule);
}

/** The rule of an op; null when it is a constant, undefined when nobody said. */
export function ruleOf(op: string): Rule | null | undefined {
  return table.get(op);
}

/** Names of all ops that have a rule. */
export function ruleNames(): string[] {
  return [...table].filter(([, entry]) => entry).map(([name]) => name);
}
