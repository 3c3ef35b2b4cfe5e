/**
 * @file The graph that is walked backwards: nodes turn gradients of an op's outputs into gradients of its inputs, edges lead
 * to the nodes that made the inputs.
 */
import { type Gradient, scopeCount, type Tensor, type TensorMeta } from '@x/tensor/core';
import { forwardTrace } from './anomaly.js';
import { type NodeHook, NodeHooks, type NodePrehook, type RemovableHandle } from './hooks.js';
import { switches } from './mode/state.js';
import type { SavedTensor } from './saved.js';

/** Which output of which node a tensor is. */
export interface Edge {
  readonly node: Node;
  readonly index: number;
}

export function metaOf(t: Tensor): TensorMeta {
  return { shape: t.shape, layout: t.layout, dtype: t.dtype, device: t.device };
}

let nodes = 0;

/** A function of the backward pass. `String(node)` shows what Python shows. */
export abstract class Node {
  /** PyTorch's name of the function, such as `AddmmBackward0`. */
  abstract readonly name: string;
  /** Where the gradients of the inputs go. */
  abstract readonly edges: readonly (Edge | undefined)[];
  /** The outputs of the op, whose gradients come in. */
  abstract readonly outputs: readonly TensorMeta[];
  /** Later nodes run first. */
  readonly sequence: number = nodes++;
  /** Where the op was called, when anomalies were being detected. */
  readonly trace: string | undefined = switches().anomaly && forwardTrace();
  /** Number of scopes that had been opened when it was made. */
  readonly scopes: number = scopeCount();
  #hooks: NodeHooks | undefined = undefined;

  /** Gradients of the inputs. Undefined incoming gradients stand for zeros. */
  abstract apply(grads: readonly Gradient[]): readonly Gradient[];

  /** Lets go of saved tensors. */
  abstract release(): void;

  /** What is held for the backward pass. */
  saved(): readonly (SavedTensor | null | undefined)[] {
    return [];
  }

  /** What users hung onto the node; undefined when that is nothing. */
  get hooks(): NodeHooks | undefined {
    return this.#hooks;
  }

  /** The node's hooks, to add to them. */
  ownHooks(): NodeHooks {
    this.#hooks ??= new NodeHooks();
    return this.#hooks;
  }

  /**
   * Calls `hook` with the gradients of the inputs and of the outputs after the node has run; an array that it returns
   * replaces the gradients of the inputs.
   *
   * @example const handle = y.gradFn!.registerHook((gradInputs) => console.log(gradInputs));
   * @see https://pytorch.org/docs/stable/generated/torch.autograd.graph.Node.register_hook.html
   */
  registerHook(hook: NodeHook): RemovableHandle {
    return this.ownHooks().after.add(hook);
  }

  /**
   * Calls `hook` with the gradients of the outputs before the node runs; an array that it returns replaces them.
   *
   * @see https://pytorch.org/docs/stable/generated/torch.autograd.graph.Node.register_prehook.html
   */
  registerPrehook(hook: NodePrehook): RemovableHandle {
    return this.ownHooks().before.add(hook);
  }

  /** PyTorch's `next_functions`: the nodes that made the inputs, with the output number; null for inputs without gradient. */
  get nextFunctions(): readonly (readonly [node: Node | null, index: number])[] {
    return this.edges.map((edge) => (edge ? ([edge.node, edge.index] as const) : ([null, 0] as const)));
  }

  toString(): string {
    return `<${this.name} object>`;
  }
}

// Node prints values that have this method with what it returns
Object.defineProperty(Node.prototype, Symbol.for('nodejs.util.inspect.custom'), {
  value(this: Node) {
    return this.toString();
  },
});
