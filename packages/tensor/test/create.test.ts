import { cpu } from '@x/backend-cpu';
import { describe, expect, it } from 'vitest';
import { type DType, type NestedData, registerBackend, type Shape, tensor } from '../src/index.js';

registerBackend(await cpu());

describe('tensor', () => {
  const cases: readonly (readonly [data: NestedData, dtype: DType, shape: Shape])[] = [
    [5, 'int32', []],
    [1.5, 'float32', []],
    [true, 'bool', []],
    [-0, 'float32', []],
    [2 ** 31, 'float32', []],
    [NaN, 'float32', []],
    [[], 'float32', [0]],
    [[[], []], 'float32', [2, 0]],
    [[1, 2], 'int32', [2]],
    [[true, 2], 'int32', [2]],
    [[true, 2.5], 'float32', [2]],
    [[[1], [2]], 'int32', [2, 1]],
    [new Float64Array(3), 'float64', [3]],
    [new Uint8Array(3), 'uint8', [3]],
    [new Uint8ClampedArray(3), 'uint8', [3]],
    [[new Float32Array(2), new Float32Array(2)], 'float32', [2, 2]],
    [[new Float64Array(2), new Float32Array(2)], 'float64', [2, 2]],
    [[new Int32Array(2), [1, 2]], 'int32', [2, 2]],
    [[new Uint8Array(2), new Uint8Array(2)], 'uint8', [2, 2]],
  ];

  it.each(cases)('of %j', (data, dtype, shape) => {
    const x = tensor(data);
    expect([x.dtype, x.shape]).toEqual([dtype, shape]);
  });

  it('holds the numbers in order, and copies them', () => {
    const row = Float32Array.of(0.5, 1.5);
    const x = tensor([row, [2, 3]]);
    row.fill(9);
    expect(x.tolist()).toEqual([
      [0.5, 1.5],
      [2, 3],
    ]);
  });

  it('converts to the dtype of the options', () => {
    expect(tensor([1.75, -1.75], { dtype: 'int32' }).tolist()).toEqual([1, -1]);
    expect(tensor([0, 0.5, NaN], { dtype: 'bool' }).tolist()).toEqual([false, true, true]);
    expect(tensor([-1], { dtype: 'uint8' }).tolist()).toEqual([255]);
    expect(tensor(new Float64Array([0.1]), { dtype: 'float32' }).item()).toBe(Math.fround(0.1));
  });
});
