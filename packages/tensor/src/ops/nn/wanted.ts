/**
 * @file Results of which only some are wanted.
 */
import type { Tensors } from '../../op.js';
import type { Tensor } from '../../tensor.js';

/** The wanted gradients, in the places of all. */
export function placed(grads: Tensors, needs: readonly boolean[]): (Tensor | undefined)[] {
  let next = 0;
  return needs.map((need) => (need ? grads[next++] : undefined));
}

/** The tensors that are wanted; the others are freed. */
export function wantedOf(tensors: readonly (Tensor | undefined)[], wanted: readonly boolean[]): Tensors {
  return tensors.flatMap((t, i) => {
    if (!t) return [];
    if (wanted[i]) return [t];
    t.dispose();
    return [];
  });
}
