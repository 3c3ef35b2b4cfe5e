/**
 * @file The parameters of an optimizer as one vector, and the loss as a function of it.
 */
import { cat, isTensor, scope, type Tensor, ValueError } from '@x/tensor/core';
import type { Rounding } from './cubic.js';

/** The number that a closure returned. @throws ValueError when it is none. */
export function lossOf(op: string, result: unknown): number {
  if (typeof result === 'number') return result;
  if (isTensor(result) && result.numel() === 1) return result.item();
  throw new ValueError(op, 'the closure has to return the loss: a number or a tensor of one element');
}

/** The parameters as one vector. */
export class Objective {
  readonly #params: readonly Tensor[];
  /** Computes the loss and the gradients of the parameters. */
  readonly loss: () => number;

  constructor(params: readonly Tensor[], loss: () => number) {
    this.#params = params;
    this.loss = loss;
  }

  /** Rounds to the precision of the parameters, in which numbers that follow from them are kept. */
  get round(): Rounding {
    return this.#params.every((param) => param.dtype === 'float32') ? Math.fround : (x) => x;
  }

  /** The gradients in one new vector, zeros where there is none. */
  gradient(): Tensor {
    return scope(() => cat(this.#params.map((p) => p.grad?.detach().flatten() ?? p.newZeros([p.numel()]))));
  }

  /** Adds a multiple of a vector. */
  move(step: number, along: Tensor): void {
    scope(() => {
      let offset = 0;
      for (const param of this.#params) {
        const count = param.numel();
        param.add_(along.narrow(0, offset, count).reshape(param.shape), { alpha: step });
        offset += count;
      }
    });
  }

  /** Runs `fn` and takes its changes of the parameters back. */
  restoring<T>(fn: () => T): T {
    const values = this.#params.map((param) => param.clone());
    try {
      return fn();
    } finally {
      this.#params.forEach((param, i) => {
        param.copy_(values[i]!);
        values[i]!.dispose();
      });
    }
  }
}
