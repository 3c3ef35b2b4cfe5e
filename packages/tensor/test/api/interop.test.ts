/**
 * @file Tensors from and to iterables, pixels and messages.
 */
import { cpu } from '@x/backend-cpu';
import { describe, expect, it } from 'vitest';
import {
  arange,
  DTypeError,
  fromImageData,
  fromIterable,
  fromMessage,
  registerBackend,
  ShapeError,
  tensor,
  toImageData,
  toMessage,
} from '../../src/index.js';

registerBackend(await cpu());

describe('iterables', () => {
  it('of numbers and of rows', () => {
    function* rows(): Generator<number[]> {
      yield [1, 2];
      yield [3, 4];
    }
    expect(fromIterable(new Set([3, 1, 3])).tolist()).toEqual([3, 1]);
    expect(fromIterable(rows(), { dtype: 'float64' }).tolist()).toEqual([
      [1, 2],
      [3, 4],
    ]);
    expect(() => fromIterable([[1], [2, 3]])).toThrow(ShapeError);
  });
});

describe('pixels', () => {
  const image = { width: 2, height: 1, data: new Uint8ClampedArray([1, 2, 3, 255, 4, 5, 6, 128]) };

  it('go both ways', () => {
    const pixels = fromImageData(image);
    expect([pixels.dtype, pixels.shape]).toEqual(['uint8', [1, 2, 4]]);
    expect(toImageData(pixels)).toEqual(image);
  });

  it('without alpha are opaque, without colours grey', () => {
    expect([...toImageData(fromImageData(image).get('..., :3')).data]).toEqual([1, 2, 3, 255, 4, 5, 6, 255]);
    expect([...toImageData(fromImageData(image).get('..., 0')).data]).toEqual([1, 1, 1, 255, 4, 4, 4, 255]);
  });

  it('of other shapes and dtypes are refused', () => {
    expect(() => fromImageData({ ...image, width: 3 })).toThrow(ShapeError);
    expect(() => toImageData(arange(4).to('uint8'))).toThrow(ShapeError);
    expect(() => toImageData(tensor([[0.5]]))).toThrow(DTypeError);
  });
});

describe('messages', () => {
  it.each(['float32', 'float64', 'int32', 'uint8', 'bool'] as const)('carry %s through a structured clone', (dtype) => {
    const x = arange(6).view(2, 3).to(dtype).t();
    const message = toMessage(x);
    const back = fromMessage(structuredClone(message, { transfer: [message.data.buffer] }));
    expect([back.dtype, back.shape, back.tolist()]).toEqual([dtype, x.shape, x.tolist()]);
  });
});
