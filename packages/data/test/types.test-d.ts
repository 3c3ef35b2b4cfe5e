import type { Generator, Tensor } from '@x/tensor';
import { expectTypeOf, test } from 'vitest';
import {
  type Collated,
  DataLoader,
  type Dataset,
  type ImageDataset,
  type IterableDataset,
  type randomSplit,
  type Subset,
  type TensorDataset,
} from '../src/index.js';

declare const pairs: TensorDataset<[Tensor, Tensor]>;
declare const images: ImageDataset;
declare const oneHot: ImageDataset<Tensor>;
declare const remote: Dataset<Promise<{ name: string; score: number }>>;
declare const stream: IterableDataset<[number, string]>;
declare const generator: Generator;

test('Collated', () => {
  expectTypeOf<Collated<number>>().toEqualTypeOf<Tensor>();
  expectTypeOf<Collated<boolean>>().toEqualTypeOf<Tensor>();
  expectTypeOf<Collated<Uint8Array>>().toEqualTypeOf<Tensor>();
  expectTypeOf<Collated<readonly [Tensor, string]>>().toEqualTypeOf<[Tensor, string[]]>();
  expectTypeOf<Collated<{ a: number; b: [string] }>>().toEqualTypeOf<{ a: Tensor; b: [string[]] }>();
});

test('a loader’s batches follow from the dataset', () => {
  expectTypeOf(new DataLoader(pairs, { shuffle: true })).toEqualTypeOf<
    DataLoader<[Tensor, Tensor], [Tensor, Tensor]>
  >();
  expectTypeOf(new DataLoader(images)).toEqualTypeOf<DataLoader<[Tensor, number], [Tensor, Tensor]>>();
  expectTypeOf(new DataLoader(oneHot, { generator })).toEqualTypeOf<DataLoader<[Tensor, Tensor], [Tensor, Tensor]>>();
  expectTypeOf(new DataLoader(stream)).toEqualTypeOf<DataLoader<[number, string], [Tensor, string[]]>>();
});

test('items that are promises are awaited', () => {
  const loader = new DataLoader(remote);
  expectTypeOf(loader[Symbol.asyncIterator]()).toEqualTypeOf<AsyncIterator<{ name: string[]; score: Tensor }>>();
});

test('collateFn decides what a batch is', () => {
  expectTypeOf(new DataLoader(images, { collateFn: (items) => items.length })).toEqualTypeOf<
    DataLoader<[Tensor, number], number>
  >();
});

test('a split has as many parts as lengths', () => {
  expectTypeOf<ReturnType<typeof randomSplit<number, readonly [0.8, 0.2]>>>().toEqualTypeOf<
    [Subset<number>, Subset<number>]
  >();
});
