/**
 * @file The engine: walks the graph from the outputs back to the leaves, without recursion, each node once all gradients of its
 * outputs are there, later nodes first. The order does not depend on anything else.
 */
import { type Gradient, keep, openScope, type Tensor } from '@x/tensor/core';
import { AccumulateGrad } from './accumulate.js';
import { runPosthooks, runPrehooks, runTensorHooks } from './hooks.js';
import { withGradMode } from './mode/state.js';
import { needed } from './needed.js';
import type { Edge, Node } from './node.js';
import { gradientsOf } from './node-gradients.js';
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
const none: Applied = { results: [], fresh: nothing };

const isPresent = (grad: Gradient): boolean => grad !== undefined;

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
    this.#needed = options.capture && needed(this.#tasks.keys(), options.capture);
  }

  /** Runs the pass and returns the captured gradients. `made`: gradients to start with that nobody else has. */
  run(roots: readonly Edge[], gradients: readonly Tensor[], made: ReadonlySet<Gradient>): readonly Gradient[] {
    return withGradMode(this.#options.createGraph, () => {
      const fresh = this.#options.createGraph ? nothing : made;
      roots.forEach((edge, i) => this.#deliver(edge, gradients[i], fresh));
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
    const { hooks } = node;
    if (hooks) for (const grad of task.grads) if (grad) this.#own.delete(grad); // a hook may hold on to it
    const grads = hooks ? runTensorHooks(hooks, task.grads) : task.grads;
    this.#capture(node, grads);
    const skip = this.#needed !== undefined && !this.#needed.has(node);
    const { results, fresh } = this.#run(node, grads, skip);
    for (let i = 0; i < node.edges.length; i++) {
      const edge = node.edges[i];
      if (!edge) continue;
      this.#deliver(edge, results[i], fresh);
      const next = this.#tasks.get(edge.node);
      if (next && --next.waiting === 0) this.#ready.push(edge.node);
    }
    for (const grad of fresh) if (grad && !this.#own.has(grad)) grad.dispose();
    if (!this.#options.retainGraph && !skip) node.release();
    for (const grad of task.grads) if (grad) this.#letGo(grad);
    this.#tasks.delete(node);
  }

  /** Runs a node's function, unless no gradient has arrived or none is wanted, with the hooks around it. */
  #run(node: Node, grads: readonly Gradient[], skip: boolean): Applied {
    const leaf = node instanceof AccumulateGrad;
    if (!grads.some(isPresent) || (skip && !leaf)) return none;
    const { hooks } = node;
    if (leaf) {
      if (this.#accumulates(node)) {
        const arriving = hooks ? runPrehooks(hooks, grads) : grads;
        this.#accumulate(node, arriving[0]);
        if (hooks) runPosthooks(hooks, [], arriving);
      }
      return none;
    }
    if (!hooks) return this.#apply(node, grads);
    const arriving = runPrehooks(hooks, grads);
    const { results } = this.#apply(node, arriving);
    return { results: runPosthooks(hooks, results, arriving), fresh: nothing };
  }

  /** The gradients of a node's inputs; temporaries are freed, unless the pass is recorded. */
  #apply(node: Node, grads: readonly Gradient[]): Applied {
    if (this.#options.createGraph) return { results: gradientsOf(node, grads), fresh: nothing };
    const inside = openScope();
    const fresh = new Set<Tensor>();
    try {
      const results = gradientsOf(node, grads);
      for (const grad of results) if (grad?.owner === inside) fresh.add(grad);
      return { results, fresh };
    } finally {
      inside.end(fresh);
    }
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

  /** Whether a leaf's `grad` is to be added to. */
  #accumulates(node: AccumulateGrad): boolean {
    const { capture, accumulate } = this.#options;
    return !capture || (accumulate === true && capture.some((edge) => edge.node === node));
  }

  #accumulate(node: AccumulateGrad, grad: Gradient): void {
    if (!grad) return;
    const { meta } = node;
    if (!meta.grad) meta.grad = keep(this.#adopted(grad));
    else if (this.#options.createGraph) meta.grad = keep(meta.grad.add(grad));
    else meta.grad.add_(grad);
    node.runAfterwards();
  }

  /** The gradient itself where nobody else has it, else a copy: a later gradient is added to it in place. */
  #adopted(grad: Tensor): Tensor {
    if (this.#options.createGraph) return grad.clone();
    if (this.#own.get(grad) !== 1 || !grad.isContiguous()) return grad.detach().clone();
    if (grad.isView()) {
      // the last one to look at its memory, all of it: the gradient of a transposed weight, turned back
      const { storage } = grad;
      return storage.tensors === 1 && storage.byteLength === grad.nbytes ? grad.data : grad.detach().clone();
    }
    this.#own.delete(grad);
    return grad;
  }
}
