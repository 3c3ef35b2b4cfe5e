import { cpu } from '@x/backend-cpu';
import { isTensor, registerBackend, ShapeError, type Tensor, tensor, ValueError } from '@x/tensor';
import { describe, expect, test } from 'vitest';
import { defaultCollate } from '../src/index.js';

registerBackend(await cpu());

const described = (t: Tensor): [string, readonly number[], unknown] => [t.dtype, t.shape, t.tolist()];

describe('defaultCollate', () => {
  test('numbers and booleans become tensors', () => {
    expect(described(defaultCollate([1, -2, 3]))).toEqual(['int32', [3], [1, -2, 3]]);
    expect(described(defaultCollate([1, 0.1]))).toEqual(['float64', [2], [1, 0.1]]);
    expect(described(defaultCollate([2 ** 31, 1]))).toEqual(['float64', [2], [2147483648, 1]]);
    expect(described(defaultCollate([true, false]))).toEqual(['bool', [2], [true, false]]);
  });

  test('tensors and typed arrays are stacked', () => {
    expect(described(defaultCollate([tensor([1.5, 2]), tensor([3, 4.5])]))).toEqual([
      'float32',
      [2, 2],
      [
        [1.5, 2],
        [3, 4.5],
      ],
    ]);
    expect(described(defaultCollate([Uint8Array.of(1), Uint8Array.of(2)]))).toEqual(['uint8', [2, 1], [[1], [2]]]);
    expect(described(defaultCollate([tensor(1), tensor(2)]))).toEqual(['int32', [2], [1, 2]]);
  });

  test('strings stay a list', () => {
    expect(defaultCollate(['a', 'b'])).toEqual(['a', 'b']);
  });

  test('tuples and records are collated part by part, at any depth', () => {
    const items: [Tensor, { name: string; box: [number, number] }][] = [
      [tensor([1, 2]), { name: 'a', box: [0, 0.5] }],
      [tensor([3, 4]), { name: 'b', box: [1, 1.5] }],
    ];
    const [images, { name, box }] = defaultCollate(items);
    expect(images.tolist()).toEqual([
      [1, 2],
      [3, 4],
    ]);
    expect(name).toEqual(['a', 'b']);
    expect(box.map((part) => part.tolist())).toEqual([
      [0, 1],
      [0.5, 1.5],
    ]);
    expect(box.every(isTensor)).toBe(true);
    expect(defaultCollate([[], []])).toEqual([]);
  });

  test.each<[string, readonly unknown[], string]>([
    ['nothing', [], 'the batch is empty: there is nothing to collate'],
    [
      'different kinds',
      [[1], ['x']],
      'samples differ in kind at [0]: a number in sample 0, a string in sample 1 (give the DataLoader a collateFn)',
    ],
    [
      'different lengths',
      [{ words: ['a'] }, { words: ['a', 'b'] }],
      'samples differ in length at .words: 1 in sample 0, 2 in sample 1 (give the DataLoader a collateFn)',
    ],
    [
      'different keys',
      [{ a: 1 }, { b: 1 }],
      'samples differ in keys: {a} in sample 0, {b} in sample 1 (give the DataLoader a collateFn)',
    ],
    [
      'null',
      [[1, null]],
      'cannot batch null at [1]: only numbers, booleans, strings, tensors, typed arrays, arrays and plain objects (give the DataLoader a collateFn)',
    ],
    ['a map', [new Map()], 'cannot batch a Map: only'],
    ['undefined', [undefined], 'cannot batch undefined: only'],
  ])('refuses %s', (_, items, rule) => {
    expect(() => defaultCollate(items)).toThrow(ValueError);
    expect(() => defaultCollate(items)).toThrow(`defaultCollate: ${rule}`);
  });

  test('names the sample whose shape differs', () => {
    const items = [{ x: tensor([1, 2]) }, { x: tensor([1, 2]) }, { x: tensor([1, 2, 3]) }];
    expect(() => defaultCollate(items)).toThrow(ShapeError);
    expect(() => defaultCollate(items)).toThrow(
      'defaultCollate: samples differ in shape at .x: [2] in sample 0, [3] in sample 2 (pad them, or give the DataLoader a collateFn)',
    );
  });
});
