import { cpu } from '@x/backend-cpu';
import { describe, expect, it } from 'vitest';
import {
  addmm,
  type Backend,
  backendOf,
  baddbmm,
  cat,
  DeviceError,
  dispatch,
  IndexError,
  isDeviceAvailable,
  isTensor,
  noAttrs,
  type Op,
  ops,
  registerBackend,
  setDefaultDevice,
  slice,
  stack,
  type Tensor,
  tensor,
  zeros,
} from '../../src/index.js';
import { plain } from './plain-backend.js';

registerBackend(await cpu());
registerBackend(plain);

const values = [0.5, -1.5, 2.25, 3, -0.75, 1.5, 0.25, -2, 1, 4, -3, 0.125];
const repeated = [3, 1, 2, 3, 1, 2, 2, 2, 1, 3, 1, 2];

/** The tensors that every call gets, on one device. */
function inputs(device: string): Record<'x' | 'y' | 'square' | 'ties' | 'index' | 'mask' | 'batch', Tensor> {
  const x = tensor(values, { device }).view(3, 4);
  return {
    x,
    y: tensor([1.5, -0.5, 2, 0.75], { device }),
    square: x.narrow(1, 0, 3),
    ties: tensor(repeated, { device }).view(3, 4),
    index: tensor([2, -1, 0], { device }),
    mask: x.gt(0.3),
    batch: x.view(3, 2, 2),
  };
}

type Inputs = ReturnType<typeof inputs>;

/** Ops that no backend has to have, and ops whose kernels see unusual layouts. */
const calls: Readonly<Record<string, (i: Inputs) => unknown>> = {
  softmax: ({ x }) => x.softmax(1),
  'softmax of columns': ({ x }) => x.t().softmax(-1),
  logSoftmax: ({ x }) => x.logSoftmax(0),
  softmaxBackward: ({ x }) => dispatch(ops.softmaxBackward, [x, x.softmax(1)], { dim: 1 }),
  logSoftmaxBackward: ({ x }) => dispatch(ops.logSoftmaxBackward, [x, x.logSoftmax(1)], { dim: 1 }),
  addmm: ({ x, y, square }) => addmm(y, square, x),
  'addmm with factors': ({ x, y, square }) => addmm(y, square, x, { alpha: 0.5, beta: 2 }),
  baddbmm: ({ batch }) => baddbmm(batch, batch, batch.mT),
  matmul: ({ batch, x }) => batch.matmul(x.view(2, 6).narrow(1, 1, 3)),
  'matrix times vector': ({ x, y }) => x.matmul(y),
  cumsum: ({ x }) => x.cumsum(1),
  'cumsum of integers': ({ ties }) => ties.cumsum(0),
  cumprod: ({ x }) => x.cumprod(0),
  sort: ({ ties }) => ties.sort(1),
  'sort, largest first': ({ x }) => x.sort(0, { descending: true }),
  'sort with NaN': ({ x }) => cat([x, x.sub(x).div(0)]).sort(0),
  topk: ({ x }) => x.topk(2),
  argsort: ({ ties }) => ties.argsort(1),
  var: ({ x }) => x.var(1),
  std: ({ x }) => x.std(null, { correction: 0 }),
  norm: ({ x }) => [x.norm(), x.norm(0, { p: 1 }), x.norm(1, { p: Infinity, keepdim: true }), x.norm(1, { p: 3 })],
  logsumexp: ({ x }) => x.logsumexp([0, 1]),
  max: ({ ties }) => ties.max(1),
  min: ({ x }) => x.min(0, { keepdim: true }),
  'any and all': ({ mask }) => [mask.any(0), mask.all(1), mask.any()],
  clamp: ({ x, y }) => [x.clamp({ min: -1, max: 1 }), x.clamp({ min: y }), x.clamp({ min: -1, max: y })],
  lerp: ({ x, y }) => [x.lerp(y.expand(3, 4), 0.3), x.lerp(x.neg(), x)],
  addcmul: ({ x, y }) => x.addcmul(x, y, { value: 0.5 }),
  addcdiv: ({ x, y }) => x.addcdiv(x, y),
  where: ({ x, y, mask }) => x.where(mask, y),
  maskedFill: ({ x, mask }) => x.maskedFill(mask, 9),
  isclose: ({ x }) => x.isclose(x.add(1e-9)),
  'one list of positions': ({ x, index }) => [x.get(index), x.get(slice(), index), x.t().get(index)],
  'several lists of positions': ({ batch, index }) => [batch.get(index, slice(), index.abs().clamp({ max: 1 }))],
  'assignment to positions': ({ x, y, index }) => [x.clone().set([index], y), x.clone().set([index, index], 7)],
  'assignment to a mask': ({ x, mask }) => x.clone().set([mask], 0),
  indexAdd: ({ x, index }) => x.indexAdd(0, index.abs(), x),
  indexFill: ({ x }) => x.indexFill(1, tensor([0, 2], { device: x.device }), 5),
  scatter: ({ x, ties }) => x.scatter(1, ties, x),
  'flip, roll, repeat': ({ x }) => [x.flip(0, 1), x.roll(1, 1), x.repeat(2, 1)],
  'tril and triu': ({ square }) => [square.tril(), square.triu({ diagonal: 1 })],
  'cat and stack': ({ x, y }) => [cat([x, x.mul(2)], 1), stack([y, y.exp()])],
  'in-place forms': ({ x, y }) => x.clone().add_(y).mul_(2).sqrt_().nanToNum().unsqueeze_(0),
  'views written to': ({ x }) => {
    const copy = x.clone();
    copy.t().select(0, 1).fill_(7);
    copy.diagonal().zero_();
    return copy;
  },
  dtypes: ({ x, ties }) => [x.int(), x.bool(), ties.add(0.5), ties.div(2), ties.byte().sub(5)],
};

