/**
 * @file The engine: walks the graph from the outputs back to the leaves, without recursion, each node once all gradients of its
 * outputs are there, later nodes first. The order does not depend on anything else.
 */
import { currentOwner, keep, sameShape, scope, shapeText, type Tensor } from '@x/tensor';
import { AccumulateGrad } from './accumulate.js';
import { GradError } from './errors.js';
import { withGradMode } from './grad-mode.js';
import type { Edge, Gradient, Node, TensorMeta } from './node.js';
import { ReadyQueue } from './ready-queue.js';

/** How a backward pass runs. */
export interface PassOptions {
  /** Keep saved tensors, so that the graph can be walked again. */
  readonly retainGraph: boolean;
  /** Record the pass itself, for gradients of gradients. */
  readonly createGraph: boolean;
  /** Edges whose gradients are wanted; the leaves' `grad` is then left alone. */
  readonly capture?: readonly Edge[];
  /** With `capture`: add to the leaves' `grad` instead, of these edges only. */
  readonly accumulate?: boolean;
}

/** Gradients on their way to a node, by output number, and what is known of the work on it. */
interface Task {
  readonly node: Node;
  readonly grads: Gradient[];
  /** Nodes that have yet to hand over a gradient. */
  waiting: number;
}

/** What a node returned, and which of it was made just now. */
interface Applied {
  readonly results: readonly Gradient[];
  readonly fresh: ReadonlySet<Gradient>;
}

const nothing: ReadonlySet<Gradient> = new Set();

/** One backward pass. */
export class Pass {
  readonly #options: PassOptions;
  readonly #tasks = new Map<Node, Task>();
  readonly #needed: ReadonlySet<Node> | undefined;
  readonly #ready = new ReadyQueue();
  readonly #captured: Gradient[] = [];
  /** How many buffers hold a tensor that the pass made itself. Others (from hooks, from the caller) are not in here. */
  readonly #own = new Map<Tensor, number>();

  constructor(roots: readonly Edge[], options: PassOptions) {
    this.#options = options;
    this.#count(roots);
    this.#needed = options.capture && needed(this.#tasks, options.capture);
  }

  /** Runs the pass and returns the captured gradients. */
  run(roots: readonly Edge[], gradients: readonly Tensor[]): readonly Gradient[] {
    return withGradMode(this.#options.createGraph, () => {
      roots.forEach((edge, i) => this.#deliver(edge, gradients[i], nothing));
      for (const { node } of roots) this.#enqueue(node);
      for (let node = this.#ready.pop(); node; node = this.#ready.pop()) this.#visit(node);
      return this.#captured;
    });
  }

  /** Finds all nodes and counts how many others each waits for. */
  #count(roots: readonly Edge[]): void {
    const stack: Node[] = [];
    const reach = (node: Node): Task => {
      let task = this.#tasks.get(node);
      if (!task) {
        task = { node, grads: [], waiting: 0 };
        this.#tasks.set(node, task);
        stack.push(node);
      }
      return task;
    };
    for (const { node } of roots) reach(node);
    for (let node = stack.pop(); node; node = stack.pop()) {
      for (const edge of node.edges) if (edge) reach(edge.node).waiting++;
    }
  }

