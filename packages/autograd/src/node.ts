/**
 * @file The graph that is walked backwards: nodes turn gradients of an op's outputs into gradients of its inputs, edges lead
 * to the nodes that made the inputs.
 */
import { type DType, type Layout, type Shape, type Tensor, zeros } from '@x/tensor';

/** A gradient, or undefined where there is none (which counts as zeros). */
export type Gradient = Tensor | undefined;

/** Which output of which node a tensor is. */
export interface Edge {
  readonly node: Node;
  readonly index: number;
}

/** What the engine has to know of a tensor without holding it. */
export interface TensorMeta {
  readonly shape: Shape;
  readonly layout: Layout;
  readonly dtype: DType;
  readonly device: string;
}

export function metaOf(t: Tensor): TensorMeta {
  return { shape: t.shape, layout: t.layout, dtype: t.dtype, device: t.device };
}

/** Zeros in the form of a tensor. */
export function zerosOf({ shape, dtype, device }: TensorMeta): Tensor {
  return zeros(shape, { dtype, device });
}

/** Looks at the gradient of a tensor while it passes, and may replace it. */
export type TensorHook = (grad: Tensor) => Tensor | null | undefined | void;

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
  /** Hooks on the gradient of each output, by output number. */
  readonly hooks: Map<number, Set<TensorHook>> = new Map();

  /** Gradients of the inputs. Undefined incoming gradients stand for zeros. */
  abstract apply(grads: readonly Gradient[]): readonly Gradient[];

  /** Lets go of saved tensors. */
  abstract release(): void;

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
