import { cpu } from '@x/backend-cpu';
import {
  arange,
  FormatError,
  Generator,
  IndexError,
  isTensor,
  registerBackend,
  ShapeError,
  type Tensor,
  tensor,
  ValueError,
  zeros,
} from '@x/tensor';
import { describe, expect, test } from 'vitest';
import {
  ConcatDataset,
  ImageDataset,
  idxDataset,
  randomSplit,
  Subset,
  SyntheticDigits,
  TensorDataset,
  ToTensor,
} from '../src/index.js';
import { fingerprint, gzip, idx } from './bytes.js';
import { Numbers } from './numbers.js';

registerBackend(await cpu());

const lists = (tensors: readonly Tensor[]): unknown[] => tensors.map((t) => t.tolist());

describe('Dataset', () => {
  test('is iterable in order and has no batches of its own', () => {
    expect([...new Numbers(4)]).toEqual([0, 1, 2, 3]);
    expect(new Numbers(4).getBatch([1, 2])).toBeUndefined();
  });
});

describe('TensorDataset', () => {
  const x = tensor([
    [1, 2],
    [3, 4],
    [5, 6],
  ]);
  const dataset = new TensorDataset(x, arange(3));

  test('gives tuples of slices, also counted from the end', () => {
    expect(dataset.length).toBe(3);
    const [row, label] = dataset.get(1);
    expect(row.tolist()).toEqual([3, 4]);
    expect(label.shape).toEqual([]);
    expect(label.item()).toBe(1);
    expect(lists(dataset.get(-1))).toEqual([[5, 6], 2]);
  });

  test('gathers a batch', () => {
    const [rows, labels] = dataset.getBatch([2, 0, -2]);
    expect(rows.tolist()).toEqual([
      [5, 6],
      [1, 2],
      [3, 4],
    ]);
    expect(labels.tolist()).toEqual([2, 0, 1]);
    expect(labels.dtype).toBe('int32');
  });

  test('refuses indices that are not there', () => {
    for (const index of [3, -4, 0.5, Number.NaN]) {
      expect(() => dataset.get(index)).toThrow(IndexError);
      expect(() => dataset.getBatch([0, index])).toThrow(
        `TensorDataset: index ${index} is out of range for a dataset of 3 items`,
      );
    }
  });

  test('refuses tensors that do not belong together', () => {
    expect(() => new TensorDataset()).toThrow(ValueError);
    expect(() => new TensorDataset(x, arange(2))).toThrow(ShapeError);
    expect(() => new TensorDataset(x, arange(2))).toThrow(
      'TensorDataset: the tensors differ in their first size: [3, 2], [2]',
    );
    expect(() => new TensorDataset(tensor(1))).toThrow(ShapeError);
  });
});

describe('Subset, randomSplit, ConcatDataset', () => {
  test('a subset renumbers items and passes batches on', () => {
    const subset = new Subset(new TensorDataset(arange(10)), [7, 3, 5]);
    expect(subset.length).toBe(3);
    expect(lists(subset.get(0))).toEqual([7]);
    expect(lists(subset.get(-1))).toEqual([5]);
    expect(lists(subset.getBatch([2, 0])!)).toEqual([[5, 7]]);
    expect(new Subset(new Numbers(9), [4, 8]).getBatch([0])).toBeUndefined();
    expect(() => subset.get(3)).toThrow('Subset: index 3 is out of range for a dataset of 3 items');
  });

  test('randomSplit refuses lengths that do not fit', () => {
    const dataset = new Numbers(10);
    expect(() => randomSplit(dataset, [5, 6])).toThrow(ValueError);
    expect(() => randomSplit(dataset, [5, 6])).toThrow(
      'randomSplit: the lengths add up to 11, the dataset has 10 items',
    );
    expect(() => randomSplit(dataset, [0.5, 0.6])).toThrow(ValueError);
    expect(() => randomSplit(dataset, [12, -2])).toThrow(ValueError);
    expect(() => randomSplit(dataset, [5.5, 4.5])).toThrow(ValueError);
    // @ts-expect-error no such option
    expect(() => randomSplit(dataset, [10], { seed: 1 })).toThrow(
      "randomSplit: unknown option 'seed' (known: generator)",
    );
  });

  test('randomSplit shares the items out', () => {
    const [a, b] = randomSplit(new Numbers(10), [0.7, 0.3], { generator: new Generator().manualSeed(0) });
    expect([a.length, b.length]).toEqual([7, 3]);
    expect([...a, ...b].toSorted((x, y) => x - y)).toEqual([...new Numbers(10)]);
  });

  test('a concatenation goes through all datasets', () => {
    const all = new ConcatDataset([new Numbers(2), new Numbers(0), new Numbers(3)]);
    expect(all.length).toBe(5);
    expect([...all]).toEqual([0, 1, 0, 1, 2]);
    expect(all.get(-1)).toBe(2);
    expect(all.cumulativeSizes).toEqual([2, 2, 5]);
    expect(() => all.get(5)).toThrow(IndexError);
    expect(() => new ConcatDataset([])).toThrow(ValueError);
  });
});

