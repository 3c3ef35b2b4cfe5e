/**
 * @file Functions that run before and after a module's `forward`.
 */
import type { RemovableHandle } from '@x/autograd';

// written as methods: a module of [Tensor] → Tensor is then also a module of anything → anything

/** Sees a module's inputs; what it returns, if anything, replaces them. */
export type ForwardPreHook<M, In> = { hook(module: M, inputs: In): In | void }['hook'];

/** Sees a module's inputs and output; what it returns, if anything, replaces the output. */
export type ForwardHook<M, In, Out> = { hook(module: M, inputs: In, output: Out): Out | void }['hook'];

/** Hooks in the order they were registered. */
export class HookList<F> {
  readonly #hooks = new Map<symbol, F>();

  get size(): number {
    return this.#hooks.size;
  }

  add(hook: F): RemovableHandle {
    const key = Symbol('hook');
    this.#hooks.set(key, hook);
    return { remove: () => void this.#hooks.delete(key) };
  }

  [Symbol.iterator](): Iterator<F> {
    return this.#hooks.values();
  }
}
