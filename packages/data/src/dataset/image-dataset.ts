import { ShapeError, stack, type Tensor, tensor } from '@x/tensor/core';
import { type Collated, defaultCollate } from '../loader/collate.js';
import { Transform } from '../transforms/transform.js';
import { checkIndex, Dataset } from './dataset.js';

/** Options of datasets of labelled pictures. */
export interface ImageDatasetOptions<L> {
  /** Changes each picture when it is read. */
  readonly transform?: (image: Tensor) => Tensor;
  /** Changes each label when it is read. */
  readonly targetTransform?: (target: number) => L;
}

/** Pictures as bytes. */
export interface Pictures {
  /** `[N, H, W]` or `[N, H, W, C]`. */
  readonly shape: readonly number[];
  readonly data: Uint8Array;
}

function orIdentity<L>(targetTransform: ((target: number) => L) | undefined): (target: number) => L;
function orIdentity(targetTransform: ((target: number) => unknown) | undefined): (target: number) => unknown {
  return targetTransform ?? ((target) => target);
}

/**
 * Labelled pictures that are held in memory; an item is `[image, label]`.
 *
 * Without a transform the image is uint8, `[H, W]` or `[H, W, C]`. A `Transform` is applied to whole batches at once.
 *
 * @typeParam L a label as `get` gives it: a number unless a `targetTransform` changes it.
 * @example
 * ```ts
 * const [image, label] = dataset.get(0);
 * ```
 * @throws ShapeError when there are not as many labels as pictures.
 * @see https://pytorch.org/vision/stable/generated/torchvision.datasets.MNIST.html
 */
export class ImageDataset<L = number> extends Dataset<[Tensor, L]> {
  /** All pictures as they are: uint8, `[N, H, W]` or `[N, H, W, C]`. */
  readonly data: Tensor;
  /** All labels as they are: int32, `[N]`. */
  readonly targets: Tensor;
  readonly transform: ((image: Tensor) => Tensor) | undefined;
  readonly #labels: Uint8Array;
  readonly #targetTransform: (target: number) => L;

  constructor(pictures: Pictures, labels: Uint8Array, options: ImageDatasetOptions<L> = {}) {
    super();
    const count = pictures.shape[0];
    if (count !== labels.length)
      throw new ShapeError('ImageDataset', `${count} pictures but ${labels.length} labels`, {
        shapes: [pictures.shape, [labels.length]],
      });
    this.data = tensor(pictures.data).view(pictures.shape);
    this.targets = tensor(Int32Array.from(labels));
    this.transform = options.transform;
    this.#labels = labels;
    this.#targetTransform = orIdentity(options.targetTransform);
  }

  get length(): number {
    return this.#labels.length;
  }

  get(index: number): [Tensor, L] {
    const position = checkIndex(this.constructor.name, index, this.length);
    const image = this.data.select(0, position);
    return [this.transform === undefined ? image : this.transform(image), this.#target(position)];
  }

  override getBatch(indices: readonly number[]): [Tensor, Collated<L>] {
    const positions = indices.map((index) => checkIndex(this.constructor.name, index, this.length));
    const numbers = tensor(Int32Array.from(positions), { device: this.data.device });
    const images = this.#transformed(this.data.indexSelect(0, numbers));
    return [images, defaultCollate(positions.map((position) => this.#target(position)))];
  }

  #target(position: number): L {
    return this.#targetTransform(this.#labels[position]!);
  }

  #transformed(images: Tensor): Tensor {
    const { transform } = this;
    if (transform === undefined) return images;
    return transform instanceof Transform ? transform.batch(images) : stack(images.unbind(0).map(transform), 0);
  }
}
