/**
 * @file The node of a custom function.
 */
import { type Gradient, isTensor, type Tensor, type TensorMeta, type Tensors, zerosOf } from '@x/tensor/core';
import { GradError } from '../errors.js';
import { type Edge, metaOf, Node } from '../node.js';
import type { Context, FunctionContext } from './context.js';

/** What `backward` returns: one gradient per argument of `forward`, or the only one. */
export type FunctionGradients = Tensor | null | undefined | readonly (Tensor | null | undefined)[];

/** A custom function: a class with the static methods `forward` and `backward`. */
export interface FunctionDefinition<A extends readonly unknown[], R> {
  readonly name: string;
  forward(ctx: FunctionContext, ...args: A): R;
  backward(ctx: FunctionContext, ...grads: Tensor[]): FunctionGradients;
}

/** The part of a definition that a node needs. */
interface Differentiable {
  readonly name: string;
  backward(ctx: FunctionContext, ...grads: (Tensor | null)[]): FunctionGradients;
}

/** Calls the user's `backward` and checks what it returns. */
export class FunctionNode extends Node {
  readonly name: string;
  readonly edges: readonly (Edge | undefined)[];
  readonly outputs: readonly TensorMeta[];
  readonly #context: Context;
  readonly #isTensor: readonly boolean[];
  readonly #definition: Differentiable;

  constructor(
    definition: Differentiable,
    context: Context,
    args: readonly unknown[],
    edges: readonly (Edge | undefined)[],
    outputs: Tensors,
  ) {
    super();
    this.name = `${definition.name}Backward`;
    this.edges = edges;
    this.outputs = outputs.map(metaOf);
    this.#context = context;
    this.#isTensor = args.map(isTensor);
    this.#definition = definition;
  }

  apply(grads: readonly Gradient[]): readonly Gradient[] {
    const { materializeGrads } = this.#context;
    const incoming = this.outputs.map((meta, i) => grads[i] ?? (materializeGrads ? zerosOf(meta) : null));
    return this.#checked(this.#definition.backward(this.#context, ...incoming));
  }

  override saved(): ReturnType<Node['saved']> {
    return this.#context.saved();
  }

  release(): void {
    this.#context.release();
  }

  #checked(result: unknown): readonly Gradient[] {
    const list: unknown[] = Array.isArray(result) ? [...result] : [result];
    const expected = this.edges.length;
    while (list.length > expected && (list.at(-1) === null || list.at(-1) === undefined)) list.pop();
    if (list.length !== expected) {
      throw new GradError(
        this.name,
        `function ${this.name} returned an incorrect number of gradients (expected ${expected}, got ${list.length})`,
        { expected, got: list.length },
      );
    }
    return list.map((grad, i) => this.#checkedGradient(grad, i));
  }

  #checkedGradient(grad: unknown, i: number): Gradient {
    if (grad === null || grad === undefined) return undefined;
    if (!isTensor(grad)) {
      const got = grad instanceof Promise ? 'a promise (backward is synchronous)' : typeof grad;
      throw new GradError(this.name, `expected a tensor or null for gradient ${i}, got ${got}`, { index: i });
    }
    if (this.#isTensor[i]) return grad;
    throw new GradError(
      this.name,
      `function ${this.name} returned a gradient different than null at position ${i}, but the corresponding forward input was not a tensor`,
      { index: i },
    );
  }
}
