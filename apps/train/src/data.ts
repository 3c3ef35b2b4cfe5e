import { type Dataset, type ImageDataset, Subset, SyntheticDigits, type Transform } from '@x/data';
import { FashionMNIST, idxDatasetFromFiles, MNIST } from '@x/data/node';
import { ShapeError, type Tensor, ValueError } from '@x/tensor';

/** Side of a picture in pixels. */
export const SIDE = 28;

/** Datasets that are known by name. */
export const DATASETS = ['synthetic', 'mnist', 'fashion-mnist'] as const;

/** Where the pictures come from: a dataset with a name, or two IDX files of which every `holdout`-th picture is test data. */
export type DataSource =
  | { readonly dataset: (typeof DATASETS)[number] }
  | { readonly images: string; readonly labels: string; readonly holdout: number };

/** Labelled pictures; an item is what the network takes, `[1, H, W]`, and its label. */
export interface Pictures {
  readonly items: Dataset<[Tensor, number]>;
  /** One picture as it is: `[28, 28]` bytes. */
  readonly pixels: (index: number) => Uint8Array;
}

/** What a run trains with, what it is tested with, and what the labels mean. */
export interface Data {
  readonly train: Pictures;
  readonly test: Pictures;
  readonly classes: readonly string[];
}

const DIGITS = Array.from({ length: 10 }, (_, digit) => String(digit));
const FOLDER = 'data'; // torchvision's example folder

function all(items: ImageDataset): Pictures {
  return { items, pixels: (index) => Uint8Array.from(items.data.select(0, index).toTypedArray()) };
}

function some(pictures: Pictures, indices: readonly number[]): Pictures {
  return { items: new Subset(pictures.items, indices), pixels: (index) => pictures.pixels(indices[index] ?? index) };
}

const loaders: Record<(typeof DATASETS)[number], (transform: Transform) => Data | Promise<Data>> = {
  synthetic: (transform) => ({
    train: all(new SyntheticDigits({ transform })),
    test: all(new SyntheticDigits({ train: false, transform })),
    classes: DIGITS,
  }),
  mnist: async (transform) => ({
    train: all(await MNIST.load(FOLDER, { download: true, transform })),
    test: all(await MNIST.load(FOLDER, { train: false, download: true, transform })),
    classes: DIGITS,
  }),
  'fashion-mnist': async (transform) => ({
    train: all(await FashionMNIST.load(FOLDER, { download: true, transform })),
    test: all(await FashionMNIST.load(FOLDER, { train: false, download: true, transform })),
    classes: FashionMNIST.classes,
  }),
};

function checkFits({ data, targets }: ImageDataset, images: string, labels: string): void {
  const [, ...size] = data.shape;
  if (size.join() !== `${SIDE},${SIDE}`)
    throw new ShapeError('--images', `pictures must be [${SIDE}, ${SIDE}]: ${images} has [${size.join(', ')}]`, {
      shapes: [data.shape],
    });
  const wrong = targets.toTypedArray().findIndex((label) => label >= DIGITS.length);
  if (wrong >= 0)
    throw new ValueError(
      '--labels',
      `labels must be 0 to ${DIGITS.length - 1}: ${labels} has ${targets.get(wrong).item()} at ${wrong}`,
      { index: wrong },
    );
}

async function loadFiles(images: string, labels: string, holdout: number, transform: Transform): Promise<Data> {
  const dataset = await idxDatasetFromFiles(images, labels, { transform });
  checkFits(dataset, images, labels);
  if (dataset.length < holdout)
    throw new ValueError('--holdout', `no picture is left for testing: ${images} has ${dataset.length}`, { holdout });
  const indices = Array.from({ length: dataset.length }, (_, index) => index);
  const isTest = (index: number): boolean => index % holdout === holdout - 1;
  const pictures = all(dataset);
  return {
    train: some(
      pictures,
      indices.filter((index) => !isTest(index)),
    ),
    test: some(pictures, indices.filter(isTest)),
    classes: DIGITS,
  };
}

/**
 * Gets the pictures ready; a named dataset that is not there yet is downloaded.
 *
 * @throws ValueError for a file that is not there, FormatError for a damaged one, ShapeError and ValueError where the content
 *   is not for these networks, DownloadError when no mirror has a dataset.
 */
export async function loadData(source: DataSource, transform: Transform): Promise<Data> {
  if ('dataset' in source) return loaders[source.dataset](transform);
  return loadFiles(source.images, source.labels, source.holdout, transform);
}
