/**
 * @file What the two halves of a custom function have in common.
 */
import { isTensor, type Tensor } from '@x/tensor/core';
import { GradError } from '../errors.js';
import { freed, SavedTensor } from '../saved.js';

/** What a context may save. */
export type Savable = readonly (Tensor | null)[];

/**
 * Given to `forward` and `backward` of a custom function. `S`: the tensors that are saved. Other values are kept as properties:
 * `ctx: FunctionContext<[Tensor]> & { factor?: number }`.
 *
 * @see https://pytorch.org/docs/stable/autograd.html#context-method-mixins
 */
export interface FunctionContext<S extends Savable = Savable> {
  /** Which arguments of `forward` need a gradient; false for those that are no tensors. */
  readonly needsInputGrad: readonly boolean[];
  /**
   * What `saveForBackward` was given, with its history.
   *
   * @throws GradError when one of them was overwritten since, or after the graph was freed.
   */
  readonly savedTensors: S;
  /**
   * Keeps arguments or results of `forward` for `backward`; null where there is none. Call it once.
   *
   * @throws GradError for anything else.
   */
  saveForBackward(...tensors: S): void;
  /** Names the arguments that `forward` writes to; all of them must be among its results. */
  markDirty(...tensors: readonly Tensor[]): void;
  /** Names the results that have no gradient. Results that are not of floating point dtype have none anyway. */
  markNonDifferentiable(...tensors: readonly Tensor[]): void;
  /** Whether `backward` gets zeros for results that nothing was made of (the default), or null. */
  setMaterializeGrads(materialize: boolean): void;
}

/** The context, as the function's node sees it. */
export class Context implements FunctionContext {
  readonly needsInputGrad: readonly boolean[];
  dirty: ReadonlySet<Tensor> = new Set();
  nonDifferentiable: ReadonlySet<Tensor> = new Set();
  materializeGrads = true;
  #toSave: Savable = [];
  #saved: readonly (SavedTensor | null)[] | undefined;
  #node = 'savedTensors';

  constructor(needsInputGrad: readonly boolean[]) {
    this.needsInputGrad = needsInputGrad;
  }

  saveForBackward(...tensors: Savable): void {
    tensors.forEach((t: unknown, i) => {
      if (t === null || isTensor(t)) return;
      throw new GradError('saveForBackward', `can only save tensors or null, but argument ${i} is of type ${typeof t}`);
    });
    this.#toSave = tensors;
  }

  get savedTensors(): Savable {
    if (!this.#saved) freed(this.#node);
    return this.#saved.map((saved) => saved && saved.unpack(this.#node));
  }

  markDirty(...tensors: readonly Tensor[]): void {
    this.dirty = new Set(tensors);
  }

  markNonDifferentiable(...tensors: readonly Tensor[]): void {
    this.nonDifferentiable = new Set(tensors);
  }

  setMaterializeGrads(materialize: boolean): void {
    this.materializeGrads = materialize;
  }

  /** Keeps what is to be saved. `instead`: results that others have taken the place of. */
  seal(node: string, instead: ReadonlyMap<Tensor, Tensor>): void {
    this.#node = node;
    this.#saved = this.#toSave.map((t) => t && new SavedTensor(node, instead.get(t) ?? t));
    this.#toSave = [];
  }

  /** What is held. */
  saved(): readonly (SavedTensor | null)[] {
    return this.#saved ?? [];
  }

  /** Lets go of what was saved. */
  release(): void {
    const saved = this.#saved;
    if (!saved?.length) return;
    this.#saved = undefined;
    for (const tensor of saved) tensor?.release();
  }
}