  #enqueue(node: Node): void {
    const task = this.#tasks.get(node);
    if (task?.waiting === 0) this.#ready.push(node);
  }

  #visit(node: Node): void {
    const task = this.#tasks.get(node);
    if (!task) return;
    const { hooked, exposed } = runHooks(node, task.grads);
    this.#capture(node, hooked);
    const skip = this.#needed && !this.#needed.has(node);
    const arrived = hooked.some((g) => g !== undefined);
    let applied: Applied = { results: [], fresh: nothing };
    if (node instanceof AccumulateGrad) this.#accumulate(node, hooked[0]);
    else if (arrived && !skip) applied = this.#apply(node, hooked);
    node.edges.forEach((edge, i) => {
      if (!edge) return;
      this.#deliver(edge, applied.results[i], applied.fresh);
      const next = this.#tasks.get(edge.node);
      if (next && --next.waiting === 0) this.#ready.push(edge.node);
    });
    for (const grad of applied.fresh) if (grad && !this.#own.has(grad)) grad.dispose();
    if (!this.#options.retainGraph && !skip) node.release();
    task.grads.forEach((g, i) => g && !exposed.has(i) && this.#letGo(g));
    this.#tasks.delete(node);
  }

  /** The gradients of a node's inputs; temporaries are freed, unless the pass is recorded. */
  #apply(node: Node, grads: readonly Gradient[]): Applied {
    const compute = (): readonly Gradient[] => {
      const results = node.apply(grads);
      return node.edges.map((edge, i) => {
        const grad = results[i];
        return edge && grad && fitted(node.name, grad, edge.node.outputs[edge.index]);
      });
    };
    if (this.#options.createGraph) return { results: compute(), fresh: nothing };
    return scope(() => {
      const results = compute();
      const here = currentOwner();
      return { results, fresh: new Set(results.filter((grad) => grad !== undefined && grad.owner === here)) };
    });
  }

  /** Adds a gradient to those that have arrived at an edge. `fresh`: tensors that nobody else has yet. */
  #deliver(edge: Edge, grad: Gradient, fresh: ReadonlySet<Gradient>): void {
    const task = this.#tasks.get(edge.node);
    if (!task || !grad) return;
    const there = task.grads[edge.index];
    if (!there) {
      task.grads[edge.index] = grad;
      const holders = this.#own.get(grad) ?? 0;
      if (holders > 0 || fresh.has(grad)) this.#own.set(grad, holders + 1);
      return;
    }
    const sum = there.add(grad);
    task.grads[edge.index] = sum;
    if (this.#options.createGraph) return;
    this.#own.set(sum, 1);
    this.#letGo(there);
  }

  /** One holder less; the last one frees a gradient that nobody else can have. */
  #letGo(grad: Tensor): void {
    const holders = this.#own.get(grad);
    if (holders === undefined) return;
    if (holders > 1) this.#own.set(grad, holders - 1);
    else {
      this.#own.delete(grad);
      grad.dispose();
    }
  }

  #capture(node: Node, grads: readonly Gradient[]): void {
    if (this.#options.accumulate) return;
    this.#options.capture?.forEach((edge, i) => {
      const grad = edge.node === node ? grads[edge.index] : undefined;
      if (!grad) return;
      this.#own.delete(grad);
      this.#captured[i] = grad;
    });
  }

  #accumulate(node: AccumulateGrad, grad: Gradient): void {
    const { capture, accumulate } = this.#options;
    if (!grad || (capture && !(accumulate && capture.some((edge) => edge.node === node)))) return;
    const { meta } = node;
    if (!meta.grad) meta.grad = keep(this.#adopted(grad));
    else if (this.#options.createGraph) meta.grad = keep(meta.grad.add(grad));
    else meta.grad.add_(grad);
  }

  /** The gradient itself where nobody else has it, else a copy: a later gradient is added to it in place. */
  #adopted(grad: Tensor): Tensor {
    if (this.#options.createGraph) return grad.clone();
    const sole = this.#own.get(grad) === 1 && grad.isContiguous() && !grad.isView();
    if (!sole) return grad.detach().clone();
    this.#own.delete(grad);
    return grad;
  }
}

/** Runs the hooks on a node's gradients; a gradient that a hook has seen is not the engine's own any more. */
function runHooks(
  node: Node,
  grads: readonly Gradient[],
): { hooked: readonly Gradient[]; exposed: ReadonlySet<number> } {
  if (node.hooks.size === 0) return { hooked: grads, exposed: new Set() };
  const hooked = [...grads];
  for (const [index, hooks] of node.hooks) {
    for (const hook of hooks) {
      const grad = hooked[index];
      if (grad) hooked[index] = hook(grad) ?? grad;
    }
  }
  return { hooked, exposed: new Set(node.hooks.keys()) };
}

/** The nodes from which a captured edge can be reached. */
function needed(tasks: ReadonlyMap<Node, Task>, capture: readonly Edge[]): ReadonlySet<Node> {
  const users = new Map<Node, Node[]>();
  for (const { node } of tasks.values()) {
    for (const edge of node.edges) {
      if (!edge) continue;
      const list = users.get(edge.node);
      if (list) list.push(node);
      else users.set(edge.node, [node]);
    }
  }
  const found = new Set<Node>();
  const stack = capture.flatMap(({ node }) => users.get(node) ?? []);
  for (let node = stack.pop(); node; node = stack.pop()) {
    if (found.has(node)) continue;
    found.add(node);
    stack.push(...(users.get(node) ?? []));
  }
  return found;
}

/** The gradient summed to the shape of the tensor that it is for, and in its dtype. */
function fitted(name: string, grad: Tensor, meta: TensorMeta | undefined): Tensor {
  if (!meta) return grad;
  let result = grad;
  if (!sameShape(grad.shape, meta.shape)) {
    const lead = grad.ndim - meta.shape.length;
    const expandable = lead >= 0 && meta.shape.every((n, d) => n === 1 || n === grad.shape[d + lead]);
    if (!expandable) {
      throw new GradError(
        name,
        `returned an invalid gradient: got ${shapeText(grad.shape)} but expected shape compatible with ${shapeText(meta.shape)}`,
        {
          shapes: [grad.shape, meta.shape],
        },
      );
    }
    const dims = grad.shape
      .map((_, d) => d)
      .filter((d) => d < lead || (meta.shape[d - lead] === 1 && grad.shape[d] !== 1));
    result = grad.sum(dims, { keepdim: true }).view(meta.shape);
  }
  if (result.device !== meta.device) result = result.to(meta.device);
  return result.dtype === meta.dtype ? result : result.to(meta.dtype);
}
