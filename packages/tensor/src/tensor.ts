/**
 * @file The tensor itself: a layout over a storage. What can be done with tensors is added by `methods.ts`.
 */
import { type DType, itemSize } from './dtype.js';
import { DisposedError } from './errors.js';
import type { Layout, Shape } from './layout.js';
import type { TensorMethods } from './methods.js';
import type { OpHook } from './op.js';
import { shared, type TensorOwner } from './registry.js';
import { existingDim } from './shape.js';
import type { Storage } from './storage.js';

/** Marks tensors of every copy of this package. */
const brand = Symbol.for('@x/tensor.Tensor');

/**
 * An n-dimensional array on a device.
 *
 * @example tensor([[1, 2], [3, 4]]).sum(0).tolist() // [4, 6]
 * @see https://pytorch.org/docs/stable/tensors.html
 */
export class Tensor {
  /** The scope that will dispose this tensor. */
  owner: TensorOwner | undefined = undefined;
  /** A plain number in tensor form: it has no say in type promotion beyond its category. */
  readonly wrapped: boolean;
  #storage: Storage | undefined;
  #layout: Layout;
  #dtype: DType;
  #base: Tensor | undefined;
  #hook: OpHook | undefined = undefined;

  constructor(storage: Storage, layout: Layout, dtype: DType, options: { base?: Tensor; wrapped?: boolean } = {}) {
    this.#storage = storage;
    this.#layout = layout;
    this.#dtype = dtype;
    this.#base = options.base;
    this.wrapped = options.wrapped ?? false;
    storage.retain();
    (shared.owner ?? shared.taskOwner?.())?.add(this);
    shared.tensorListener?.(this);
  }

  /** @throws DisposedError when the tensor was disposed. */
  get storage(): Storage {
    if (!this.#storage) {
      throw new DisposedError(
        'tensor',
        `a tensor of shape [${this.shape.join(', ')}] was used after it was disposed (by dispose(), using, or the end of a scope: return it from the scope or keep() it)`,
      );
    }
    return this.#storage;
  }

  get layout(): Layout {
    return this.#layout;
  }

  get dtype(): DType {
    return this.#dtype;
  }

  /** The tensor that this one is a view of. */
  get base(): Tensor | undefined {
    return this.#base;
  }

  /** Takes part in the ops that this tensor goes into (gradients, tracing). A view without one asks its base's. */
  get hook(): OpHook | undefined {
    return this.#hook ?? this.#base?.hook?.forView(this);
  }

  set hook(hook: OpHook | undefined) {
    this.#hook = hook;
  }

  /** Sizes of the dimensions. */
  get shape(): Shape {
    return this.#layout.shape;
  }

  /** Number of dimensions. */
  get ndim(): number {
    return this.#layout.shape.length;
  }

  /** Name of the device that holds the tensor, such as `cpu`. */
  get device(): string {
    return this.storage.backend.name;
  }

  /** Whether the memory was given back. */
  get disposed(): boolean {
    return this.#storage === undefined;
  }

  /** Bytes of one element. */
  get itemsize(): number {
    return itemSize[this.#dtype];
  }

  /** Bytes of all elements. */
  get nbytes(): number {
    return this.#layout.size * itemSize[this.#dtype];
  }

  /** A tensor on the same memory that gradients do not see; assigning replaces memory, shape and dtype. */
  get data(): Tensor {
    return new Tensor(this.storage, this.#layout, this.#dtype);
  }

  set data(value: Tensor) {
    const { storage } = value;
    storage.retain();
    this.#storage?.release();
    this.#storage = storage;
    this.#layout = value.layout;
    this.#dtype = value.dtype;
    this.#base = undefined;
  }

  /** Sizes of all dimensions, or of one. */
  size(): Shape;
  size(dim: number): number;
  size(dim?: number): Shape | number {
    return dim === undefined ? this.shape : this.shape[existingDim('size', dim, this.ndim)]!;
  }

  /** Steps in the storage, in elements, of all dimensions, or of one. */
  stride(): readonly number[];
  stride(dim: number): number;
  stride(dim?: number): readonly number[] | number {
    return dim === undefined ? this.#layout.strides : this.#layout.strides[existingDim('stride', dim, this.ndim)]!;
  }

  /** Position of the first element in the storage, in elements. */
  storageOffset(): number {
    return this.#layout.offset;
  }

  /** Number of elements. */
  numel(): number {
    return this.#layout.size;
  }

  /** Number of dimensions. */
  dim(): number {
    return this.ndim;
  }

  /** Bytes of one element. */
  elementSize(): number {
    return this.itemsize;
  }

  /** Whether the elements lie row-major without gaps. */
  isContiguous(): boolean {
    return this.#layout.contiguous;
  }

  /** Whether this tensor is a view of another. */
  isView(): boolean {
    return this.#base !== undefined;
  }

  /** Gives the memory back at once (when no view of it is left); using the tensor afterwards is a DisposedError. */
  dispose(): void {
    const storage = this.#storage;
    if (!storage) return;
    this.#storage = undefined;
    this.owner?.remove(this);
    storage.release();
  }

  [Symbol.dispose](): void {
    this.dispose();
  }

  /** Replaces the layout in place (`unsqueeze_` and its like). */
  setLayout(layout: Layout): void {
    this.#layout = layout;
  }
}

/** Methods that are ops: each is the function of the same name with the tensor as its first argument. */
export interface Tensor extends TensorMethods {
  /** The tensor as PyTorch prints it. */
  toString(): string;
  /** The parts along dimension 0. */
  [Symbol.iterator](): Iterator<Tensor>;
  /** The tensor with its dimensions in reverse order. */
  readonly T: Tensor;
  /** The tensor with its last two dimensions exchanged. */
  readonly mT: Tensor;
}

Object.defineProperty(Tensor.prototype, brand, { value: true });

/** Whether a value is a tensor, also one of another copy of this package. */
export function isTensor(value: unknown): value is Tensor {
  return typeof value === 'object' && value !== null && brand in value;
}

/** A tensor that looks at the storage of `of` through `layout`. */
export function viewOf(of: Tensor, layout: Layout): Tensor {
  return new Tensor(of.storage, layout, of.dtype, { base: of.base ?? of });
}
