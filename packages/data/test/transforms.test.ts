import { cpu } from '@x/backend-cpu';
import {
  arange,
  DTypeError,
  randn,
  registerBackend,
  ShapeError,
  stack,
  type Tensor,
  tensor,
  ValueError,
} from '@x/tensor';
import { describe, expect, test } from 'vitest';
import { Compose, Lambda, Normalize, Pad, ToTensor, Transform } from '../src/index.js';
import golden from './golden/data.json' with { type: 'json' };

registerBackend(await cpu());

/** `batch` gives what stacking the changed pictures gives. */
function expectBatchEqualsItems(transform: Transform, images: Tensor): void {
  const batch = transform.batch(images);
  const items = stack(images.unbind(0).map((image) => transform(image)));
  expect(batch.shape).toEqual(items.shape);
  expect(batch.dtype).toBe(items.dtype);
  expect(batch.tolist()).toEqual(items.tolist());
}

const bytes = (...shape: number[]): Tensor =>
  arange(shape.reduce((a, b) => a * b))
    .to('uint8')
    .view(shape);

describe('ToTensor', () => {
  const toTensor = new ToTensor();

  test('scales bytes to 0 … 1 and puts channels first', () => {
    const grey = toTensor(bytes(2, 3));
    expect([grey.dtype, grey.shape]).toEqual(['float32', [1, 2, 3]]);
    expect(grey.flatten().tolist()).toEqual([0, 1, 2, 3, 4, 5].map((v) => Math.fround(v / 255)));
    const colour = toTensor(bytes(2, 2, 3));
    expect(colour.shape).toEqual([3, 2, 2]);
    expect(colour.mul(255).round().tolist()).toEqual([
      [
        [0, 3],
        [6, 9],
      ],
      [
        [1, 4],
        [7, 10],
      ],
      [
        [2, 5],
        [8, 11],
      ],
    ]);
  });

  test('leaves other values as they are', () => {
    expect(toTensor(tensor([[300, -1]])).tolist()).toEqual([[[300, -1]]]);
  });

  test('takes batches with and without channels', () => {
    expectBatchEqualsItems(toTensor, bytes(4, 2, 3));
    expectBatchEqualsItems(toTensor, bytes(2, 4, 2, 3));
  });

  test('refuses other ranks', () => {
    expect(() => toTensor(bytes(4))).toThrow(ShapeError);
    expect(() => toTensor(bytes(4))).toThrow('ToTensor: expected a picture [H, W] or [H, W, C], got [4]');
    expect(() => toTensor.batch(bytes(4, 2))).toThrow(
      'ToTensor: expected pictures [N, H, W] or [N, H, W, C], got [4, 2]',
    );
  });
});

describe('Normalize', () => {
  test('after ToTensor gives PyTorch’s numbers bit for bit', () => {
    const normalized = new Compose([new ToTensor(), new Normalize([0.1307], [0.3081])])(bytes(16, 16));
    expect(normalized.flatten().tolist()).toEqual(golden.normalized.map(Math.fround));
  });

  test('treats each channel with its own values, pictures and batches alike', () => {
    const normalize = new Normalize([1, 2], [2, 4]);
    expect(normalize(tensor([[[3]], [[10]]], { dtype: 'float32' })).tolist()).toEqual([[[1]], [[2]]]);
    expectBatchEqualsItems(normalize, randn(3, 2, 4, 5));
    expectBatchEqualsItems(new Normalize([0.5], [0.25]), randn(3, 2, 4, 5));
  });

  test('leaves its input unchanged', () => {
    const image = tensor([[[1.5]]]);
    new Normalize([1], [2])(image);
    expect(image.item()).toBe(1.5);
  });

  test('refuses bytes, other channels, flat pictures and useless settings', () => {
    expect(() => new Normalize([0], [1])(bytes(1, 2, 2))).toThrow(DTypeError);
    expect(() => new Normalize([0], [1])(bytes(1, 2, 2))).toThrow(
      'Normalize: expected a floating-point picture, got uint8 (ToTensor makes one)',
    );
    expect(() => new Normalize([0, 0, 0], [1])(randn(1, 2, 2))).toThrow(ShapeError);
    expect(() => new Normalize([0], [1])(randn(2, 2))).toThrow(ShapeError);
    expect(() => new Normalize([0], [0])).toThrow(ValueError);
    expect(() => new Normalize([], [])).toThrow(ValueError);
    expect(() => new Normalize([Number.NaN], [1])).toThrow(ValueError);
  });
});

describe('Pad', () => {
  test('adds pixels on all sides, on two and two, or on each', () => {
    const image = tensor([[[1, 2]]]);
    expect(new Pad(1)(image).tolist()).toEqual([
      [
        [0, 0, 0, 0],
        [0, 1, 2, 0],
        [0, 0, 0, 0],
      ],
    ]);
    expect(new Pad([1, 0], { fill: 9 })(image).tolist()).toEqual([[[9, 1, 2, 9]]]);
    expect(new Pad([0, 1, 2, 0])(image).tolist()).toEqual([
      [
        [0, 0, 0, 0],
        [1, 2, 0, 0],
      ],
    ]);
    expect(new Pad(1)(bytes(2, 2)).dtype).toBe('uint8');
    expectBatchEqualsItems(new Pad(2), randn(2, 1, 3, 3));
  });

  test('refuses bad widths and pictures without rows', () => {
    expect(() => new Pad(-1)).toThrow(ValueError);
    expect(() => new Pad([1, 0.5])).toThrow('Pad: padding must be integers >= 0: 1,0.5');
    expect(() => new Pad(1)(tensor([1, 2]))).toThrow(ShapeError);
    // @ts-expect-error no such option
    expect(() => new Pad(1, { value: 3 })).toThrow("Pad: unknown option 'value' (known: fill)");
  });
});

describe('Compose and Lambda', () => {
  const compose = new Compose([new ToTensor(), (image) => image.mul(2), new Pad(1)]);

  test('apply one after the other, to pictures and batches', () => {
    expect(
      compose(tensor([[255]], { dtype: 'uint8' }))
        .sum()
        .item(),
    ).toBe(2);
    expectBatchEqualsItems(compose, bytes(3, 2, 2));
    expectBatchEqualsItems(new Lambda((image) => image.flip([0])), bytes(3, 2, 2));
  });

  test('print as in torchvision', () => {
    expect(
      String(new Compose([new ToTensor(), new Normalize([0.1307], [0.3081]), new Pad([1, 2], { fill: 3 }), (x) => x])),
    ).toBe(
      `Compose(
    ToTensor()
    Normalize(mean=[0.1307], std=[0.3081])
    Pad(padding=[1, 2], fill=3, padding_mode=constant)
    Lambda()
)`,
    );
  });

  test('a subclass is callable and works on batches without more ado', () => {
    class Invert extends Transform {
      #most = 255;
      forward(image: Tensor): Tensor {
        return image.neg().add(this.#most);
      }
    }
    const invert = new Invert();
    expect(invert).toBeInstanceOf(Transform);
    expect(invert(tensor([0, 255])).tolist()).toEqual([255, 0]);
    expectBatchEqualsItems(invert, arange(6).view(3, 2));
  });
});
