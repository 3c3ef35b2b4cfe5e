import { backward } from '@x/autograd';
import { cpu } from '@x/backend-cpu';
import {
  isTensor,
  manualSeed,
  ones,
  registerBackend,
  ShapeError,
  type Tensor,
  tensor,
  ValueError,
  zeros,
} from '@x/tensor';
import { describe, expect, it } from 'vitest';
import { differences, valueDifferences } from '../../../tools/golden/compare.js';
import { argumentText, decodeTensor, Inputs } from '../../../tools/golden/decode.js';
import { type EncodedGradients, isEncodedTensor } from '../../../tools/golden/file.js';
import { pattern } from '../../../tools/golden/gradients.js';
import { GRU, LSTM, type RecurrentOptions, RNN, utils } from '../src/index.js';
import networks from './golden/packed.json' with { type: 'json' };
import packing from './golden/packing.json' with { type: 'json' };
import { gradientDifferences } from './module-rows.js';

registerBackend(await cpu());

const {
  packPaddedSequence,
  packSequence,
  PackedSequence,
  padPackedSequence,
  padSequence,
  unpackSequence,
  unpadSequence,
} = utils.rnn;

const inputsOf = (): Inputs =>
  new Inputs(packing.inputs, (leaf) => {
    leaf.requiresGrad = true;
  });

const gradientsOf = (inputs: Inputs): (readonly [string, Tensor])[] =>
  [...inputs.used].map(([name, { leaf }]) => [name, leaf] as const);

const sequencesOf = (inputs: Inputs, names: readonly string[]): Tensor[] =>
  names.map((name) => inputs.get(name.slice(1)).value);

interface SequencesRow {
  readonly sequences: readonly string[];
  readonly sorted: boolean;
  readonly grad: EncodedGradients;
}

interface PackingRow extends SequencesRow {
  readonly options: utils.rnn.PadPackedOptions;
  readonly packed: Readonly<Record<'data' | 'sortedIndices' | 'unsortedIndices' | 'batchSizes', unknown>>;
  readonly padded: unknown;
  readonly lengths: unknown;
  readonly direct: unknown;
}

const title = ({ sequences, options }: SequencesRow & { readonly options: object }): string =>
  `${sequences.join(', ')} ${argumentText(options)}`;

describe('packing', () => {
  const rows: readonly PackingRow[] = packing.cases;
  it.each(rows.map((row) => [title(row), row] as const))('%s', (_, row) => {
    const inputs = inputsOf();
    const sequences = sequencesOf(inputs, row.sequences);
    const lengths = sequences.map((sequence) => sequence.size(0));
    const enforceSorted = row.sorted;
    const packed = packSequence(sequences, { enforceSorted });
    expect(packed.batchSizes).toEqual(row.packed.batchSizes);
    for (const part of ['data', 'sortedIndices', 'unsortedIndices'] as const)
      expect(differences(packed[part], row.packed[part])).toEqual([]);
    const [padded, found] = padPackedSequence(packed, row.options);
    expect(differences(padded, row.padded)).toEqual([]);
    expect(differences(found, row.lengths)).toEqual([]);
    const { batchFirst = false, paddingValue = 0 } = row.options;
    const direct = padSequence(sequences, { batchFirst, paddingValue });
    expect(differences(direct, row.direct)).toEqual([]);
    const again = packPaddedSequence(direct, found, { batchFirst, enforceSorted });
    expect(differences(again.data, row.packed.data)).toEqual([]);
    for (const list of [unpackSequence(packed), unpadSequence(direct, lengths, { batchFirst })])
      expect(list.map((t) => t.tolist())).toEqual(sequences.map((t) => t.tolist()));
    padded.backward(pattern(padded));
    expect(gradientDifferences(gradientsOf(inputs), row.grad)).toEqual([]);
  });
});

interface NetworkRow extends SequencesRow {
  readonly layer: string;
  readonly options: RecurrentOptions;
  readonly start: readonly unknown[];
  readonly out: readonly unknown[];
  readonly parameters: EncodedGradients;
}

const layers: Readonly<Record<string, typeof RNN | typeof GRU | typeof LSTM>> = { RNN, GRU, LSTM };

