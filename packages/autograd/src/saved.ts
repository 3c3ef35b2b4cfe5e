/**
 * @file Tensors kept for the backward pass.
 */
import { isTensor, type OpHook, sameShape, shapeText, Tensor } from '@x/tensor/core';
import { GradError } from './errors.js';
import { guard } from './mode/guard.js';
import { checkSavable } from './mode/inference.js';
import { type SavedTensorsHooks, switches, withGradMode } from './mode/state.js';
import { within } from './mode/within.js';

/** What is held of a saved tensor. */
interface Kept {
  /** The tensor itself, where that is held. */
  readonly held: Tensor | undefined;
  /** @throws GradError when the tensor is not what it was. */
  restore(node: string): Tensor;
}

/** A tensor that is held. */
class Held implements Kept {
  readonly held: Tensor;
  readonly #version: number;

  constructor(tensor: Tensor) {
    this.held = tensor;
    this.#version = tensor.storage.version;
  }

  restore(node: string): Tensor {
    const tensor = this.held;
    const { version } = tensor.storage;
    if (version === this.#version) return tensor;
    throw new GradError(
      node,
      `one of the variables needed for gradient computation has been modified by an inplace operation: ${tensor.dtype} [${tensor.shape.join(', ')}] is at version ${version}; expected version ${this.#version} instead (detectAnomaly shows the op that needs it)`,
      { shape: tensor.shape, version, expected: this.#version },
    );
  }
}

/** A tensor that a user's hooks took over. */
class Packed implements Kept {
  readonly held = undefined;
  readonly #packed: unknown;
  readonly #shape: readonly number[];
  readonly #unpack: SavedTensorsHooks['unpack'];

  constructor(tensor: Tensor, { pack, unpack }: SavedTensorsHooks) {
    const { version } = tensor.storage;
    this.#packed = withGradMode(false, () => pack(tensor));
    this.#shape = tensor.shape;
    this.#unpack = unpack;
    if (tensor.storage.version !== version)
      throw new GradError('savedTensorsHooks', 'a pack hook modifies its input in place; clone() it before');
  }

  restore(): Tensor {
    const tensor: unknown = withGradMode(false, () => this.#unpack(this.#packed));
    if (!isTensor(tensor))
      throw new GradError('savedTensorsHooks', `the unpack hook must return a tensor, got ${typeof tensor}`);
    if (sameShape(tensor.shape, this.#shape)) return tensor;
    throw new GradError(
      'savedTensorsHooks',
      `the unpack hook returned a tensor of shape ${shapeText(tensor.shape)} for one of shape ${shapeText(this.#shape)}`,
      { shapes: [tensor.shape, this.#shape] },
    );
  }
}

/** Of tensors that nobody but graphs has: how many places in graphs hold them. */
const holders = new WeakMap<Tensor, number>();
let anyHolders = false;

/** A tensor as it was when the op ran: its version tells whether it was overwritten since. */
export class SavedTensor {
  readonly #kept: Kept;
  readonly #hook: OpHook | undefined;
  #isHolder = false;

  /** @throws GradError for an inference tensor. */
  constructor(node: string, tensor: Tensor) {
    checkSavable(node, tensor);
    const { packing } = switches();
    this.#kept = packing ? new Packed(tensor, packing) : new Held(tensor);
    this.#hook = tensor.hook;
    if (anyHolders && holders.get(tensor)) this.adopt();
  }

  /** The tensor, if it is held as such. */
  get held(): Tensor | undefined {
    return this.#kept.held;
  }

  /** From now on nobody else has the tensor: it is freed with the last place that holds it. */
  adopt(): void {
    const { held } = this.#kept;
    if (!held || this.#isHolder) return;
    this.#isHolder = true;
    anyHolders = true;
    holders.set(held, (holders.get(held) ?? 0) + 1);
  }

  /** Lets go of the tensor. */
  release(): void {
    const { held } = this.#kept;
    if (!held || !this.#isHolder) return;
    this.#isHolder = false;
    const left = (holders.get(held) ?? 1) - 1;
    holders.set(held, left);
    if (left === 0) held.dispose();
  }

  /**
   * The tensor with the history that it had.
   *
   * @throws GradError when it was modified in place since, DisposedError when it was disposed.
   */
  unpack(node: string): Tensor {
    const tensor = this.#kept.restore(node);
    if (tensor.hook === this.#hook) return tensor;
    const alias = new Tensor(tensor.storage, tensor.layout, tensor.dtype);
    alias.hook = this.#hook;
    return alias;
  }
}

/** @throws GradError when a node is run that has let go of what it saved. */
export function freed(node: string): never {
  throw new GradError(
    'backward',
    'trying to go backward through the graph a second time (or to use saved tensors after they were freed): the saved values of the graph are freed by backward() and grad(); use the option { retainGraph: true } the first time',
    { node },
  );
}

/**
 * Runs `fn`, in which tensors that are saved for the backward pass go through `pack`; what that returns is held instead, and
 * `unpack` makes a tensor of it when the backward pass needs it. Without a function, until the end of the block:
 * `using _ = savedTensorsHooks(pack, unpack)`.
 *
 * @throws GradError when `pack` writes to the tensor, or `unpack` does not return one of the same shape.
 * @example
 * const y = savedTensorsHooks(
 *   (t) => compress(t),
 *   (packed) => decompress(packed),
 *   () => net(x),
 * );
 * @see https://pytorch.org/docs/stable/autograd.html#torch.autograd.graph.saved_tensors_hooks
 */
export function savedTensorsHooks<P>(pack: (tensor: Tensor) => P, unpack: (packed: P) => Tensor): Disposable;
export function savedTensorsHooks<P, T>(pack: (tensor: Tensor) => P, unpack: (packed: P) => Tensor, fn: () => T): T;
export function savedTensorsHooks<T>(
  pack: (tensor: Tensor) => unknown,
  unpack: (packed: never) => Tensor,
  fn?: () => T,
): T | Disposable {
  // the hook gets nothing but what pack has returned
  const change = { packing: { pack, unpack: unpack as (packed: unknown) => Tensor } };
  return fn ? within('savedTensorsHooks', change, fn) : guard('savedTensorsHooks', change);
}
