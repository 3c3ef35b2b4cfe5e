import { type Dataset, type ImageDataset, Subset, SyntheticDigits, type Transform } from '@x/data';
import { FashionMNIST, idxDatasetFromFiles, MNIST } from '@x/data/node';
import { ShapeError, type Tensor, tensor, ValueError } from '@x/tensor';

/** Side of a picture in pixels. */
export const SIDE = 28;

/** Datasets that are known by name. */
export const DATASETS = ['synthetic', 'mnist', 'fashion-mnist'] as const;

/** Where the pictures come from: a dataset with a name, or two IDX files of which every `holdout`-th picture is test data. */
export type DataSource =
  | { readonly dataset: (typeof DATASETS)[number] }
  | { readonly images: string; readonly labels: string; readonly holdout: number };

/** Labelled pictures; an item is what the network takes, `[1, H, W]`, and its label. */
export type Pictures = Dataset<[Tensor, number]>;

/** What a run trains with, what it is tested with, and what the labels mean. */
export interface Data {
  readonly train: Pictures;
  readonly test: Pictures;
  /** The pictures of `test` as they are: uint8, `[N, 28, 28]`. */
  readonly testBytes: Tensor;
  readonly classes: readonly string[];
}

const DIGITS = Array.from({ length: 10 }, (_, digit) => String(digit));
const FOLDER = 'data'; // torchvision's example folder

/** Two sets, as torchvision has them. */
function both(train: ImageDataset, test: ImageDataset, classes: readonly string[]): Data {
  return { train, test, testBytes: test.data, classes };
}

/** What the pictures go through. */
export interface Transforms {
  readonly train: Transform;
  readonly test: Transform;
}

const loaders: Record<(typeof DATASETS)[number], (transforms: Transforms) => Data | Promise<Data>> = {
  synthetic: ({ train, test }) =>
    both(new SyntheticDigits({ transform: train }), new SyntheticDigits({ train: false, transform: test }), DIGITS),
  mnist: async ({ train, test }) =>
    both(
      await MNIST.load(FOLDER, { download: true, transform: train }),
      await MNIST.load(FOLDER, { download: true, train: false, transform: test }),
      DIGITS,
    ),
  'fashion-mnist': async ({ train, test }) =>
    both(
      await FashionMNIST.load(FOLDER, { download: true, transform: train }),
      await FashionMNIST.load(FOLDER, { download: true, train: false, transform: test }),
      FashionMNIST.classes,
    ),
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

async function loadFiles(images: string, labels: string, holdout: number, transforms: Transforms): Promise<Data> {
  const dataset = await idxDatasetFromFiles(images, labels, { transform: transforms.train });
  const testDataset = await idxDatasetFromFiles(images, labels, { transform: transforms.test });
  checkFits(dataset, images, labels);
  if (dataset.length < holdout)
    throw new ValueError('--holdout', `no picture is left for testing: ${images} has ${dataset.length}`, { holdout });
  const indices = Array.from({ length: dataset.length }, (_, index) => index);
  const isTest = (index: number): boolean => index % holdout === holdout - 1;
  const tests = indices.filter(isTest);
  return {
    train: new Subset(
      dataset,
      indices.filter((index) => !isTest(index)),
    ),
    test: new Subset(testDataset, tests),
    testBytes: dataset.data.indexSelect(0, tensor(tests)),
    classes: DIGITS,
  };
}

/**
 * Gets the pictures ready; a named dataset that is not there yet is downloaded.
 *
 * @throws ValueError for a file that is not there, FormatError for a damaged one, ShapeError and ValueError where the content
 *   is not for these networks, DownloadError when no mirror has a dataset.
 */
export async function loadData(source: DataSource, transforms: Transforms): Promise<Data> {
  if ('dataset' in source) return loaders[source.dataset](transforms);
  return loadFiles(source.images, source.labels, source.holdout, transforms);
}
