/**
 * @file Tensors kept for the backward pass.
 */
import { type OpHook, Tensor } from '@x/tensor';
import { GradError } from './errors.js';

/** A tensor as it was when the op ran: its version tells whether it was overwritten since. */
export class SavedTensor {
  readonly #tensor: Tensor;
  readonly #version: number;
  readonly #hook: OpHook | undefined;

  constructor(tensor: Tensor) {
    this.#tensor = tensor;
    this.#version = tensor.storage.version;
    this.#hook = tensor.hook;
  }

  /**
   * The tensor with the history that it had.
   *
   * @throws GradError when it was modified in place since, DisposedError when it was disposed.
   */
  unpack(node: string): Tensor {
    const tensor = this.#tensor;
    const { version } = tensor.storage;
    if (version !== this.#version) {
      throw new GradError(
        node,
        `one of the variables needed for gradient computation has been modified by an inplace operation: ${tensor.dtype} [${tensor.shape.join(', ')}] is at version ${version}; expected version ${this.#version} instead`,
        { shape: tensor.shape, version, expected: this.#version },
      );
    }
    if (tensor.hook === this.#hook) return tensor;
    const alias = new Tensor(tensor.storage, tensor.layout, tensor.dtype);
    alias.hook = this.#hook;
    return alias;
  }
}
