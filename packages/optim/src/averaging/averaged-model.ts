import { noGrad } from '@x/autograd';
import { isTensor, scope, sameShape, ShapeError, type Tensor, tensor, ValueError } from '@x/tensor/core';
import { withDefaults } from '../options.js';
import { isRecord } from '../saved-state.js';

/** What can be averaged, such as every module of @x/nn. */
export interface AverageableModel {
  parameters(): Iterable<Tensor>;
  buffers(): Iterable<Tensor>;
  /** A model of the same kind with copies of all tensors. */
  deepCopy(): this;
  stateDict(): Readonly<Record<string, Tensor>>;
  loadStateDict(dict: Readonly<Record<string, Tensor>>): unknown;
}

/**
 * The new average.
 *
 * @param averaged - the average so far.
 * @param current - the model's values, of the same shape.
 * @param count - number of models in the average so far, at least 1.
 */
export type AverageFunction = (averaged: Tensor, current: Tensor, count: number) => Tensor;

/** Options of AveragedModel. */
export interface AveragedModelOptions {
  /** How the average is formed. Default: the mean of all models. */
  readonly avgFn?: AverageFunction;
  /** Whether buffers, such as running statistics, are averaged too. Default: false, they stay as they were. */
  readonly useBuffers?: boolean;
}

const mean: AverageFunction = (averaged, current, count) => averaged.add(current.sub(averaged).div(count + 1));

/**
 * The exponential moving average: `decay · average + (1 - decay) · current`.
 *
 * @param decay - share that the average keeps, in [0, 1]. Default: 0.999.
 * @throws ValueError for a decay outside of [0, 1].
 * @example const averaged = new AveragedModel(net, { avgFn: getEmaAvgFn(0.99) })
 * @see https://pytorch.org/docs/stable/generated/torch.optim.swa_utils.get_ema_avg_fn.html
 */
export function getEmaAvgFn(decay: number = 0.999): AverageFunction {
  if (decay >= 0 && decay <= 1) return (averaged, current) => averaged.mul(decay).add_(current, { alpha: 1 - decay });
  throw new ValueError('getEmaAvgFn', `Invalid decay value ${decay} (it must be in [0, 1])`, { decay });
}

/**
 * A copy of a model whose parameters are averages of the model's over the training, for stochastic weight averaging or
 * exponential moving averages. `module` is the copy: call it, `averaged.module(x)`, to evaluate.
 *
 * @throws ValueError for an option that does not exist.
 * @example
 * const averaged = new AveragedModel(net, { avgFn: getEmaAvgFn(0.99) });
 * // after each step
 * averaged.updateParameters(net);
 * @see https://pytorch.org/docs/stable/generated/torch.optim.swa_utils.AveragedModel.html
 * @see https://arxiv.org/abs/1803.05407
 */
export class AveragedModel<M extends AverageableModel> {
  /** The averages, as a model of the same kind. */
  readonly module: M;
  #count = 0;
  readonly #avgFn: AverageFunction;
  readonly #useBuffers: boolean;

  constructor(model: M, options: AveragedModelOptions = {}) {
    const { avgFn, useBuffers } = withDefaults('AveragedModel', { avgFn: mean, useBuffers: false }, options);
    this.module = model.deepCopy();
    this.#avgFn = avgFn;
    this.#useBuffers = useBuffers;
  }

  /** Number of models in the average. */
  get nAveraged(): number {
    return this.#count;
  }

  #tensorsOf(model: AverageableModel): Tensor[] {
    return [...model.parameters(), ...(this.#useBuffers ? model.buffers() : [])];
  }

  /**
   * Takes the parameters as they are now into the average.
   *
   * @throws ValueError, ShapeError for a model with other parameters; then nothing is changed.
   */
  updateParameters(model: AverageableModel): void {
    const op = 'AveragedModel.updateParameters';
    const [averages, current] = [this.#tensorsOf(this.module), this.#tensorsOf(model)];
    if (averages.length !== current.length) {
      throw new ValueError(op, `the model has ${current.length} tensors, the average ${averages.length}`);
    }
    averages.forEach(({ shape }, i) => {
      const other = current[i]!.shape;
      if (sameShape(shape, other)) return;
      throw new ShapeError(op, `tensor ${i} of the model has another shape than its average`, {
        shapes: [other, shape],
      });
    });
    noGrad(() => averages.forEach((average, i) => this.#update(average, current[i]!)));
    this.#count++;
  }

  #update(average: Tensor, current: Tensor): void {
    scope(() => {
      const values = current.detach().to({ device: average.device });
      average.copy_(this.#count === 0 ? values : this.#avgFn(average.detach(), values, this.#count));
    });
  }

  /** `n_averaged` and the averages, with `module.` before their names, as in PyTorch. */
  stateDict(): Record<string, Tensor> {
    const entries = Object.entries(this.module.stateDict()).map(([name, value]) => [`module.${name}`, value] as const);
    return { n_averaged: tensor(this.#count), ...Object.fromEntries(entries) };
  }

  /**
   * Takes over a saved state, also one that PyTorch saved.
   *
   * @throws ValueError when it is not one; what the model's own `loadStateDict` throws. Nothing is changed then.
   */
  loadStateDict(dict: unknown): void {
    const op = 'AveragedModel.loadStateDict';
    if (!isRecord(dict)) throw new ValueError(op, 'the state dict is not an object');
    const { n_averaged: count, ...others } = dict;
    if (!isTensor(count) || count.numel() !== 1) throw new ValueError(op, "there is no number 'n_averaged'");
    const state = Object.entries(others).map(([key, value]): [string, Tensor] => {
      if (key.startsWith('module.') && isTensor(value)) return [key.slice('module.'.length), value];
      throw new ValueError(op, `'${key}' is not a tensor of the averaged module`, { key });
    });
    this.module.loadStateDict(Object.fromEntries(state));
    this.#count = count.item();
  }
}
