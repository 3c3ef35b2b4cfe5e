import { noGrad } from '@x/autograd';
import { cpu } from '@x/backend-cpu';
import { memory, registerBackend, scope, ShapeError, type Tensor, tensor, ValueError } from '@x/tensor';
import { describe, expect, it } from 'vitest';
import { AveragedModel, getEmaAvgFn } from '../src/index.js';
import { plain } from './plain.js';

registerBackend(await cpu());

/** A model with one parameter and two buffers. */
class Model {
  readonly weight: Tensor;
  readonly runningMean: Tensor;
  readonly batches: Tensor;

  constructor(weight: readonly number[], runningMean = 0, batches = 0) {
    this.weight = tensor([...weight], { dtype: 'float64', requiresGrad: true });
    this.runningMean = tensor(runningMean, { dtype: 'float64' });
    this.batches = tensor(batches);
  }

  parameters(): Tensor[] {
    return [this.weight];
  }

  buffers(): Tensor[] {
    return [this.runningMean, this.batches];
  }

  deepCopy(): this {
    const copies = { weight: this.weight.detach().clone().requiresGrad_(), runningMean: this.runningMean.clone() };
    return Object.assign(Object.create(Model.prototype), this, copies, { batches: this.batches.clone() });
  }

  stateDict(): Record<string, Tensor> {
    return { weight: this.weight.detach(), running_mean: this.runningMean, batches: this.batches };
  }

  loadStateDict(dict: Readonly<Record<string, Tensor>>): void {
    for (const [name, value] of Object.entries(this.stateDict())) value.copy_(dict[name]!);
  }

  set(weight: readonly number[], runningMean: number, batches: number): void {
    noGrad(() => this.weight.copy_(tensor([...weight])));
    this.runningMean.fill_(runningMean);
    this.batches.fill_(batches);
  }
}

const train = (averaged: AveragedModel<Model>, model: Model): void => {
  for (let i = 1; i <= 3; i++) {
    model.set([i, i * i], i, i * 2);
    averaged.updateParameters(model);
  }
};

describe('AveragedModel', () => {
  it('is the mean of the models, with the buffers that the model had at first', () => {
    const model = new Model([7, 7], 0.5, 1);
    const averaged = new AveragedModel(model);
    expect(averaged.nAveraged).toBe(0);
    expect(averaged.module.weight.tolist()).toEqual([7, 7]);
    train(averaged, model);
    expect(averaged.nAveraged).toBe(3);
    const [first, second] = averaged.module.weight.detach().toTypedArray();
    expect(first).toBeCloseTo(2, 14);
    expect(second).toBeCloseTo(14 / 3, 14);
    expect(averaged.module.runningMean.item()).toBe(0.5);
    expect(model.weight.tolist()).toEqual([3, 9]);
    expect([averaged.module.weight.isLeaf, averaged.module.weight.requiresGrad]).toEqual([true, true]);
  });

  it('averages buffers where it is asked to, integers rounded towards zero', () => {
    const model = new Model([0, 0]);
    const averaged = new AveragedModel(model, { useBuffers: true });
    train(averaged, model);
    expect(averaged.module.runningMean.item()).toBeCloseTo(2, 14);
    expect([averaged.module.batches.dtype, averaged.module.batches.item()]).toEqual(['int32', 4]);
  });

  it('averages exponentially', () => {
    const model = new Model([0, 0]);
    const averaged = new AveragedModel(model, { avgFn: getEmaAvgFn(0.75) });
    train(averaged, model);
    expect(averaged.module.weight.tolist()).toEqual([1.6875, 3.5625]);
    expect(() => getEmaAvgFn(1.5)).toThrow(ValueError);
    expect(() => getEmaAvgFn(1.5)).toThrow('getEmaAvgFn: Invalid decay value 1.5');
  });

  it('saves in the layout of PyTorch, and goes on', () => {
    const model = new Model([1, 2]);
    const averaged = new AveragedModel(model);
    train(averaged, model);
    const state = averaged.stateDict();
    expect(Object.keys(state)).toEqual(['n_averaged', 'module.weight', 'module.running_mean', 'module.batches']);
    const resumed = new AveragedModel(new Model([5, 5]));
    resumed.loadStateDict(state);
    for (const each of [averaged, resumed]) train(each, model);
    expect(resumed.nAveraged).toBe(6);
    expect(plain(resumed.stateDict())).toEqual(plain(averaged.stateDict()));
  });

  it('leaves no tensors behind', () => {
    const model = new Model([1, 2]);
    const averaged = new AveragedModel(model);
    scope(() => averaged.updateParameters(model));
    const after = memory().cpu;
    averaged.updateParameters(model);
    averaged.updateParameters(model);
    expect(memory().cpu).toEqual(after);
  });

  it.each([
    ['another shape', { weight: tensor([1]) }, ShapeError, 'tensor 0 of the model has another shape than its average'],
    [
      'fewer tensors',
      { parameters: () => [] },
      ValueError,
      'AveragedModel.updateParameters: the model has 0 tensors, the average 1',
    ],
  ])('refuses a model with %s', (_, other, type, message) => {
    const averaged = new AveragedModel(new Model([1, 2]));
    const update = (): void => averaged.updateParameters(Object.assign(new Model([1, 2]), other));
    expect(update).toThrow(type);
    expect(update).toThrow(message);
    expect(averaged.nAveraged).toBe(0);
  });

  it.each([
    [5, 'the state dict is not an object'],
    [{}, "there is no number 'n_averaged'"],
    [{ n_averaged: tensor(1), weight: tensor(1) }, "'weight' is not a tensor of the averaged module"],
  ])('refuses what is no state: %o', (dict, message) => {
    const averaged = new AveragedModel(new Model([1, 2]));
    expect(() => averaged.loadStateDict(dict)).toThrow(ValueError);
    expect(() => averaged.loadStateDict(dict)).toThrow(message);
  });
});
