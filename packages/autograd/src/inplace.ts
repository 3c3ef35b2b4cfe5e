/**
 * @file In-place ops and gradients: the tensor's history continues with the op, and when the tensor is a view, so does its
 * base's.
 */
import { executeInplace, type InplaceInputs, itemSize, type Layout, type Op, ops, type Tensor } from '@x/tensor';
import { GradError } from './errors.js';
import { isGradEnabled, withGradMode } from './grad-mode.js';
import { GradMeta, gradEdge, metaData, requiresGrad } from './meta.js';
import { type Edge, type Gradient, metaOf, Node, type TensorMeta } from './node.js';
import { edgesOf, recordAsView, RuleNode } from './record.js';
import { ruleOf } from './rule.js';
import { Span } from './span.js';

/** The node of a base that was written to through a view: the op's node sees only the view's part of the gradient. */
class CopySlices extends Node {
  readonly name = 'CopySlices';
  readonly edges: readonly (Edge | undefined)[];
  readonly outputs: readonly TensorMeta[];
  readonly #op: RuleNode;
  readonly #base: Layout;
  readonly #view: Layout;

  constructor(base: Tensor, view: Tensor, baseEdge: Edge | undefined, op: RuleNode) {
    super();
    this.edges = [baseEdge, ...op.edges.slice(1)];
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
    const [self, ...others] = this.#op.apply([part]);
    const kept = self?.expand(part.shape) ?? part.mul(0).detach().zero_();
    return [this.edges[0] && span.read(span.replacePart(memory, this.#view, kept)), ...others];
  }

  release(): void {
    this.#op.release();
  }
}

function checkLeaf(op: string, self: Tensor): void {
  const refuse = (what: string): never => {
    throw new GradError(
      `${op}_`,
      `${what} that requires grad is being used in an in-place operation; use noGrad(() => …), or work on a clone()`,
      { op },
    );
  };
  const meta = metaData(self);
  if (meta?.requiresGrad && !meta.node) refuse('a leaf tensor');
  const base = self.base && metaData(self.base);
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

/** The in-place part of the hook of every tensor with gradient data. */
export function recordInplace<I extends InplaceInputs, A>(op: Op<I, A, readonly [Tensor]>, inputs: I, attrs: A): void {
  const [self, ...others] = inputs;
  const run = (): Tensor | undefined => withGradMode(false, () => executeInplace(op, inputs, attrs));
  const rule = ruleOf(op.name);
  if (!isGradEnabled() || rule === null || !inputs.some(requiresGrad)) {
    run()?.dispose();
    return;
  }
  checkLeaf(op.name, self);
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
  const exchanged = run();
  // as it was: an in-place view changes the shape of self
  const node = new RuleNode(rule, [exchanged ?? self, ...others], edges, [self], attrs);
  if (self.base) {
    self.base.hook = new GradMeta(true, new CopySlices(self.base, self, baseEdge, node));
    self.hook = recordAsView(self.base, self);
  } else {
    self.hook = new GradMeta(true, node);
  }
  const old = exchanged ?? copied;
  node.save([old ? withHistory(old, before) : self, ...others], [self]);
}
