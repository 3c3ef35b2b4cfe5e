/**
 * @file Random tensors whose distribution is given by tensors: PyTorch 1.13 draws these after `torch.manual_seed(0)`.
 */
import { cpu } from '@x/backend-cpu';
import { describe, expect, it } from 'vitest';
import {
  arange,
  DTypeError,
  manualSeed,
  normal,
  ones,
  poisson,
  rand,
  randintLike,
  registerBackend,
  tensor,
  ValueError,
  zeros,
} from '../../src/index.js';

registerBackend(await cpu());

describe('after manualSeed(0)', () => {
  it('poisson draws for small and large rates', () => {
    manualSeed(0);
    expect(poisson(tensor([0, 1, 4, 9.5, 10, 30, 1000, 5])).tolist()).toEqual([0, 2, 5, 9, 13, 33, 1002, 7]);
    expect(rand(1).item()).toBeCloseTo(0.5191, 4); // the generator stands where PyTorch's does
  });

  it('normal takes tensors and numbers', () => {
    manualSeed(0);
    const means = arange(3).float();
    const deviations = arange(1, 4).float();
    expect(normal(means, deviations).tolist()).toEqual([1.5409960746765137, 0.41314220428466797, -4.536368370056152]);
    expect(normal(means, 2).tolist()).toEqual([1.1368625164031982, -1.1690447330474854, -0.7971909046173096]);
    expect(normal(1, deviations).tolist()).toEqual([1.4033467769622803, 2.6760525703430176, -1.1577727794647217]);
    expect(normal(1, 2, [2, 2]).tolist()).toEqual([
      [0.19331294298171997, -0.1932707279920578],
      [1.3640729188919067, -0.7133491635322571],
    ]);
  });

  it('randintLike keeps shape and dtype', () => {
    manualSeed(0);
    const drawn = randintLike(zeros(4), 3, 9);
    expect(drawn.dtype).toBe('float32');
    expect(drawn.tolist()).toEqual([5, 6, 8, 3]);
    expect(randintLike(zeros(2), 1).tolist()).toEqual([0, 0]);
  });
});

describe('draws refuse', () => {
  it('rates and deviations below zero', () => {
    expect(() => poisson(tensor([-0.5]))).toThrow(ValueError);
    expect(() => normal(zeros(2), -1)).toThrow(ValueError);
    expect(() => normal(0, ones(2).neg())).toThrow('normal: expects all elements of std ≥ 0');
  });

  it('integers', () => {
    expect(() => poisson(tensor([1]))).toThrow(DTypeError);
    expect(() => normal(tensor([1]), 1)).toThrow(DTypeError);
  });
});
