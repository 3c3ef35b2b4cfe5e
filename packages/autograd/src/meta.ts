/**
 * @file What a tensor knows of its gradient: the hook through which autograd takes part in ops.
 */
import type { InplaceInputs, Op, OpHook, Tensor, Tensors } from '@x/tensor';
import { AccumulateGrad } from './accumulate.js';
import type { Edge, Node, TensorHook } from './node.js';

/** What happens to ops on tensors with gradient data. It makes such data itself, so it is handed in (see `register.ts`). */
export interface Recorder {
  record<I extends Tensors, A, O extends Tensors>(op: Op<I, A, O>, inputs: I, attrs: A): O;
  recordInplace<I extends InplaceInputs, A>(op: Op<I, A, readonly [Tensor]>, inputs: I, attrs: A): void;
  /** Data of a view of something that was written to since. */
  recordAsView(base: Tensor, view: Tensor): GradMeta | undefined;
}

let recorder: Recorder;

/** Sets what happens to ops on tensors with gradient data. */
export function setRecorder(value: Recorder): void {
  recorder = value;
}

/** Gradient data of one tensor. */
export class GradMeta implements OpHook {
  /** Set by the user on a leaf; always true for a result that was recorded. */
  requiresGrad: boolean;
  grad: Tensor | null = null;
  /** The node that made the tensor; undefined for leaves. */
  readonly node: Node | undefined;
  readonly outputNr: number;
  /** Keep the gradient of a tensor that is no leaf. */
  retainsGrad = false;
  /** Version of the storage when `node` was made; of views only. */
  readonly version: number | undefined;
  #accumulate: AccumulateGrad | undefined;

  constructor(recorded: boolean, node?: Node, outputNr: number = 0, version?: number) {
    this.requiresGrad = recorded;
    this.node = node;
    this.outputNr = outputNr;
    this.version = version;
  }

  /** Hooks on the tensor's gradient. */
  hooksOf(tensor: Tensor): Set<TensorHook> {
    const edge = this.edge(tensor);
    const known = edge.node.hooks.get(edge.index) ?? new Set();
    edge.node.hooks.set(edge.index, known);
    return known;
  }

  /** Where the tensor's gradient goes. */
  edge(tensor: Tensor): Edge {
    if (this.node) return { node: this.node, index: this.outputNr };
    this.#accumulate ??= new AccumulateGrad(tensor, this);
    return { node: this.#accumulate, index: 0 };
  }

  intercept<I extends Tensors, A, O extends Tensors>(op: Op<I, A, O>, inputs: I, attrs: A): O {
    return recorder.record(op, inputs, attrs);
  }

  interceptInplace<I extends InplaceInputs, A>(op: Op<I, A, readonly [Tensor]>, inputs: I, attrs: A): void {
    recorder.recordInplace(op, inputs, attrs);
  }

  /** A view that was made before its base was overwritten with something that requires a gradient. */
  forView(view: Tensor): OpHook | undefined {
    return this.requiresGrad && this.node && view.base ? recorder.recordAsView(view.base, view) : undefined;
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
  const renewed = recorder.recordAsView(base, tensor);
  if (renewed) renewed.retainsGrad = hook.retainsGrad;
  tensor.hook = renewed ?? hook;
  return renewed ?? hook;
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
