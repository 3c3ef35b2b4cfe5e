/**
 * @file Masks of attention, as numbers that are added to the scores.
 */
import { DTypeError, isFloatingPoint, sameShape, type Shape, ShapeError, shapeText, type Tensor } from '@x/tensor/core';

/**
 * A mask as numbers to add: −∞ where a bool or uint8 one is true, a floating point one as it is.
 *
 * @throws DTypeError for another dtype.
 */
function additive(op: string, name: string, mask: Tensor, like: Tensor): Tensor {
  if (isFloatingPoint(mask.dtype)) return mask;
  if (mask.dtype === 'bool' || mask.dtype === 'uint8') {
    return like.newZeros(mask.shape).maskedFill(mask.to('bool'), -Infinity);
  }
  throw new DTypeError(op, `${name} must be bool, uint8 or floating point, got ${mask.dtype}`, {
    dtypes: [mask.dtype],
  });
}

function checkShape(op: string, name: string, { shape }: Tensor, expected: readonly Shape[]): void {
  if (expected.some((wanted) => sameShape(shape, wanted))) return;
  const wanted = expected.map(shapeText).join(' or ');
  throw new ShapeError(op, `${name} must have the shape ${wanted}, got ${shapeText(shape)}`, {
    shapes: [shape, ...expected],
  });
}

/** Sizes that masks have to fit. */
export interface Extent {
  readonly batch: number;
  readonly heads: number;
  readonly targets: number;
  readonly sources: number;
}

/** Both masks as one, to be added to scores `[batch · heads, targets, sources]`; null for none. */
export function mergedMask(
  op: string,
  { attnMask, keyPaddingMask }: { readonly attnMask: Tensor | null; readonly keyPaddingMask: Tensor | null },
  { batch, heads, targets, sources }: Extent,
  like: Tensor,
): Tensor | null {
  const all = batch * heads;
  let scores: Tensor | null = null;
  if (attnMask) {
    checkShape(op, 'attnMask', attnMask, [
      [targets, sources],
      [all, targets, sources],
    ]);
    const added = additive(op, 'attnMask', attnMask, like);
    scores = added.ndim === 2 ? added.unsqueeze(0) : added;
  }
  if (!keyPaddingMask) return scores;
  checkShape(op, 'keyPaddingMask', keyPaddingMask, [[batch, sources]]);
  const keys = additive(op, 'keyPaddingMask', keyPaddingMask, like)
    .reshape(batch, 1, 1, sources)
    .expand(batch, heads, 1, sources)
    .reshape(all, 1, sources);
  return scores ? scores.add(keys) : keys;
}
