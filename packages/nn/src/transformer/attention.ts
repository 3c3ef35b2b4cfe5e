/**
 * @file Attention with several heads.
 */
import * as F from '@x/functional';
import { cat, dispatch, scope, ShapeError, shapeText, type Tensor, ValueError } from '@x/tensor/core';
import * as ops from '@x/tensor/ops';
import { xavierNormal_, xavierUniform_, zeros_ } from '../init/index.js';
import { emptyParameter, factoryDefaults, type FactoryOptions } from '../layers/factory.js';
import { Linear } from '../layers/linear.js';
import { Module } from '../module/module.js';
import type { Parameter } from '../module/parameter.js';
import { mergedMask } from './masks.js';

export interface MultiheadAttentionOptions extends FactoryOptions {
  /** While training, the probability of an attention weight to become zero. Default: 0. */
  readonly dropout?: number;
  /** Whether the projections have biases. Default: true. */
  readonly bias?: boolean;
  /** Whether a learned key and value are put behind the given ones. Default: false. */
  readonly addBiasKv?: boolean;
  /** Whether a key and value of zeros are put behind the given ones. Default: false. */
  readonly addZeroAttn?: boolean;
  /** Features of the keys. Default: null, `embedDim`. */
  readonly kdim?: number | null;
  /** Features of the values. Default: null, `embedDim`. */
  readonly vdim?: number | null;
  /** Whether the batch is the first dimension of inputs and output, not the second. Default: false. */
  readonly batchFirst?: boolean;
}

export interface AttentionOptions {
  /** Keys that nobody attends to, `[N, S]`: true, or −∞ in a floating point mask, which is added. Default: null, none. */
  readonly keyPaddingMask?: Tensor | null;
  /** Whether the attention weights are given too. Default: true. */
  readonly needWeights?: boolean;
  /** Pairs that do not attend, `[L, S]` or `[N · numHeads, L, S]`, as in `keyPaddingMask`. Default: null, none. */
  readonly attnMask?: Tensor | null;
  /** Whether the weights are the mean over the heads. Default: true. */
  readonly averageAttnWeights?: boolean;
}

/** PyTorch's class of the output projection, which its printed text shows. */
class NonDynamicallyQuantizableLinear extends Linear {
  static override readonly name: string = 'NonDynamicallyQuantizableLinear';
}

const attentionDefaults: Required<AttentionOptions> = {
  keyPaddingMask: null,
  needWeights: true,
  attnMask: null,
  averageAttnWeights: true,
};

type Three = readonly [query: Tensor, key: Tensor, value: Tensor];

/** Projected inputs with the heads in the batch, `[N · heads, length, headDim]`, and how the output lies. */
interface Heads {
  readonly query: Tensor;
  readonly key: Tensor;
  readonly value: Tensor;
  readonly batch: number;
  readonly batchFirst: boolean;
}

/** A learned or empty row behind the rows of keys or values, or of the columns of a mask. */
const widened = (mask: Tensor | null): Tensor | null => mask && F.pad(mask, [0, 1]);

/**
 * Attention with several heads: `[L, N, embedDim], [S, N, kdim], [S, N, vdim] → [L, N, embedDim]` and the weights `[N, L, S]`, or
 * null. N may be missing.
 *
 * Projections start uniform after Glorot, biases at zeros.
 * @throws ValueError when the heads do not divide `embedDim`, or for an unknown option; called, ShapeError when inputs or masks
 * do not fit, DTypeError for a mask of whole numbers.
 * @example const [out, weights] = new MultiheadAttention(8, 2)(randn(5, 3, 8), randn(4, 3, 8), randn(4, 3, 8))
 * @see https://pytorch.org/docs/stable/generated/torch.nn.MultiheadAttention.html
 * @see https://arxiv.org/abs/1706.03762
 */
export class MultiheadAttention extends Module<
  [query: Tensor, key: Tensor, value: Tensor, options?: AttentionOptions],
  [output: Tensor, weights: Tensor | null]
