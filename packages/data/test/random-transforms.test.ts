import { cpu } from '@x/backend-cpu';
import {
  manualSeed,
  rand,
  registerBackend,
  ShapeError,
  stack,
  type Tensor,
  tensor,
  ValueError,
  zeros,
} from '@x/tensor';
import { describe, expect, test } from 'vitest';
import * as data from '../src/index.js';
import golden from './golden/transforms.json' with { type: 'json' };

registerBackend(await cpu());

type Arguments = readonly unknown[];
interface Case {
  readonly name: string;
  readonly arguments: Arguments;
  readonly picture: string;
  readonly seed: number;
  readonly shape: number[];
  readonly values: number[];
  readonly next: number;
}

function picture(name: string): Tensor {
  const found = Object.entries(golden.pictures).find(([key]) => key === name)?.[1];
  if (!found) throw new Error(name);
  return tensor(found.values, { dtype: found.dtype === 'uint8' ? 'uint8' : 'float32' }).view(found.shape);
}

function make(name: string, args: Arguments): data.Transform {
  const type: unknown = Object.entries(data).find(([key]) => key === name)?.[1];
  if (typeof type !== 'function') throw new Error(name);
  const made: unknown = Reflect.construct(type, args);
  if (made instanceof data.Transform) return made;
  throw new Error(name);
}

const cases: readonly Case[] = golden.cases;
const byTransform = new Map<string, Case[]>();
for (const each of cases) {
  const title = `${each.name}(${JSON.stringify(each.arguments).slice(1, -1)})`;
  byTransform.set(title, [...(byTransform.get(title) ?? []), each]);
}

/** Smoothed bytes may be off by one: sums that end in a half are rounded to either side. */
function tolerance({ name }: Case, { dtype }: Tensor): number {
  if (dtype !== 'uint8') return 2e-6;
  return name.includes('Resize') ? 1 : 0;
}

describe.each([...byTransform])("%s: torchvision's numbers, drawn in its order", (_, all) => {
  test.each(all.map((each) => [each.picture, each.seed, each] as const))('%s, seed %d', (name, seed, each) => {
    const transform = make(each.name, each.arguments);
    const image = picture(name);
    const before = image.tolist();
    manualSeed(seed);
    const result = transform(image);
    expect(rand(1).item()).toBe(each.next);
    expect([result.dtype, result.shape]).toEqual([image.dtype, each.shape]);
    const found = Array.from(result.contiguous().toTypedArray());
    const off = found.filter((x, i) => Math.abs(x - each.values[i]!) > tolerance(each, image));
    expect(off).toEqual([]);
    expect(image.tolist()).toEqual(before);
  });
});

test('several pictures at once are the same as one after the other', () => {
  const images = stack([picture('floats'), picture('floats').flip([1])]);
  for (const transform of [new data.Resize(4), new data.CenterCrop(3), new data.Grayscale(), new data.RandomCrop(3)]) {
    manualSeed(1);
    const items = stack(images.unbind(0).map((image) => transform(image)));
    manualSeed(1);
    expect(transform.batch(images).tolist()).toEqual(items.tolist());
  }
});

test.each([
  [new data.Resize(32), 'Resize(size=32, interpolation=bilinear, max_size=None, antialias=True)'],
  [new data.CenterCrop(4), 'CenterCrop(size=(4, 4))'],
  [new data.RandomCrop([4, 5], { padding: 1 }), 'RandomCrop(size=(4, 5), padding=1)'],
  [new data.RandomHorizontalFlip(), 'RandomHorizontalFlip(p=0.5)'],
  [new data.RandomRotation(15), 'RandomRotation(degrees=[-15, 15], interpolation=nearest, expand=False, fill=0)'],
  [new data.RandomAffine(5, { translate: [0.1, 0.2] }), 'RandomAffine(degrees=[-5, 5], translate=(0.1, 0.2))'],
  [
    new data.ColorJitter({ brightness: 0.5 }),
    'ColorJitter(brightness=(0.5, 1.5), contrast=None, saturation=None, hue=None)',
  ],
  [new data.Grayscale(), 'Grayscale(num_output_channels=1)'],
])('%s', (transform, text) => {
  expect(transform.toString()).toBe(text);
});

describe('refuses', () => {
  test.each([
    ['a size of 0', () => new data.Resize(0), 'Resize: size must be one or two integers > 0: 0'],
    [
      'a longest side without a shortest',
      () => new data.Resize([4, 4], { maxSize: 9 }),
      'maxSize goes with one number',
    ],
    [
      'an unknown interpolation',
      () => new data.Resize(4, { interpolation: 'cubic' as 'bicubic' }),
      'interpolation must be one of',
    ],
    ['no probability', () => new data.RandomVerticalFlip({ p: 2 }), 'RandomVerticalFlip: p must be from 0 to 1: 2'],
    ['a negative angle', () => new data.RandomRotation(-1), 'one number for degrees must be >= 0: -1'],
    [
      'a range in the wrong order',
      () => new data.RandomAffine([3, 1]),
      'degrees must be two finite numbers in order: [3, 1]',
    ],
    [
      'a shift beyond the picture',
      () => new data.RandomAffine(0, { translate: [0, 2] }),
      'translate must be from 0 to 1',
    ],
    ['negative brightness', () => new data.ColorJitter({ brightness: -1 }), 'brightness must be >= 0: -1'],
    [
      'a hue beyond half the circle',
      () => new data.ColorJitter({ hue: 0.6 }),
      'hue must be two finite numbers in order, >= -0.5',
    ],
    ['a misspelt option', () => new data.RandomErasing({ prob: 1 } as object), "unknown option 'prob'"],
  ])('%s', (_, action, message) => {
    expect(action).toThrow(ValueError);
    expect(action).toThrow(message);
  });

  test.each([
    [
      'a small picture',
      () => new data.RandomCrop(9)(zeros(1, 3, 3)),
      'a picture of (3, 3) is smaller than the crop (9, 9)',
    ],
    [
      'two channels',
      () => new data.Grayscale()(zeros(2, 3, 3)),
      'expected 1 or 3 channels in […, C, H, W], got [2, 3, 3]',
    ],
    ['a line', () => new data.Resize(3)(zeros(3)), 'expected pictures […, H, W], got [3]'],
  ])('%s', (_, action, message) => {
    expect(action).toThrow(ShapeError);
    expect(action).toThrow(message);
  });
});
