import { setImmediate } from 'node:timers/promises';
import type { DataLoader } from '@x/data';
import { scope, type Tensor, type TypedArray } from '@x/tensor';

/** Pictures `[B, 1, H, W]` and their labels `[B]`, batch by batch. */
export type Batches = DataLoader<[Tensor, number], [Tensor, Tensor]>;

/**
 * Runs `step` on every batch and gives the values of the tensors that it returns.
 *
 * The batch and all that the step makes of it are given back at once. Between batches the program gets to see signals.
 */
export async function* mapBatches(
  batches: Batches,
  step: (images: Tensor, labels: Tensor) => readonly Tensor[],
): AsyncGenerator<readonly TypedArray[]> {
  const iterator = batches[Symbol.iterator]();
  for (;;) {
    const results = scope(() => {
      const next = iterator.next();
      return next.done ? undefined : step(...next.value);
    });
    if (results === undefined) return;
    const values = await Promise.all(results.map((result) => result.toTypedArrayAsync()));
    for (const result of results) result.dispose();
    await setImmediate();
    yield values;
  }
}
