import { GradError } from '@x/autograd';
import { cpu } from '@x/backend-cpu';
import { DTypeError, isTensor, ones, registerBackend, Tensor, tensor, zeros } from '@x/tensor';
import { describe, expect, it } from 'vitest';
import { Buffer, isBuffer, isParameter, Parameter } from '../src/index.js';

registerBackend(await cpu());

describe('Parameter', () => {
  it('is a tensor that requires a gradient', () => {
    const parameter = new Parameter(ones(2));
    expect(parameter instanceof Tensor && parameter instanceof Parameter && isTensor(parameter)).toBe(true);
    expect([isParameter(parameter), isBuffer(parameter), isParameter(ones(2))]).toEqual([true, false, false]);
    expect(parameter.isLeaf && parameter.requiresGrad).toBe(true);
    parameter.mul(3).sum().backward();
    expect(parameter.grad?.tolist()).toEqual([3, 3]);
    expect(new Parameter(tensor([1]), { requiresGrad: false }).dtype).toBe('int32');
  });

  it('is a leaf on the memory of its tensor', () => {
    const x = tensor([1.5, 2], { requiresGrad: true });
    const parameter = new Parameter(x.mul(2));
    expect(parameter.isLeaf).toBe(true);
    const data = zeros(2);
    const view = new Parameter(data);
    data.fill_(4);
    expect(view.tolist()).toEqual([4, 4]);
  });

  it('gives plain tensors', () => {
    expect(isParameter(new Parameter(ones(2)).add(1))).toBe(false);
    expect(isParameter(new Parameter(ones(2)).detach())).toBe(false);
  });

  it('refuses integers', () => {
    expect(() => new Parameter(tensor([1]))).toThrow(DTypeError);
  });
});

describe('Buffer', () => {
  it('is a tensor without gradient', () => {
    const buffer = new Buffer(ones(2), { persistent: false });
    expect([isBuffer(buffer), isParameter(buffer), buffer.persistent, buffer.requiresGrad]).toEqual([
      true,
      false,
      false,
      false,
    ]);
  });

  it('refuses a tensor that requires a gradient', () => {
    expect(() => new Buffer(new Parameter(ones(1)))).toThrow(GradError);
  });
});