/** The numbers of all tensors in a result. */
async function numbers(result: unknown): Promise<unknown[]> {
  if (isTensor(result)) return [result.dtype, [...result.shape], await result.toTypedArrayAsync()];
  const parts: unknown[] = typeof result === 'object' && result !== null ? Object.values(result) : [];
  return Promise.all(parts.map((part) => numbers(part)));
}

function expectClose(actual: unknown, expected: unknown): void {
  if (ArrayBuffer.isView(actual) && ArrayBuffer.isView(expected)) {
    const [a, b] = [Array.from(actual as Float32Array), Array.from(expected as Float32Array)];
    expect(a.length).toBe(b.length);
    a.forEach((v, i) => (Number.isFinite(b[i]!) ? expect(v).toBeCloseTo(b[i]!, 5) : expect(v).toBe(b[i])));
  } else if (Array.isArray(actual) && Array.isArray(expected)) {
    expect(actual.length).toBe(expected.length);
    actual.forEach((part, i) => expectClose(part, expected[i]));
  } else expect(actual).toEqual(expected);
}

describe('a backend with the required kernels only', () => {
  it.each(Object.keys(calls))('computes %s as cpu does', async (name) => {
    const call = calls[name]!;
    const [there, here] = await Promise.all([numbers(call(inputs('plain'))), numbers(call(inputs('cpu')))]);
    expectClose(there, here);
  });

  it('is read asynchronously, and says so where that was forgotten', async () => {
    const x = tensor([[1, 2]], { device: 'plain' });
    expect(await x.tolistAsync()).toEqual([[1, 2]]);
    expect(await x.sum().itemAsync()).toBe(3);
    expect(() => x.tolist()).toThrow(/await tolistAsync\(\)/u);
    expect(() => x.sum().item()).toThrow(/await itemAsync\(\)/u);
    expect(() => x.to('cpu')).toThrow(/await toAsync\(\)/u);
    expect(() => String(x)).toThrow(/console\.log\(await x\.toAsync\('cpu'\)\)/u);
    expect(() => x.nonzero()).toThrow(DeviceError);
  });

  it('refuses an index that is out of bounds', () => {
    const x = zeros([2, 3], { device: 'plain' });
    expect(() => x.get([2])).toThrow(IndexError);
    expect(() => x.get([0, 0], [-4, 1])).toThrow(IndexError);
  });

  it('takes tensors of another device', async () => {
    const x = tensor([1.5, 2]).to('plain');
    expect(x.device).toBe('plain');
    expect(await x.mul(2).tolistAsync()).toEqual([3, 4]);
    expect(
      await zeros([2], { device: 'plain' })
        .copy_(tensor([1, 2]))
        .tolistAsync(),
    ).toEqual([1, 2]);
  });
});

describe('devices', () => {
  it('do not mix', () => {
    const call = (): unknown => tensor([1]).add(tensor([1], { device: 'plain' }));
    expect(call).toThrow(DeviceError);
    expect(call).toThrow('add: inputs are on different devices: cpu, plain; move them with to(device)');
  });

  it('have to be registered', () => {
    expect(isDeviceAvailable('plain')).toBe(true);
    expect(isDeviceAvailable('nowhere')).toBe(false);
    expect(() => zeros([2], { device: 'nowhere' })).toThrow(
      "zeros: device 'nowhere' is not registered (registered: cpu, plain); call registerBackend() first",
    );
    expect(() => setDefaultDevice('nowhere')).toThrow(DeviceError);
    expect(() => tensor([1]).to('nowhere')).toThrow(DeviceError);
  });

  it('are chosen by default', async () => {
    setDefaultDevice('plain');
    try {
      const x = tensor([2]);
      expect(x.device).toBe('plain');
      expect(await x.tolistAsync()).toEqual([2]);
    } finally {
      setDefaultDevice('cpu');
    }
    expect(tensor([2]).device).toBe('cpu');
  });

  it('are replaced by a backend of the same name', () => {
    const other: Backend = { ...plain, name: 'other' };
    registerBackend(other);
    const again: Backend = { ...plain, name: 'other' };
    registerBackend(again);
    expect(backendOf('test', 'other')).toBe(again);
  });
});

describe('an op', () => {
  const x = tensor([1, 2], { device: 'plain' });

  it('without kernel and decomposition is a DeviceError that names op and device', () => {
    const nothing: Op<readonly [Tensor], typeof noAttrs, readonly [Tensor]> = { name: 'nothing', run: () => undefined };
    expect(() => dispatch(nothing, [x], noAttrs)).toThrow(
      "nothing: device 'plain' has no kernel for it and it has no decomposition",
    );
  });

  it('of a third party runs as its decomposition', async () => {
    const twice: Op<readonly [Tensor], typeof noAttrs, readonly [Tensor]> = {
      name: 'twice',
      run: () => undefined,
      decompose: ([t]) => [t.add(t)],
    };
    expect(await dispatch(twice, [x], noAttrs)[0].tolistAsync()).toEqual([2, 4]);
  });
});