> {
  static readonly name: string = 'MultiheadAttention';
  readonly embedDim: number;
  readonly kdim: number;
  readonly vdim: number;
  readonly numHeads: number;
  readonly headDim: number;
  readonly dropout: number;
  readonly batchFirst: boolean;
  readonly addZeroAttn: boolean;
  /** The three projections as one, where all inputs have as many features. */
  inProjWeight: Parameter | null;
  qProjWeight: Parameter | null;
  kProjWeight: Parameter | null;
  vProjWeight: Parameter | null;
  inProjBias: Parameter | null;
  biasK: Parameter | null;
  biasV: Parameter | null;
  outProj: Linear;

  constructor(embedDim: number, numHeads: number, options: MultiheadAttentionOptions = {}) {
    super();
    const { bias, addBiasKv, addZeroAttn, kdim, vdim, dropout, batchFirst, ...factory } = F.withDefaults(
      'MultiheadAttention',
      options,
      {
        dropout: 0,
        bias: true,
        addBiasKv: false,
        addZeroAttn: false,
        kdim: null,
        vdim: null,
        batchFirst: false,
        ...factoryDefaults(),
      },
    );
    checkHeads(embedDim, numHeads);
    this.embedDim = embedDim;
    this.kdim = kdim ?? embedDim;
    this.vdim = vdim ?? embedDim;
    this.numHeads = numHeads;
    this.headDim = embedDim / numHeads;
    this.dropout = dropout;
    this.batchFirst = batchFirst;
    this.addZeroAttn = addZeroAttn;
    const same = this.kdim === embedDim && this.vdim === embedDim;
    const apart = (features: number): Parameter | null => (same ? null : emptyParameter([embedDim, features], factory));
    this.inProjWeight = same ? emptyParameter([3 * embedDim, embedDim], factory) : null;
    this.qProjWeight = apart(embedDim);
    this.kProjWeight = apart(this.kdim);
    this.vProjWeight = apart(this.vdim);
    this.inProjBias = bias ? emptyParameter([3 * embedDim], factory) : null;
    this.outProj = new NonDynamicallyQuantizableLinear(embedDim, embedDim, { bias, ...factory });
    this.biasK = addBiasKv ? emptyParameter([1, 1, embedDim], factory) : null;
    this.biasV = addBiasKv ? emptyParameter([1, 1, embedDim], factory) : null;
    this.resetInputs();
  }

  /** Draws new initial values. */
  resetParameters(): void {
    this.outProj.resetParameters();
    this.resetInputs();
  }

  protected resetInputs(): void {
    const { inProjWeight, qProjWeight, kProjWeight, vProjWeight, inProjBias, biasK, biasV, outProj } = this;
    for (const weight of [inProjWeight, qProjWeight, kProjWeight, vProjWeight]) if (weight) xavierUniform_(weight);
    for (const bias of [inProjBias, outProj.bias]) if (bias) zeros_(bias);
    for (const row of [biasK, biasV]) if (row) xavierNormal_(row);
  }

  override forward(
    query: Tensor,
    key: Tensor,
    value: Tensor,
    options: AttentionOptions = {},
  ): [output: Tensor, weights: Tensor | null] {
    const masks = F.withDefaults('MultiheadAttention', options, attentionDefaults);
    this.checkInputs([query, key, value]);
    const batched = query.ndim === 3;
    const keyPaddingMask = batched ? masks.keyPaddingMask : masks.keyPaddingMask && masks.keyPaddingMask.unsqueeze(0);
    // what lies between the inputs and the output projection is seen by nobody
    const [joined, weights] = scope(() =>
      this.combined(this.headsOf([query, key, value], batched), { ...masks, keyPaddingMask }),
    );
    const output = this.outProj(joined);
    return batched ? [output, weights] : [output.squeeze(1), weights && weights.squeeze(0)];
  }

  protected checkInputs(inputs: Three): void {
    const [query, key, value] = inputs;
    const batch = (t: Tensor): number => (t.ndim === 3 ? t.size(this.batchFirst ? 0 : 1) : 1);
    const length = (t: Tensor): number => t.size(t.ndim === 3 && this.batchFirst ? 1 : 0);
    const fits =
      (query.ndim === 2 || query.ndim === 3) &&
      inputs.every((t) => t.ndim === query.ndim && batch(t) === batch(query)) &&
      length(key) === length(value) &&
      query.size(-1) === this.embedDim &&
      key.size(-1) === this.kdim &&
      value.size(-1) === this.vdim;
    if (fits) return;
    const [n, l, s] = ['N, ', 'L, ', 'S, '];
    const order = (size: string): string => (this.batchFirst ? `[${n}${size}` : `[${size}${n}`);
    const expected = `${order(l)}${this.embedDim}], ${order(s)}${this.kdim}] and ${order(s)}${this.vdim}]`;
    const shapes = inputs.map(({ shape }) => shape);
    throw new ShapeError(
      'MultiheadAttention',
      `expected ${expected}, or the same without N, got ${shapes.map(shapeText).join(', ')}`,
      { shapes },
    );
  }

  /** The inputs as `[length, N, features]`; what was one tensor stays one. */
  protected ordered([query, key, value]: Three, batched: boolean): Three {
    if (batched && !this.batchFirst) return [query, key, value];
    const order = (t: Tensor): Tensor => (batched ? t.transpose(0, 1) : t.unsqueeze(1));
    const q = order(query);
    const k = key === query ? q : order(key);
    return [q, k, value === query ? q : value === key ? k : order(value)];
  }

  /** The inputs after their projections: `[length, N, embedDim]`. */
  protected projected([query, key, value]: Three): Three {
    const { inProjWeight, inProjBias } = this;
    const weights = inProjWeight?.chunk(3) ?? [this.qProjWeight!, this.kProjWeight!, this.vProjWeight!];
    const biases = inProjBias?.chunk(3);
    const project = (input: Tensor, i: number): Tensor => F.linear(input, weights[i]!, { bias: biases?.[i] ?? null });
    return [project(query, 0), project(key, 1), project(value, 2)];
  }

  /** The heads of the projected inputs. */
  protected headsOf(inputs: Three, batched: boolean): Heads {
    const { numHeads: heads, inProjWeight, inProjBias, batchFirst, biasK, biasV, embedDim } = this;
    const split = (x: Tensor, parts: number, first: boolean): readonly Tensor[] =>
      dispatch(ops.splitHeads, [x], { heads, parts, batchFirst: first });
    if (inProjWeight && inputs[0] === inputs[1] && inputs[1] === inputs[2] && !biasK && !biasV) {
      // one projection, whose result is cut into heads as it lies
      const input = batched ? inputs[0] : inputs[0].unsqueeze(1);
      const first = batched && batchFirst;
      const [query, key, value] = split(F.linear(input, inProjWeight, { bias: inProjBias }), 3, first);
      return { query: query!, key: key!, value: value!, batch: input.size(first ? 0 : 1), batchFirst: first };
    }
    const [query, keys, values] = this.projected(this.ordered(inputs, batched));
    const batch = query.size(1);
    const behind = (rows: Tensor, row: Parameter | null): Tensor =>
      row ? cat([rows, row.expand(1, batch, embedDim)]) : rows;
    const [q, k, v] = [query, behind(keys, biasK), behind(values, biasV)].map((x) => split(x, 1, false)[0]!);
    return { query: q!, key: k!, value: v!, batch, batchFirst: batched && batchFirst };
  }

  /** The values that each target attends to, of all heads, before the last projection; and with which weights. */
  protected combined(
    { query, key, value, batch, batchFirst }: Heads,
    options: Required<AttentionOptions>,
  ): [joined: Tensor, weights: Tensor | null] {
    const { numHeads: heads, headDim, biasK, addZeroAttn, training } = this;
    const sources = key.size(1) - (biasK ? 1 : 0);
    let mask = mergedMask('MultiheadAttention', options, { batch, heads, targets: query.size(1), sources }, query);
    if (biasK) mask = widened(mask);
    let [k, v] = [key, value];
    if (addZeroAttn) {
      const zeros = k.newZeros([batch * heads, 1, headDim]);
      [k, v, mask] = [cat([k, zeros], 1), cat([v, zeros], 1), widened(mask)];
    }
    const joined = (parts: Tensor): Tensor => dispatch(ops.joinHeads, [parts], { heads, batchFirst })[0];
    const dropoutP = training ? this.dropout : 0;
    if (!options.needWeights) {
      return [joined(F.scaledDotProductAttention(query, k, v, { attnMask: mask, dropoutP })), null];
    }
    const scores = query.div(Math.sqrt(headDim)).bmm(k.transpose(1, 2));
    const weights = F.dropout(F.softmax(mask ? scores.add(mask) : scores, -1), { p: dropoutP });
    const output = joined(weights.bmm(v));
    const perHead = weights.unflatten(0, [batch, heads]);
    return [output, options.averageAttnWeights ? perHead.mean(1) : perHead];
  }
}

function checkHeads(embedDim: number, numHeads: number): void {
  if (Number.isInteger(numHeads) && numHeads > 0 && embedDim > 0 && embedDim % numHeads === 0) return;
  throw new ValueError('MultiheadAttention', `embedDim must be divisible by numHeads: ${embedDim} and ${numHeads}`, {
    embedDim,
    numHeads,
  });
}
