import { cpu } from '@x/backend-cpu';
import { IndexError, ones, randn, registerBackend, tensor, ValueError, zeros } from '@x/tensor';
import { describe, expect, it } from 'vitest';
import {
  Identity,
  Linear,
  ModuleDict,
  ModuleList,
  Parameter,
  ParameterList,
  ReLU,
  Sequential,
  Tanh,
} from '../src/index.js';

registerBackend(await cpu());

const keys = (module: { namedChildren(): [string, unknown][] }): string[] =>
  module.namedChildren().map(([name]) => name);

describe('Sequential', () => {
  it('runs its modules one after the other', () => {
    expect(new Sequential(new ReLU(), new Identity())(tensor([-1, 2.5])).tolist()).toEqual([0, 2.5]);
  });

  it('names its modules by position, or by the keys of a record or map, in their order', () => {
    expect(keys(new Sequential(new ReLU(), new Tanh()))).toEqual(['0', '1']);
    expect(keys(new Sequential({ conv1: new ReLU(), hardTanh: new Tanh() }))).toEqual(['conv1', 'hardTanh']);
    const map = new Map([
      ['10', new ReLU()],
      ['2', new Tanh()],
    ]);
    expect(keys(new Sequential(map))).toEqual(['10', '2']);
    expect(() => new Sequential({ 'a.b': new ReLU() })).toThrow("Sequential: a name must not contain '.', got 'a.b'");
  });

  it('is a list', () => {
    const [a, b, c, d] = [new ReLU(), new Tanh(), new Identity(), new ReLU()];
    const net = new Sequential(a, b).append(c);
    expect(net.length).toBe(3);
    expect([...net]).toEqual([a, b, c]);
    expect(net.get(-1)).toBe(c);
    net.set(1, d);
    expect([...net]).toEqual([a, d, c]);
    expect([...net.insert(0, b).extend([b])]).toEqual([b, a, d, c, b]);
    expect(keys(net)).toEqual(['0', '1', '2', '3']);
    expect(() => net.get(5)).toThrow('Sequential: index 5 is out of range for 5 items');
    expect(() => net.set(0.5, a)).toThrow(IndexError);
    expect(() => net.insert(7, a)).toThrow(IndexError);
  });

  it('may be extended', () => {
    class Block extends Sequential {
      skip: Linear = new Linear(2, 2);
      constructor() {
        super(new Linear(2, 2), new ReLU());
      }
    }
    const block = new Block();
    expect(Object.keys(block.stateDict())).toEqual(['skip.weight', 'skip.bias', '0.weight', '0.bias']);
    expect(block(randn(3, 2)).shape).toEqual([3, 2]);
  });
});

describe('ModuleList', () => {
  it('holds modules for their owner to call', () => {
    const list = new ModuleList([new Linear(1, 1), new Linear(1, 1)]);
    expect(list.length).toBe(2);
    expect(list.get(1).inFeatures).toBe(1);
    expect(list.append(new Linear(2, 1)).get(-1).inFeatures).toBe(2);
    expect(list.parameters()).toHaveLength(6);
    expect(keys(list)).toEqual(['0', '1', '2']);
    expect(() => list.get(3)).toThrow(IndexError);
    expect(() => list.forward()).toThrow('ModuleList: a list has no forward; call its items');
  });
});

describe('ModuleDict', () => {
  it('holds modules by name', () => {
    const dict = new ModuleDict({ b: new Linear(1, 1), a: new Linear(2, 1) });
    expect(dict.get('a').inFeatures).toBe(2);
    dict.set('convB', new Linear(3, 1)).update(new Map([['b', new Linear(4, 1)]]));
    expect([...dict.keys()]).toEqual(['b', 'a', 'convB']);
    expect([...dict.values()].map((layer) => layer.inFeatures)).toEqual([4, 2, 3]);
    expect(Object.keys(dict.stateDict())).toEqual([
      'b.weight',
      'b.bias',
      'a.weight',
      'a.bias',
      'convB.weight',
      'convB.bias',
    ]);
    expect([dict.has('a'), dict.delete('a'), dict.delete('a'), dict.has('a'), dict.length]).toEqual([
      true,
      true,
      false,
      false,
      2,
    ]);
    expect(() => dict.get('a')).toThrow("ModuleDict: there is no module 'a' (there are: b, convB)");
    expect(() => dict.set('', new Linear(1, 1))).toThrow(ValueError);
    expect(() => dict.forward()).toThrow('ModuleDict: a dictionary has no forward; call its modules');
    expect([...dict].map(([name]) => name)).toEqual(['b', 'convB']);
    dict.clear();
    expect(dict.parameters()).toEqual([]);
  });
});

describe('ParameterList', () => {
  it('makes parameters of tensors', () => {
    const parameter = new Parameter(ones(2));
    const list = new ParameterList([parameter, zeros(3)]).append(zeros(1));
    expect(list.get(0)).toBe(parameter);
    expect(list.parameters().map((p) => p.shape)).toEqual([[2], [3], [1]]);
    list.set(1, ones(4));
    list.insert(0, zeros(5));
    expect(Object.entries(list.stateDict()).map(([name, t]) => [name, t.numel()])).toEqual([
      ['0', 5],
      ['1', 2],
      ['2', 4],
      ['3', 1],
    ]);
    expect(list.parameters().every((p) => p instanceof Parameter && p.requiresGrad)).toBe(true);
  });
});