describe('recurrent layers over packed sequences', () => {
  const rows: readonly NetworkRow[] = networks.cases;
  const named = (row: NetworkRow): string =>
    `${row.layer} on ${title(row)}${row.start.length > 0 ? ' from a state' : ''}`;
  it.each(rows.map((row) => [named(row), row] as const))('%s', (_, row) => {
    const inputs = inputsOf();
    const sequences = packSequence(sequencesOf(inputs, row.sequences), { enforceSorted: row.sorted });
    const constructor = layers[row.layer];
    if (!constructor) throw new TypeError(`there is no layer ${row.layer}`);
    manualSeed(0);
    const layer = new constructor(3, 2, row.options);
    manualSeed(1);
    const start = row.start.filter(isEncodedTensor).map(decodeTensor);
    const given = start.length > 1 ? start : start[0];
    const [out, state]: readonly [unknown, unknown] = Reflect.apply(layer, undefined, [sequences, given]);
    if (!(out instanceof PackedSequence)) throw new TypeError('the output is not packed');
    expect(out.batchSizes).toEqual(sequences.batchSizes);
    expect(out.unsortedIndices).toBe(sequences.unsortedIndices);
    const states: readonly unknown[] = Array.isArray(state) ? state : [state];
    const results = [out.data, ...states.filter((value) => isTensor(value))];
    expect(differences(results, { list: row.out })).toEqual([]);
    backward(results, results.map(pattern));
    expect(gradientDifferences(gradientsOf(inputs), row.grad)).toEqual([]);
    expect(gradientDifferences(layer.namedParameters(), row.parameters)).toEqual([]);
  });
});

describe('packed sequences', () => {
  it('have elements for their batch sizes', () => {
    expect(() => new PackedSequence({ data: zeros(3), batchSizes: [1, 2] })).toThrow(ValueError);
    expect(() => new PackedSequence({ data: zeros(4), batchSizes: [2, 1] })).toThrow(
      'PackedSequence: batchSizes must not increase and must add up to the 4 elements, got [2, 1] (use utils.rnn.packSequence)',
    );
  });

  it('move to other dtypes', () => {
    const packed = packSequence([tensor([1]), tensor([2, 3])], { enforceSorted: false }).to('float64');
    expect([packed.data.dtype, packed.sortedIndices?.dtype]).toEqual(['float64', 'int32']);
    expect(unpackSequence(packed).map((t) => t.tolist())).toEqual([[1], [2, 3]]);
  });

  it('are sorted, unless they need not be', () => {
    expect(() => packSequence([ones(1), ones(2)])).toThrow(
      'packSequence: lengths must be sorted in decreasing order, got [1, 2] (or pass enforceSorted: false)',
    );
    expect(() => packPaddedSequence(zeros(2, 2), [1, 2])).toThrow(ValueError);
  });

  it('have a length each', () => {
    expect(() => packPaddedSequence(zeros(3, 2), [3])).toThrow('expected 2 lengths between 1 and 3');
    expect(() => packPaddedSequence(zeros(3, 2), [4, 1])).toThrow(ValueError);
    expect(() => packPaddedSequence(zeros(3, 2), [3, 0])).toThrow(ValueError);
    expect(() => packPaddedSequence(zeros(3), [3])).toThrow(ShapeError);
    expect(() => packSequence([ones(2), ones(0)])).toThrow(ValueError);
    expect(() => padSequence([])).toThrow(ValueError);
    expect(() => unpadSequence(zeros(3), [3])).toThrow(ShapeError);
    expect(() => padPackedSequence(packSequence([ones(3)]), { totalLength: 2 })).toThrow(
      'padPackedSequence: totalLength must be at least the length of the longest sequence: 2 and 3',
    );
  });

  it('keep the dtype of what is packed', () => {
    const packed = packSequence([tensor([1, 2]), tensor([3])]);
    expect(packed.data.dtype).toBe('int32');
    expect(valueDifferences(padPackedSequence(packed)[0].toTypedArray(), [1, 3, 2, 0], 'int32')).toEqual([]);
  });
});
