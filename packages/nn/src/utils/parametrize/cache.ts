/**
 * @file Computed tensors that are kept while somebody asks for it.
 */
import { type Tensor, ValueError } from '@x/tensor/core';
import type { ParametrizationList } from './list.js';

let open = 0;
const values = new Map<ParametrizationList, Tensor>();

/** The value of a list: within `cached` the one that was computed first. */
export function valueOf(list: ParametrizationList): Tensor {
  if (open === 0) return list();
  const known = values.get(list);
  if (known) return known;
  const value = list();
  values.set(list, value);
  return value;
}

/** Forgets the value of a list, whose originals have changed. */
export function forget(list: ParametrizationList): void {
  values.delete(list);
}

/**
 * Runs a function in which every parametrized tensor is computed once, however often it is used.
 *
 * @throws ValueError when the function is asynchronous: other tasks would see the kept values.
 * @example utils.parametrize.cached(() => new Linear(2, 3)(ones(1, 2)).shape) // [1, 3]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.utils.parametrize.cached.html
 */
export function cached<R>(run: () => R): R {
  open++;
  try {
    const result = run();
    if (result instanceof Promise) {
      throw new ValueError('cached', 'takes a function that does not wait; put its parts between awaits into `cached`');
    }
    return result;
  } finally {
    open--;
    if (open === 0) values.clear();
  }
}
