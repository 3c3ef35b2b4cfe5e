/**
 * @file Recording: what happens when an op runs on a tensor that takes part in gradients.
 */
import {
  execute,
  type Gradient,
  isFloatingPoint,
  type Op,
  type Rule,
  type Saved,
  type Tensor,
  type TensorMeta,
  type Tensors,
  zerosOf,
} from '@x/tensor/core';
import * as ops from '@x/tensor/ops';
import { GradError } from './errors.js';
import { GradMeta, gradEdge, requiresGrad } from './meta.js';
import { recording, withGradMode } from './mode/state.js';
import { type Edge, metaOf, Node } from './node.js';
import { gradientsAgain } from './recompute.js';
import { ruleOf } from './rule.js';
import { freed, SavedTensor } from './saved.js';

/** The node of an op with a rule. */
export class RuleNode extends Node {
  readonly name: string;
  readonly edges: readonly (Edge | undefined)[];
  readonly outputs: readonly TensorMeta[];
  readonly #op: Op;
  readonly #rule: Rule;
  readonly #attrs: unknown;
  readonly #inputs: readonly TensorMeta[];
  readonly #needs: readonly boolean[];
  #saved: readonly (SavedTensor | undefined)[] | undefined;

  constructor(
    op: Op,
    rule: Rule,
    inputs: Tensors,
    edges: readonly (Edge | undefined)[],
    outputs: Tensors,
    attrs: unknown,
  ) {
    super();
    this.name = typeof rule.name === 'string' ? rule.name : rule.name(attrs, inputs);
    this.edges = edges;
    this.outputs = outputs.map(metaOf);
    this.#op = op;
    this.#rule = rule;
    this.#attrs = attrs;
    this.#inputs = inputs.map(metaOf);
    const wrt = positions(rule, inputs, attrs);
    this.#needs = inputs.map((_, i) => edges[wrt.indexOf(i)] !== undefined);
  }

  /** Keeps what the rule asks for; called after the outputs have got their history. */
  save(inputs: Tensors, outputs: Tensors): void {
    const kept = this.#rule.save?.({ inputs, outputs, attrs: this.#attrs, needs: this.#needs }) ?? [];
    this.#saved = kept.map((t) => (t ? new SavedTensor(this.name, t) : undefined));
  }

  apply(grads: readonly Gradient[]): readonly Gradient[] {
    if (!this.#saved) freed(this.name);
    const saved: Saved = this.#saved.map((s) => s?.unpack(this.name));
    const attrs = this.#attrs;
    const needs = this.#needs;
    const result = this.#rule.backward(
      { grad: grads[0] ?? zerosOf(this.outputs[0]!), grads, saved, attrs, needs, inputs: this.#inputs },
      (inputs, grad) => gradientsAgain(this.#op, attrs, inputs, grad, needs),
    );
    return result.map((g) => g || undefined);
  }

  override saved(): readonly (SavedTensor | undefined)[] {
    return this.#saved ?? [];
  }

  release(): void {
    const saved = this.#saved;
    if (!saved?.some((s) => s !== undefined)) return;
    this.#saved = undefined;
    for (const tensor of saved) tensor?.release();
  }
}

/** Runs an op without recording it or its parts. */
function unrecorded<I extends Tensors, A, O extends Tensors>(op: Op<I, A, O>, inputs: I, attrs: A): O {
  const outputs = recording() ? withGradMode(false, () => execute(op, inputs, attrs)) : execute(op, inputs, attrs);
  // a view that was made without recording stays a constant, whatever is written to its base later
  if (op.view) for (const out of outputs) if (out.base?.hook) out.hook = new GradMeta(false);
  return outputs;
}

/** Where the gradients of the inputs that an op with this rule has them for go. */
export function edgesOf(rule: Rule, inputs: Tensors, attrs: unknown): readonly (Edge | undefined)[] {
  return positions(rule, inputs, attrs).map((i) => {
    const input = inputs[i];
    return input && gradEdge(input);
  });
}

function positions(rule: Rule, inputs: Tensors, attrs: unknown): readonly number[] {
  const { wrt } = rule;
  if (wrt) return typeof wrt === 'function' ? wrt(attrs) : wrt;
  return inputs.map((_, i) => i);
}

/**
 * The hook of every tensor with gradient data. With a rule, the op runs as always and one node is made; without one, its
 * decomposition is recorded piece by piece.
 *
 * @throws GradError when the op has neither.
 */
export function record<I extends Tensors, A, O extends Tensors>(op: Op<I, A, O>, inputs: I, attrs: A): O {
  if (!recording()) return unrecorded(op, inputs, attrs);
  const rule = ruleOf(op);
  if (rule === null || !inputs.some(requiresGrad)) return unrecorded(op, inputs, attrs);
  if (rule === undefined) {
    // run() checks the inputs; where it computes as well, the result has no history and is of no use here
    withGradMode(false, () => op.run(inputs, attrs))?.forEach((out) => out.dispose());
    if (op.decompose) return op.decompose(inputs, attrs);
    throw new GradError(op.name, 'has no gradient rule and no decomposition; use detach() on its inputs or noGrad()', {
      op: op.name,
    });
  }
  const edges = edgesOf(rule, inputs, attrs);
  const outputs = unrecorded(op, inputs, attrs);
  if (edges.every((edge) => edge === undefined)) return outputs;
  const node = new RuleNode(op, rule, inputs, edges, outputs, attrs);
  outputs.forEach((out, i) => {
    if (isFloatingPoint(out.dtype)) out.hook = new GradMeta(true, node, i, op.view ? out.storage.version : undefined);
  });
  node.save(inputs, outputs);
  return outputs;
}

/** History for a view whose base was written to: it looks at what the base has become. Undefined when that needs no gradient. */
export function recordAsView(base: Tensor, view: Tensor): GradMeta | undefined {
  const edge = gradEdge(base);
  const op = ops.asStrided;
  const rule = ruleOf(op);
  if (!edge || !rule) return undefined;
  const node = new RuleNode(op, rule, [base], [edge], [view], { layout: view.layout });
  node.save([base], [view]);
  return new GradMeta(true, node, 0, view.storage.version);
}
