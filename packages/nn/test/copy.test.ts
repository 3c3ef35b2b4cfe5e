import { cpu } from '@x/backend-cpu';
import { ones, randn, registerBackend, type Tensor } from '@x/tensor';
import { describe, expect, it } from 'vitest';
import {
  BatchNorm1d,
  Buffer,
  Linear,
  LSTM,
  Module,
  ModuleDict,
  ModuleList,
  Parameter,
  ParameterDict,
  ParameterList,
  ReLU,
  Sequential,
  TransformerEncoderLayer,
} from '../src/index.js';

registerBackend(await cpu());

describe('deepCopy', () => {
  it('copies parameters and buffers, with what they are', () => {
    class Net extends Module {
      weight = new Parameter(ones(2), { requiresGrad: false });
      seen = new Buffer(ones(1), { persistent: false });
      sizes = [{ n: 2 }];
      table = new Map([['a', ones(1)]]);
      forward(x: Tensor): Tensor {
        return x.mul(this.weight);
      }
    }
    const net = new Net().eval();
    const copy = net.deepCopy();
    expect(copy).toBeInstanceOf(Net);
    expect([copy.training, copy.weight.requiresGrad, copy.seen.persistent]).toEqual([false, false, false]);
    expect(Object.keys(copy.stateDict())).toEqual(['weight']);
    copy.weight.fill_(3);
    copy.sizes[0]!.n = 5;
    copy.table.get('a')?.zero_();
    expect(net.weight.tolist()).toEqual([1, 1]);
    expect(net.sizes).toEqual([{ n: 2 }]);
    expect(net.table.get('a')?.tolist()).toEqual([1]);
    expect(copy(ones(2)).tolist()).toEqual([3, 3]);
  });

  it('keeps what is shared shared', () => {
    const layer = new Linear(2, 2);
    const copy = new Sequential(layer, new ReLU(), layer).deepCopy();
    expect(copy.get(0)).toBe(copy.get(2));
    expect(copy.get(0)).not.toBe(layer);
    expect(copy.parameters()).toHaveLength(2);
  });

  const made: readonly (readonly [string, Module<never, never> | Module])[] = [
    ['Sequential', new Sequential({ a: new Linear(2, 3), b: new Sequential(new ReLU()) })],
    ['ModuleList', new ModuleList([new Linear(2, 3)])],
    ['ModuleDict', new ModuleDict({ a: new Linear(2, 3) })],
    ['ParameterList', new ParameterList([ones(2)])],
    ['ParameterDict', new ParameterDict({ a: ones(2) })],
    ['BatchNorm1d', new BatchNorm1d(3)],
  ];
  it.each(made)('of %s has equal state in other memory, and prints the same', (_, module) => {
    const copy = module.deepCopy();
    expect(String(copy)).toBe(String(module));
    expect(Object.keys(copy.stateDict())).toEqual(Object.keys(module.stateDict()));
    const before = Object.values(module.stateDict()).map((t) => t.tolist());
    for (const parameter of copy.parameters()) parameter.data.fill_(7);
    expect(Object.values(module.stateDict()).map((t) => t.tolist())).toEqual(before);
  });

  it('computes the same', () => {
    const x = randn(4, 3, 4);
    const lstm = new LSTM(4, 3, { bidirectional: true });
    expect(lstm.deepCopy()(x)[0].tolist()).toEqual(lstm(x)[0].tolist());
    const layer = new TransformerEncoderLayer(4, 2).eval();
    expect(layer.deepCopy()(x).tolist()).toEqual(layer(x).tolist());
  });

  it('keeps hooks', () => {
    const layer = new Linear(2, 2);
    layer.registerForwardHook((_, _inputs, out) => out.clamp({ min: 5 }));
    expect(layer.deepCopy()(ones(2)).tolist()).toEqual([5, 5]);
  });

  it('of a class with private fields runs the constructor that it names', () => {
    class Counter extends Module {
      #calls = 0;
      forward(x: Tensor): Tensor {
        this.#calls += 1;
        return x.mul(this.#calls);
      }
      override emptyCopy(...[copy]: Parameters<Module['emptyCopy']>): this {
        return super.emptyCopy(copy, Counter);
      }
    }
    const counter = new Counter();
    counter(ones(1));
    expect(counter.deepCopy()(ones(1)).tolist()).toEqual([1]);
  });
});
