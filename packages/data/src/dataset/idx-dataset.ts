import { FormatError } from '@x/tensor/core';
import { type IdxArray, readIdx } from '../idx/idx.js';
import { checkOptions } from '../options.js';
import { ImageDataset, type ImageDatasetOptions } from './image-dataset.js';

/** Options of `idxDataset`. */
export interface IdxDatasetOptions<L> extends ImageDatasetOptions<L> {
  /** What error messages call the pictures' file; `'images'` when omitted. */
  readonly imagesName?: string;
  /** What error messages call the labels' file; `'labels'` when omitted. */
  readonly labelsName?: string;
}

type Source = Parameters<typeof readIdx>[0];

function isBytes(array: IdxArray): array is IdxArray<'uint8'> {
  return array.type === 'uint8';
}

/** @throws FormatError unless the file holds uint8 values with one of these ranks. */
async function readBytes(source: Source, name: string, ranks: readonly number[]): Promise<IdxArray<'uint8'>> {
  const array = await readIdx(source, { name });
  if (isBytes(array) && ranks.includes(array.shape.length)) return array;
  throw new FormatError(
    'idxDataset',
    `${name}: expected uint8 values with ${ranks.join(' or ')} dimensions, got ${array.type} [${array.shape.join(', ')}]`,
    { file: name, type: array.type, shape: array.shape },
  );
}

/** Pictures, and a label for each. */
export interface LabelledPictures {
  readonly pictures: IdxArray<'uint8'>;
  readonly labels: Uint8Array;
}

/**
 * Reads pictures and their labels from two IDX files.
 *
 * @throws FormatError naming the file that is damaged or holds something else, or when the counts differ.
 */
export async function readLabelledPictures(
  images: Source,
  labels: Source,
  imagesName: string,
  labelsName: string,
): Promise<LabelledPictures> {
  const pictures = await readBytes(images, imagesName, [3, 4]);
  const { data } = await readBytes(labels, labelsName, [1]);
  const count = pictures.shape[0];
  if (count !== data.length)
    throw new FormatError(
      'idxDataset',
      `${imagesName} has ${count} pictures but ${labelsName} has ${data.length} labels`,
      { images: count, labels: data.length },
    );
  return { pictures, labels: data };
}

/**
 * A dataset of the pictures and labels in two IDX files, plain or gzip, such as those of MNIST.
 *
 * @param images uint8 `[N, H, W]` or `[N, H, W, C]`.
 * @param labels uint8 `[N]`.
 * @example
 * ```ts
 * const dataset = await idxDataset(imagesFile, labelsFile, { transform: new ToTensor() });
 * ```
 * @throws FormatError naming the file that is damaged or holds something else, or when the counts differ.
 */
export async function idxDataset<L = number>(
  images: Source,
  labels: Source,
  options: IdxDatasetOptions<L> = {},
): Promise<ImageDataset<L>> {
  const { imagesName = 'images', labelsName = 'labels' } = options;
  checkOptions('idxDataset', options, ['imagesName', 'labelsName', 'transform', 'targetTransform']);
  const read = await readLabelledPictures(images, labels, imagesName, labelsName);
  return new ImageDataset(read.pictures, read.labels, options);
}
