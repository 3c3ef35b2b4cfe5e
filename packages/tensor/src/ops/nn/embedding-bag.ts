/**
 * @file Sums, means or largest values of rows of a table, bag by bag.
 */
import { recomputed } from '../../gradient.js';
import { cat } from '../../api/join.js';
import { cumsum } from '../../api/scan.js';
import { tensor } from '../../create.js';
import { ShapeError } from '../../errors.js';
import type { Op } from '../../op.js';
import { sameShape, shapeText } from '../../shape.js';
import type { Tensor } from '../../tensor.js';
import { checkIndex } from '../gather.js';
import { checkSameFloating, composite, naming } from './composite.js';
import { type EmbeddingAttrs, frequencies } from './embedding.js';

/** What becomes of the rows of a bag. */
export type BagMode = 'sum' | 'mean' | 'max';

export interface EmbeddingBagAttrs extends EmbeddingAttrs {
  readonly mode: BagMode;
}

/** `weight [V, D]`, `indices [n]`, first index of each bag `[B]` and, if there are any, factors of the rows `[n]`. */
export type EmbeddingBagInputs =
  | readonly [weight: Tensor, indices: Tensor, offsets: Tensor]
  | readonly [weight: Tensor, indices: Tensor, offsets: Tensor, factors: Tensor];

/** Number of the bag of each of n indices. */
function bags(offsets: Tensor, n: number): Tensor {
  const starts = offsets.newZeros([n + 1]).scatterAdd(0, offsets, offsets.newOnes(offsets.shape));
  return cumsum(starts, 0).narrow(0, 0, n).sub(1);
}

/** The rows; their gradients are divided by how often they are used, if asked for. */
function lookUp(weight: Tensor, indices: Tensor, { scaleGradByFreq }: EmbeddingAttrs): Tensor {
  const rows = naming('embeddingBag', 'index', () => weight.indexSelect(0, indices));
  if (!scaleGradByFreq) return rows;
  const part = rows.div(frequencies(indices, weight.size(0), weight.detach()).unsqueeze(1));
  return part.add(rows.sub(part).detach());
}

/** Places of the indices of each bag `[B, longest]`; n where a bag has fewer. Offsets are read at once. */
function places(offsets: Tensor, n: number): Tensor {
  const starts = [...offsets.toTypedArray()];
  const lengths = starts.map((start, i) => Math.max((starts[i + 1] ?? n) - start, 0));
  const longest = Math.max(...lengths, 1);
  const table = starts.flatMap((start, b) =>
    Array.from({ length: longest }, (_, i) => (i < lengths[b]! ? start + i : n)),
  );
  return tensor(table, { dtype: 'int32', device: offsets.device }).view(starts.length, longest);
}

/** The largest values of each bag, 0 for an empty one; `skip` says which rows do not count. */
function largest(rows: Tensor, offsets: Tensor, skip: Tensor): Tensor {
  const [n, width] = [rows.size(0), rows.size(1)];
  const at = places(offsets, n);
  const all = cat([rows, rows.newZeros([1, width])]);
  const skipped = cat([skip, skip.newOnes([1])]);
  const index = at.reshape(-1);
  const missing = skipped.indexSelect(0, index).view([...at.shape, 1]);
  const candidates = all
    .indexSelect(0, index)
    .view([...at.shape, width])
    .maskedFill(missing, -Infinity);
  const best = candidates.detach().argmax(1, { keepdim: true });
  return candidates.gather(1, best).squeeze(1).maskedFill(missing.all(1), 0);
}

function check([weight, indices, offsets, factors]: EmbeddingBagInputs): void {
  const op = 'embeddingBag';
  checkIndex(op, indices);
  checkIndex(op, offsets);
  checkSameFloating(op, weight, ...(factors ? [factors] : []));
  const shapes = [weight.shape, indices.shape, offsets.shape, ...(factors ? [factors.shape] : [])];
  const fits = weight.ndim === 2 && indices.ndim === 1 && offsets.ndim === 1;
  if (fits && (!factors || sameShape(factors.shape, indices.shape))) return;
  throw new ShapeError(
    op,
    `expected weight [V, D], indices [n], offsets [B] and factors [n], got ${shapes.map(shapeText).join(', ')}`,
    { shapes },
  );
}

/** Rows of `weight` at `indices`, reduced bag by bag: `[B, D]`. */
export const embeddingBag: Op<EmbeddingBagInputs, EmbeddingBagAttrs, readonly [Tensor]> = composite(
  'embeddingBag',
  check,
  ([weight, indices, offsets, factors], attrs) => {
    const n = indices.numel();
    const skip = indices.eq(attrs.paddingIdx ?? -1);
    const rows = lookUp(weight, indices, attrs);
    if (attrs.mode === 'max') return largest(rows, offsets, skip);
    const bag = bags(offsets, n);
    const counted = (factors ? rows.mul(factors.unsqueeze(1)) : rows).maskedFill(skip.unsqueeze(1), 0);
    const sums = weight.newZeros([offsets.size(0), weight.size(1)]).indexAdd(0, bag, counted);
    if (attrs.mode === 'sum') return sums;
    const ones = weight.newOnes([n]).maskedFill(skip, 0);
    const counts = weight
      .newZeros([offsets.size(0)])
      .indexAdd(0, bag, ones)
      .clampMin(1);
    return sums.div(counts.unsqueeze(1));
  },
  recomputed({ name: 'EmbeddingBagBackward0', wrt: [0, 3] }),
);