describe('ImageDataset', () => {
  const bytes = Uint8Array.from({ length: 3 * 2 * 2 }, (_, i) => 20 * i);
  const pictures = { shape: [3, 2, 2], data: bytes };
  const labels = Uint8Array.of(4, 0, 9);

  test('without transforms gives uint8 pictures and numbers', () => {
    const dataset = new ImageDataset(pictures, labels);
    expect(dataset.length).toBe(3);
    expect([dataset.data.dtype, dataset.targets.dtype]).toEqual(['uint8', 'int32']);
    expect(dataset.targets.tolist()).toEqual([4, 0, 9]);
    const [image, label] = dataset.get(-1);
    expect(image.tolist()).toEqual([
      [160, 180],
      [200, 220],
    ]);
    expect(label).toBe(9);
    expect(() => dataset.get(3)).toThrow('ImageDataset: index 3 is out of range for a dataset of 3 items');
  });

  test.each([
    ['none', {}],
    ['a Transform', { transform: new ToTensor() }],
    ['a function', { transform: (image: Tensor) => image.to('float32').sum(0) }],
  ])('batches are what stacking the items gives, transform: %s', (_, options) => {
    const dataset = new ImageDataset(pictures, labels, options);
    const [images, targets] = dataset.getBatch([2, 0]);
    expect(images.tolist()).toEqual([dataset.get(2)[0].tolist(), dataset.get(0)[0].tolist()]);
    expect(images.dtype).toBe(dataset.get(0)[0].dtype);
    expect(targets.tolist()).toEqual([9, 4]);
    expect(targets.dtype).toBe('int32');
  });

  test('a targetTransform may change the type of the labels', () => {
    const oneHot = (target: number): Tensor => {
      const row = zeros(10);
      row.set([target], 1);
      return row;
    };
    const dataset = new ImageDataset(pictures, labels, { targetTransform: oneHot });
    expect(dataset.get(0)[1].tolist()).toEqual([0, 0, 0, 0, 1, 0, 0, 0, 0, 0]);
    expect(dataset.getBatch([0, 1])[1].shape).toEqual([2, 10]);
  });

  test('refuses another number of labels', () => {
    expect(() => new ImageDataset(pictures, labels.subarray(1))).toThrow(ShapeError);
    expect(() => new ImageDataset(pictures, labels.subarray(1))).toThrow('ImageDataset: 3 pictures but 2 labels');
  });
});

describe('idxDataset', () => {
  const images = idx(0x08, [2, 1, 2], [1, 2, 3, 4]);
  const labels = idx(0x08, [2], [7, 5]);

  test('reads plain and packed files', async () => {
    const dataset = await idxDataset(await gzip(images), labels, { transform: new ToTensor() });
    expect(dataset.length).toBe(2);
    expect(dataset.get(1)[0].shape).toEqual([1, 1, 2]);
    expect(dataset.get(1)[1]).toBe(5);
  });

  test.each<[string, Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>, string]>([
    ['other counts', images, idx(0x08, [3], [7, 5, 1]), 'idxDataset: a has 2 pictures but b has 3 labels'],
    ['swapped files', labels, images, 'idxDataset: a: expected uint8 values with 3 or 4 dimensions, got uint8 [2]'],
    [
      'labels of another type',
      images,
      idx(0x09, [2], [1, 2]),
      'idxDataset: b: expected uint8 values with 1 dimensions, got int8 [2]',
    ],
    [
      'truncated pictures',
      images.slice(0, -1),
      labels,
      'readIdx: a: truncated: the header announces 2 x 1 x 2 uint8 values = 20 bytes with the header, the file has 19',
    ],
  ])('refuses %s', async (_, first, second, message) => {
    const read = idxDataset(first, second, { imagesName: 'a', labelsName: 'b' });
    await expect(read).rejects.toThrow(FormatError);
    await expect(read).rejects.toThrow(message);
  });
});

describe('SyntheticDigits', () => {
  test('training and test digits differ, the same options give the same ones', () => {
    const options = { length: 30, seed: 5 };
    const train = new SyntheticDigits(options);
    const held = new SyntheticDigits({ ...options, train: false });
    expect(train.data.shape).toEqual([30, 28, 28]);
    expect(new SyntheticDigits(options).data.tolist()).toEqual(train.data.tolist());
    expect(held.data.tolist()).not.toEqual(train.data.tolist());
    expect(new SyntheticDigits({ length: 30 }).data.tolist()).not.toEqual(train.data.tolist());
    expect(isTensor(train.get(0)[0])).toBe(true);
  });

  test('is as long as asked, 8000 and 2000 otherwise', () => {
    expect(new SyntheticDigits({ length: 3, train: false }).length).toBe(3);
    expect(new SyntheticDigits({ train: false }).length).toBe(2000);
    expect(new SyntheticDigits().length).toBe(8000);
  });

  test('the first pictures of both sets stay what they are', () => {
    const bytes = (train: boolean): Uint8Array =>
      Uint8Array.from(new SyntheticDigits({ train, length: 100 }).data.toTypedArray());
    expect([fingerprint(bytes(true)), fingerprint(bytes(false))]).toEqual(['393ad46e', 'efb98fb9']);
  });

  test('refuses bad options', () => {
    expect(() => new SyntheticDigits({ length: 0 })).toThrow('SyntheticDigits: length must be an integer > 0: 0');
    expect(() => new SyntheticDigits({ seed: 0.5 })).toThrow(ValueError);
    // @ts-expect-error no such option
    expect(() => new SyntheticDigits({ size: 3 })).toThrow("SyntheticDigits: unknown option 'size'");
  });
});
