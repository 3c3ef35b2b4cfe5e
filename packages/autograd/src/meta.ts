/**
 * @file What a tensor knows of its gradient: the hook through which autograd takes part in ops.
 */
import { type InplaceInputs, keep, type Op, type OpHook, type Tensor, type Tensors } from '@x/tensor/core';
import { AccumulateGrad } from './accumulate.js';
import type { Edge, Node } from './node.js';
import { recorder } from './recorder.js';

/** Gradient data of one tensor. */
export class GradMeta implements OpHook {
  /** Set by the user on a leaf; always true for a result that was recorded. */
  requiresGrad: boolean;
  grad: Tensor | null = null;
  /** The node that made the tensor; undefined for leaves. */
  readonly node: Node | undefined;
  readonly outputNr: number;
  /** Version of the storage when `node` was made; of views only. */
  readonly version: number | undefined;
  #retainsGrad = false;
  #accumulate: AccumulateGrad | undefined;

  constructor(recorded: boolean, node?: Node, outputNr: number = 0, version?: number) {
    this.requiresGrad = recorded;
    this.node = node;
    this.outputNr = outputNr;
    this.version = version;
  }

  /** The data of the same tensor after it was written to: its gradient, and the wish to keep that, stay. */
  renewed(node: Node, outputNr: number = 0, version?: number): GradMeta {
    const next = new GradMeta(true, node, outputNr, version);
    next.grad = this.grad;
    if (this.retainsGrad) {
      this.node?.hooks?.retained.delete(this.outputNr);
      next.retain();
    }
    return next;
  }

  /** Keeps the gradient of a tensor that is no leaf. */
  retain(): void {
    if (!this.node || this.#retainsGrad) return;
    this.#retainsGrad = true;
    this.node.ownHooks().retained.set(this.outputNr, (grad) => {
      this.grad = keep(this.grad ? this.grad.add(grad) : grad);
    });
  }

  /** Whether the gradient of a tensor that is no leaf is kept. */
  get retainsGrad(): boolean {
    return this.#retainsGrad;
  }

  /** Where the tensor's gradient goes. */
  edge(tensor: Tensor): Edge {
    if (this.node) return { node: this.node, index: this.outputNr };
    return { node: this.#leaf(tensor), index: 0 };
  }

  /** The end of the graph at a leaf; undefined for other tensors. */
  leaf(tensor: Tensor): AccumulateGrad | undefined {
    return this.node ? undefined : this.#leaf(tensor);
  }

  #leaf(tensor: Tensor): AccumulateGrad {
    this.#accumulate ??= new AccumulateGrad(tensor, this);
    return this.#accumulate;
  }

  intercept<I extends Tensors, A, O extends Tensors>(op: Op<I, A, O>, inputs: I, attrs: A): O {
    return recorder().record(op, inputs, attrs);
  }

  interceptInplace<I extends InplaceInputs, A>(op: Op<I, A, readonly [Tensor]>, inputs: I, attrs: A): void {
    recorder().recordInplace(op, inputs, attrs);
  }

  /** A view that was made before its base was overwritten with something that requires a gradient. */
  forView(view: Tensor): OpHook | undefined {
    return this.requiresGrad && this.node && view.base ? recorder().recordAsView(view.base, view) : undefined;
  }

  /** What the graph behind the tensor holds. */
  *needed(opened: number, owned: (tensor: Tensor) => boolean): Iterable<Tensor> {
    const nodes = new Set(this.node && [this.node]);
    for (const node of nodes) {
      if (node instanceof AccumulateGrad) {
        if (owned(node.variable)) yield node.variable;
        continue;
      }
      if (node.scopes < opened) continue; // nothing behind it is younger
      for (const saved of node.saved()) {
        if (!saved?.held || !owned(saved.held)) continue;
        saved.adopt();
        yield saved.held;
      }
      for (const edge of node.edges) if (edge) nodes.add(edge.node);
    }
  }

  describe(tensor: Tensor): readonly string[] {
    const meta = metaData(tensor) ?? this;
    if (meta.node) return [`grad_fn=<${meta.node.name}>`];
    return meta.requiresGrad ? ['requires_grad=True'] : [];
  }
}

/** The gradient data of a tensor; a view whose base was written to since gets a node that looks at the base's. */
export function metaData(tensor: Tensor): GradMeta | undefined {
  const { hook, base } = tensor;
  if (!(hook instanceof GradMeta)) return undefined;
  const outdated = base && hook.node && hook.version !== undefined && hook.version !== tensor.storage.version;
  if (!outdated) return hook;
  const seen = recorder().recordAsView(base, tensor);
  const renewed = seen?.node ? hook.renewed(seen.node, 0, seen.version) : hook;
  tensor.hook = renewed;
  return renewed;
}

/** Whether a tensor takes part in gradients. */
export function requiresGrad(tensor: Tensor): boolean {
  return metaData(tensor)?.requiresGrad ?? false;
}

/** Where a tensor's gradient goes; undefined when it needs none. */
export function gradEdge(tensor: Tensor): Edge | undefined {
  const meta = metaData(tensor);
  return meta?.requiresGrad ? meta.edge(tensor) : undefined;
}
