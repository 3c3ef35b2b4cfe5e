/**
 * @file In-place ops and gradients: the tensor's history continues with the op, and when the tensor is a view, so does its
 * base's.
 */
import {
  executeInplace,
  type Gradient,
  type InplaceInputs,
  itemSize,
  type Layout,
  type Op,
  type Tensor,
  type TensorMeta,
} from '@x/tensor/core';
import * as ops from '@x/tensor/ops';
import { GradError } from './errors.js';
import { GradMeta, gradEdge, metaData, requiresGrad } from './meta.js';
import { recording, withGradMode } from './mode/state.js';
import { type Edge, metaOf, Node } from './node.js';
import { edgesOf, recordAsView, RuleNode } from './record.js';
import { ruleOf } from './rule.js';
import { Span } from './span.js';

/** The node of a base that was written to through a view: the op's node sees only the view's part of the gradient. */
class CopySlices extends Node {
  readonly name = 'CopySlices';
  readonly edges: readonly (Edge | undefined)[];
  readonly outputs: readonly TensorMeta[];
  readonly #op: Node;
  readonly #position: number;
  readonly #base: Layout;
  readonly #view: Layout;

  /** `position`: which input of the op is the view. */
  constructor(base: Tensor, view: Tensor, baseEdge: Edge | undefined, op: Node, position: number) {
    super();
    this.edges = op.edges.with(position, baseEdge);
    this.#position = position;
    this.outputs = [metaOf(base)];
    this.#op = op;
    this.#base = base.layout;
    this.#view = view.layout;
  }

  apply([grad]: readonly Gradient[]): readonly Gradient[] {
    if (!grad) return [];
    const span = new Span(this.#base);
    const memory = span.fill(grad);
    const part = span.readPart(memory, this.#view);
    const position = this.#position;
    const results = this.#op.apply([part]);
    const kept = results[position]?.expand(part.shape) ?? part.mul(0).detach().zero_();
    const base = this.edges[position] && span.read(span.replacePart(memory, this.#view, kept));
    return this.edges.map((_, i) => (i === position ? base : results[i]));
  }

  override saved(): ReturnType<Node['saved']> {
    return this.#op.saved();
  }

  release(): void {
    this.#op.release();
  }
}

/**
 * @throws GradError when a tensor may not be written to while ops are recorded: leaves that require a gradient, their views,
 *   and views that were made while ops were not recorded.
 */
export function checkWritable(op: string, self: Tensor): void {
  const refuse = (what: string): never => {
    throw new GradError(
      op,
      `${what} that requires grad is being used in an in-place operation; use noGrad(() => …), or work on a clone()`,
      { op },
    );
  };
  const meta = metaData(self);
  if (meta?.requiresGrad && !meta.node) refuse('a leaf tensor');
  const base = self.base && metaData(self.base);
  if (base?.requiresGrad && meta && !meta.node && !meta.requiresGrad) {
    throw new GradError(
      op,
      'a view was created in noGrad and is being modified inplace with grad mode enabled: make the view and the write both inside of noGrad (the write is then not recorded) or both outside of it',
      { op },
    );
  }
  if (base?.requiresGrad && !base.node) refuse('a view of a leaf tensor');
}

/** Whether the contents before the write are handed out by the write itself. */
function exchanges(self: Tensor): boolean {
  const { layout, storage } = self;
  return layout.contiguous && layout.offset === 0 && layout.size * itemSize[self.dtype] === storage.byteLength;
}

/** A copy of the contents and the history of a tensor that is about to be overwritten. */
function withHistory(contents: Tensor, meta: GradMeta | undefined): Tensor {
  contents.hook = meta;
  return contents;
}

/** Gives a tensor that was written to the history of the write: its own, or that of the tensor that it is a view of. */
export function rebase(
  self: Tensor,
  node: Node,
  baseEdge: Edge | undefined,
  position: number = 0,
  outputNr: number = 0,
): void {
  const { base } = self;
  if (!base) {
    self.hook = metaData(self)?.renewed(node, outputNr) ?? new GradMeta(true, node, outputNr);
    return;
  }
  const slices = new CopySlices(base, self, baseEdge, node, position);
  base.hook = metaData(base)?.renewed(slices) ?? new GradMeta(true, slices);
  const seen = metaData(self);
  self.hook = seen?.node ? seen : recordAsView(base, self);
}

/** A copy of a tensor with its history. */
function snapshot(tensor: Tensor): Tensor {
  const history = metaData(tensor);
  return withHistory(
    withGradMode(false, () => tensor.detach().clone()),
    history,
  );
}

/** The in-place part of the hook of every tensor with gradient data. */
export function recordInplace<I extends InplaceInputs, A>(op: Op<I, A, readonly [Tensor]>, inputs: I, attrs: A): void {
  const [self, ...others] = inputs;
  const run = (): Tensor | undefined => withGradMode(false, () => executeInplace(op, inputs, attrs));
  const rule = ruleOf(op);
  if (recording()) checkWritable(`${op.name}_`, self);
  if (!recording() || rule === null || !inputs.some(requiresGrad)) {
    run()?.dispose();
    return;
  }
  if (rule === undefined) {
    if (!op.decompose) throw new GradError(op.name, 'has no gradient rule and no decomposition', { op: op.name });
    const [result] = op.decompose(inputs, attrs);
    recordInplace(ops.copy, [self, result], {});
    return;
  }
  const before = metaData(self);
  const edges = edgesOf(rule, inputs, attrs);
  const baseEdge = self.base && gradEdge(self.base);
  const copied =
    op.runInplace || op.view || exchanges(self) ? undefined : withGradMode(false, () => self.detach().clone());
  // views of what is written to are kept as they were; self among the others is `old` below
  const snapshots = others.map((other) =>
    other.storage === self.storage && other !== self ? snapshot(other) : undefined,
  );
  const exchanged = run();
  // as it was: an in-place view changes the shape of self
  const node = new RuleNode(op, rule, [exchanged ?? self, ...others], edges, [self], attrs);
  rebase(self, node, baseEdge);
  const contents = exchanged ?? copied;
  const old = contents ? withHistory(contents, before) : self;
  node.save([old, ...others.map((other, i) => (other === self ? old : (snapshots[i] ?? other)))], [self]);
}
