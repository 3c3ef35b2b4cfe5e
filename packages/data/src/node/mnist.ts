import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ValueError } from '@x/tensor/core';
import { type LabelledPictures, readLabelledPictures } from '../dataset/idx-dataset.js';
import { ImageDataset, type ImageDatasetOptions } from '../dataset/image-dataset.js';
import { checkOptions } from '../options.js';
import { download } from './download.js';
import { isMissing } from './files.js';
import { FASHION_MNIST_SOURCE, MNIST_SOURCE, type Source, type SourceFile } from './sources.js';

/** Options of `MNIST.load` and `FashionMNIST.load`. */
export interface MnistOptions<L> extends ImageDatasetOptions<L> {
  /** The 60,000 pictures for training, or the 10,000 for testing; `true` when omitted. */
  readonly train?: boolean;
  /** Whether to download what is not there yet; `false` when omitted. */
  readonly download?: boolean;
  /** Addresses of folders to download from, in the order to try them; torchvision's when omitted. */
  readonly mirrors?: readonly string[];
  /** Milliseconds without a byte after which a mirror is given up; 30,000 when omitted. */
  readonly timeout?: number;
}

const OPTIONS = ['train', 'download', 'mirrors', 'timeout', 'transform', 'targetTransform'] as const;

/** The file's bytes, packed or as torchvision unpacks it; `undefined` if neither is there. */
async function readEither(path: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
  for (const candidate of [path, path.replace(/\.gz$/, '')]) {
    try {
      return await readFile(candidate);
    } catch (error) {
      if (!isMissing(error)) throw error;
    }
  }
  return undefined;
}

async function load(
  op: string,
  source: Source,
  root: string,
  options: MnistOptions<unknown>,
): Promise<LabelledPictures> {
  checkOptions(op, options, OPTIONS);
  const { train = true, mirrors = source.mirrors, timeout } = options;
  const folder = join(root, source.folder, 'raw');
  const read = async ({ name, md5 }: SourceFile): Promise<Uint8Array<ArrayBuffer>> => {
    const path = join(folder, name);
    const found = await readEither(path);
    if (found !== undefined) return found;
    if (options.download !== true)
      throw new ValueError(op, `${name} not found in ${folder} (download: true fetches it)`, { folder, file: name });
    const urls = mirrors.map((mirror) => `${mirror.replace(/\/?$/, '/')}${name}`);
    await download(urls, path, timeout === undefined ? { md5 } : { md5, timeout });
    return readFile(path);
  };
  const { images, labels } = train ? source.train : source.test;
  return readLabelledPictures(await read(images), await read(labels), images.name, labels.name);
}

/**
 * MNIST: 70,000 handwritten digits, uint8 `[28, 28]`, with labels 0 to 9.
 *
 * @example
 * ```ts
 * const train = await MNIST.load('data', { download: true, transform: new ToTensor() });
 * const test = await MNIST.load('data', { train: false, download: true, transform: new ToTensor() });
 * ```
 * @see https://pytorch.org/vision/stable/generated/torchvision.datasets.MNIST.html
 */
export class MNIST<L = number> extends ImageDataset<L> {
  /** What the labels mean. */
  static readonly classes: readonly string[] = [
    '0 - zero',
    '1 - one',
    '2 - two',
    '3 - three',
    '4 - four',
    '5 - five',
    '6 - six',
    '7 - seven',
    '8 - eight',
    '9 - nine',
  ];

  /**
   * Reads the set from `root/MNIST/raw`, torchvision's folder, and downloads it there first if asked to.
   *
   * @throws ValueError when the files are not there, DownloadError when no mirror has them, FormatError when they are damaged.
   */
  static async load<L = number>(root: string, options: MnistOptions<L> = {}): Promise<MNIST<L>> {
    const { pictures, labels } = await load('MNIST.load', MNIST_SOURCE, root, options);
    return new MNIST(pictures, labels, options);
  }
}

/**
 * FashionMNIST: 70,000 pictures of clothes, uint8 `[28, 28]`, with labels 0 to 9.
 *
 * @example
 * ```ts
 * const train = await FashionMNIST.load('data', { download: true, transform: new ToTensor() });
 * ```
 * @see https://pytorch.org/vision/stable/generated/torchvision.datasets.FashionMNIST.html
 */
export class FashionMNIST<L = number> extends ImageDataset<L> {
  /** What the labels mean. */
  static readonly classes: readonly string[] = [
    'T-shirt/top',
    'Trouser',
    'Pullover',
    'Dress',
    'Coat',
    'Sandal',
    'Shirt',
    'Sneaker',
    'Bag',
    'Ankle boot',
  ];

  /**
   * Reads the set from `root/FashionMNIST/raw`, torchvision's folder, and downloads it there first if asked to.
   *
   * @throws ValueError when the files are not there, DownloadError when no mirror has them, FormatError when they are damaged.
   */
  static async load<L = number>(root: string, options: MnistOptions<L> = {}): Promise<FashionMNIST<L>> {
    const { pictures, labels } = await load('FashionMNIST.load', FASHION_MNIST_SOURCE, root, options);
    return new FashionMNIST(pictures, labels, options);
  }
}
