import '@x/autograd';
import { cpu } from '@x/backend-cpu';
import {
  DeviceError,
  dispatch,
  DTypeError,
  ops,
  registerBackend,
  ShapeError,
  tensor,
  type TensorOptions,
  type Tensor,
} from '@x/tensor';
import { describe, expect, it } from 'vitest';
import { withoutSteps } from './without-steps.js';

const backend = await cpu();
registerBackend(backend);
registerBackend(withoutSteps(backend));

const attrs = {
  lr: 0.5,
  momentum: 0.5,
  dampening: 0,
  weightDecay: 0,
  nesterov: false,
  maximize: false,
  first: false,
};
const floats = (values: number[], options: TensorOptions = {}): Tensor =>
  tensor(values, { dtype: 'float32', ...options });

describe.each(['cpu', 'plain'])('the op sgdStep on device %s', (device) => {
  const on = (...values: number[]): Tensor => floats(values, { device });

  it('updates parameters of any shapes in one call, views among them', () => {
    const base = on(1, 2, 3, 4);
    const params = [base.reshape(2, 2).t(), on(1)];
    const buffers = [on(2, 2, 2, 2).reshape(2, 2), on(2)];
    const grads = [on(1, 2, 3, 4).reshape(2, 2), on(1)];
    const versions = [...params, ...buffers].map((t) => t.storage.version);
    expect(dispatch(ops.sgdStep, [...params, ...grads, ...buffers], attrs)).toEqual([]);
    expect(base.tolist()).toEqual([0, 0, 1.5, 1.5]);
    expect(params[1]?.tolist()).toEqual([0]);
    expect(buffers.map((b) => b.tolist())).toEqual([
      [
        [2, 3],
        [4, 5],
      ],
      [2],
    ]);
    [...params, ...buffers].forEach((t, i) => expect(t.storage.version).toBeGreaterThan(versions[i]!));
    expect(grads[1]?.tolist()).toEqual([1]);
  });

  it('does nothing for no parameters', () => {
    expect(dispatch(ops.sgdStep, [], attrs)).toEqual([]);
  });

  it.each([
    ['a missing state', () => [on(1), on(1)], ShapeError, 'sgdStep: needs 3 tensors for each parameter, got 2 in all'],
    [
      'a gradient of another shape',
      () => [on(1, 2), on(1), on(1, 2)],
      ShapeError,
      'sgdStep: a gradient or state of shape [1] belongs to a parameter of shape [2]',
    ],
    [
      'a state of another dtype',
      () => [on(1), on(1), on(1).to('float64')],
      DTypeError,
      'sgdStep: a gradient or state of dtype float64 belongs to a parameter of dtype float32',
    ],
    [
      'integers',
      () => [on(1), on(1), on(1)].map((t) => t.to('int32')),
      DTypeError,
      'sgdStep: needs floating point parameters, got int32',
    ],
    [
      'an expanded parameter',
      () => [on(1).expand(2), on(1, 1), on(1, 1)],
      ShapeError,
      'more than one element of the written-to tensor refers to a single memory location',
    ],
    [
      'two devices',
      () => [on(1), on(1), floats([1], { device: device === 'cpu' ? 'plain' : 'cpu' })],
      DeviceError,
      'sgdStep: inputs are on different devices',
    ],
  ])('refuses %s', (_, inputs, type, message) => {
    expect(() => dispatch(ops.sgdStep, inputs(), attrs)).toThrow(type);
    expect(() => dispatch(ops.sgdStep, inputs(), attrs)).toThrow(message);
  });

  it('is never recorded', () => {
    const param = floats([1], { device, requiresGrad: true });
    const grad = floats([1], { device, requiresGrad: true });
    dispatch(ops.sgdStep, [param, grad, on(1)], attrs);
    expect([param.item(), param.isLeaf, param.requiresGrad]).toEqual([0.25, true, true]);
  });
});
