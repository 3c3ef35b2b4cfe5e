/**
 * @file The tables of gradient rules: those of ops that every program has. Other ops carry their rule themselves.
 */
import type { Op, Rule, Saved, Tensors } from '@x/tensor/core';

/** The rule of an op; null for an op whose results are constants for everything before it. */
export interface RuleEntry {
  readonly op: string;
  readonly rule: Rule | null;
}

/**
 * The gradient rule of an op, for `defineRules`. An op of your own can carry its rule: `Op.gradient`.
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
  spec: Rule<I, A, O, S>,
): RuleEntry {
  return { op: op.name, rule: spec };
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

/** The rule of an op: of the table, else its own; null when it is a constant, undefined when nobody said. */
export function ruleOf<I extends Tensors, A, O extends Tensors>(op: Op<I, A, O>): Rule<I, A, O> | null | undefined {
  const known = table.get(op.name);
  return known === undefined ? op.gradient : known;
}
