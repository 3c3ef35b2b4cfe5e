/**
 * @file Rows of tables, reduced bag by bag.
 */
import { arange, dispatch, sameShape, ShapeError, shapeText, type Tensor, ValueError } from '@x/tensor/core';
import * as ops from '@x/tensor/ops';
import { embeddingDefaults, type EmbeddingOptions, paddingRow, shorten } from './embedding.js';
import { checkChoice, withDefaults } from './options.js';

export interface EmbeddingBagOptions extends EmbeddingOptions {
  /** First index of each bag, where the input is one list of indices. Default: none. */
  readonly offsets?: Tensor | null;
  /** What becomes of the rows of a bag. Default: 'mean'. */
  readonly mode?: ops.BagMode;
  /** Factors of the rows, in the input's shape; for mode 'sum'. Default: none. */
  readonly perSampleWeights?: Tensor | null;
  /** Whether the last offset is the end of the last bag, not a bag. Default: false. */
  readonly includeLastOffset?: boolean;
}

const op = 'embeddingBag';
const defaults: Required<EmbeddingBagOptions> = {
  ...embeddingDefaults,
  offsets: null,
  mode: 'mean',
  perSampleWeights: null,
  includeLastOffset: false,
};

/** First index of each bag. */
function offsetsOf(input: Tensor, { offsets, includeLastOffset }: Required<EmbeddingBagOptions>): Tensor {
  if (input.ndim === 2) {
    if (offsets) throw new ValueError(op, 'an input [B, n] holds one bag in each row and takes no offsets');
    const [rows, width] = [input.size(0), input.size(1)];
    return arange(rows, { dtype: 'int32', device: input.device }).mul(width);
  }
  if (input.ndim !== 1) {
    throw new ShapeError(op, `expected an input [B, n] or [n], got ${shapeText(input.shape)}`, {
      shapes: [input.shape],
    });
  }
  if (!offsets || offsets.ndim !== 1) {
    throw new ValueError(op, `an input [n] needs offsets [B], got ${offsets ? shapeText(offsets.shape) : 'none'}`);
  }
  if (offsets.storage.backend.readSync && offsets.numel() > 0 && offsets.select(0, 0).item() !== 0) {
    throw new ValueError(op, `the first offset must be 0, got ${String(offsets.select(0, 0).item())}`);
  }
  if (!includeLastOffset) return offsets;
  if (offsets.numel() > 0) return offsets.narrow(0, 0, offsets.numel() - 1);
  throw new ValueError(op, 'with includeLastOffset there must be at least one offset');
}

/**
 * Sums, means or largest values of rows of a table, bag by bag: int32 `[B, n]`, or `[n]` with offsets `[B]`, and weight `[V, D]`
 * → `[B, D]`. Empty bags give zeros, and so do rows of `paddingIdx`, which are not counted.
 *
 * @throws IndexError when an index is not in [0, V), DTypeError when indices are not int32, ShapeError or ValueError when offsets
 * or factors do not fit, or for an option that does not exist or fit.
 * @example embeddingBag(tensor([[1, 0]]), tensor([[1, 2.5], [3, 4]])) // [[2, 3.25]]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.embedding_bag.html
 */
export function embeddingBag(input: Tensor, weight: Tensor, options: EmbeddingBagOptions = {}): Tensor {
  const all = withDefaults(op, options, defaults);
  const { mode, perSampleWeights: factors, scaleGradByFreq } = all;
  checkChoice(op, 'mode', mode, ['sum', 'mean', 'max']);
  if (mode === 'max' && scaleGradByFreq) throw new ValueError(op, "mode 'max' does not take scaleGradByFreq");
  if (factors && mode !== 'sum') throw new ValueError(op, `perSampleWeights need mode 'sum', got '${mode}'`, { mode });
  if (factors && !sameShape(factors.shape, input.shape)) {
    throw new ValueError(
      op,
      `perSampleWeights must have the shape of the input ${shapeText(input.shape)}, got ${shapeText(factors.shape)}`,
    );
  }
  const offsets = offsetsOf(input, all);
  const indices = input.reshape(-1);
  const paddingIdx = paddingRow(op, weight, all.paddingIdx);
  if (all.maxNorm !== null) shorten(weight, indices, all.maxNorm, all.normType);
  const inputs = factors
    ? ([weight, indices, offsets, factors.ndim === 1 ? factors : factors.reshape(-1)] as const)
    : ([weight, indices, offsets] as const);
  return dispatch(ops.embeddingBag, inputs, { mode, paddingIdx, scaleGradByFreq })[0];
}
