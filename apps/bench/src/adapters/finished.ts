/**
 * @file Waiting for a device that computes later.
 */
import type { Tensor } from '@x/tensor';

/** On a device that computes later, a promise that is fulfilled when these tensors are there: one number of each is read. */
export function finished(...tensors: readonly Tensor[]): Promise<unknown> | undefined {
  if (tensors[0]?.device !== 'gpu') return undefined;
  return Promise.all(tensors.map((x) => x.detach().flatten().narrow(0, 0, 1).toTypedArrayAsync()));
}
