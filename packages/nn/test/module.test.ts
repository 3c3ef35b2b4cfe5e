import { cpu } from '@x/backend-cpu';
import { ones, randn, registerBackend, type Tensor, tensor, ValueError, zeros } from '@x/tensor';
import { describe, expect, it } from 'vitest';
import {
  type AnyModule,
  BatchNorm1d,
  Buffer,
  Dropout,
  Identity,
  isModule,
  Linear,
  Module,
  Parameter,
  ReLU,
  Sequential,
} from '../src/index.js';

registerBackend(await cpu());

const namesOf = (named: Iterable<readonly [string, unknown]>): string[] => [...named].map(([name]) => name);

/** A module with properties of every kind. */
class Mixed extends Module {
  first: Linear = new Linear(2, 2, { bias: false });
  scaleFactor: Parameter = new Parameter(ones(1));
  label: string = 'no tensor';
  plain: Tensor = zeros(1);
  runningMean: Buffer = new Buffer(zeros(2));
  name: Identity = new Identity();
  length: Parameter = new Parameter(ones(1));
  nothing: Module | null = null;
  W: Parameter = new Parameter(ones(1));
  mlpLayerV2: Linear = new Linear(2, 2, { bias: false });
  readonly #hidden = new Linear(2, 2);

  forward(x: Tensor): Tensor {
    return this.#hidden(this.mlpLayerV2(this.first(x)));
  }
}

describe('calling', () => {
  it('runs forward', () => {
    class Twice extends Module {
      forward(x: Tensor): Tensor {
        return x.mul(2);
      }
    }
    const twice = new Twice();
    expect(twice(tensor([1.5])).tolist()).toEqual([3]);
    expect(typeof twice).toBe('function');
    expect(twice instanceof Twice && twice instanceof Module).toBe(true);
    expect(isModule(twice)).toBe(true);
    expect(isModule(() => 1) || isModule(Twice) || isModule({})).toBe(false);
  });

  it('takes and gives what forward takes and gives', () => {
    class Divide extends Module<[a: number, b: number], { quotient: number; rest: number }> {
      forward(a: number, b: number): { quotient: number; rest: number } {
        return { quotient: Math.floor(a / b), rest: a % b };
      }
    }
    expect(new Divide()(7, 2)).toEqual({ quotient: 3, rest: 1 });
  });

  it('has nothing of Function but the call', () => {
    const layer = new Identity();
    expect(['name', 'length', 'call', 'bind'].filter((key) => key in layer)).toEqual([]);
    const seen: AnyModule[] = [];
    layer.apply((module) => void seen.push(module));
    expect(seen).toEqual([layer]);
  });

  it('keeps private fields and getters of subclasses', () => {
    class Counter extends Module {
      #calls = 0;
      get calls(): number {
        return this.#calls;
      }
      forward(x: Tensor): Tensor {
        this.#calls += 1;
        return x;
      }
    }
    const counter = new Counter();
    counter(zeros(1));
    counter(zeros(1));
    expect(counter.calls).toBe(2);
  });
});

describe('registration', () => {
  it('finds parameters, buffers and modules in the order written, in snake_case', () => {
    const mixed = new Mixed();
    expect(namesOf(mixed.namedParameters())).toEqual([
      'scale_factor',
      'length',
      'W',
      'first.weight',
      'mlp_layer_v2.weight',
    ]);
    expect(namesOf(mixed.namedParameters({ recurse: false }))).toEqual(['scale_factor', 'length', 'W']);
    expect(namesOf(mixed.namedParameters({ prefix: 'net' }))[0]).toBe('net.scale_factor');
    expect(namesOf(mixed.namedBuffers())).toEqual(['running_mean']);
    expect(namesOf(mixed.namedChildren())).toEqual(['first', 'name', 'mlp_layer_v2']);
    expect(namesOf(mixed.namedModules())).toEqual(['', 'first', 'name', 'mlp_layer_v2']);
  });

  it('follows what properties hold', () => {
    const net = new Mixed();
    net.first = new Linear(2, 3);
    net.nothing = new ReLU();
    expect(namesOf(net.namedChildren())).toEqual(['first', 'name', 'nothing', 'mlp_layer_v2']);
    expect(namesOf(net.namedParameters())).toContain('first.bias');
    net.nothing = null;
    expect(namesOf(net.namedChildren())).toEqual(['first', 'name', 'mlp_layer_v2']);
    Reflect.deleteProperty(net, 'first');
    expect(namesOf(net.namedChildren())).toEqual(['name', 'mlp_layer_v2']);
  });

  it('counts what is shared once', () => {
    class Shared extends Module {
      a: Linear = new Linear(1, 1);
      b: Linear = this.a;
      c: Linear = new Linear(1, 1);
      constructor() {
        super();
        this.c.weight = this.a.weight;
      }
      forward(x: Tensor): Tensor {
        return this.c(this.b(this.a(x)));
      }
    }
    const shared = new Shared();
    expect(namesOf(shared.namedParameters())).toEqual(['a.weight', 'a.bias', 'c.bias']);
    expect(namesOf(shared.namedModules())).toEqual(['', 'a', 'c']);
    expect(shared.children()).toHaveLength(2);
  });

  it('registers by name', () => {
    class Named extends Module {
      declare mask: Buffer;
      forward(x: Tensor): Tensor {
        return x.mul(this.mask);
      }
    }
    const named = new Named();
    named.registerBuffer('mask', ones(2), { persistent: false });
    named.registerParameter('shift', new Parameter(zeros(2)));
    named.registerParameter('none', null);
    named.registerModule('inner', new Identity());
    expect(named(tensor([1, 2.5])).tolist()).toEqual([1, 2.5]);
    expect(namesOf(named.namedBuffers())).toEqual(['mask']);
    expect(Object.keys(named.stateDict())).toEqual(['shift']);
    expect(namesOf(named.namedChildren())).toEqual(['inner']);
    expect(() => named.registerBuffer('mask', ones(1))).toThrow("registerBuffer: 'mask' already exists");
    expect(() => named.registerModule('a.b', null)).toThrow("a name must not contain '.', got 'a.b'");
    expect(() => named.registerParameter('', null)).toThrow("a name must not be ''");
    expect(() => named.registerBuffer('forward', ones(1))).toThrow("'forward' already exists");
  });

  it('refuses a plain tensor in place of a parameter or buffer', () => {
    const layer = new Linear(1, 1);
    layer.parameters();
    Object.assign(layer, { weight: zeros(1, 1) });
    expect(() => layer.parameters()).toThrow(
      "Module: cannot assign a tensor as 'weight', which is a Parameter; assign new Parameter(tensor), or write into it with copy_",
    );
    const norm = new BatchNorm1d(1);
    norm.stateDict();
    Object.assign(norm, { runningMean: zeros(1) });
    expect(() => norm.stateDict()).toThrow("'running_mean', which is a Buffer");
  });

  it('refuses two properties with one name', () => {
    class Twins extends Module {
      fooBar: Identity = new Identity();
      foo_bar: Identity = new Identity();
      forward(x: Tensor): Tensor {
        return x;
      }
    }
    expect(() => new Twins().children()).toThrow("Module: two properties have the name 'foo_bar'");
  });

  it('finds parts by name', () => {
    const net = new Sequential(new Identity(), new Sequential(new BatchNorm1d(2)));
    expect(net.getSubmodule('')).toBe(net);
    expect(net.getSubmodule('1.0')).toBeInstanceOf(BatchNorm1d);
    expect(net.getParameter('1.0.weight').tolist()).toEqual([1, 1]);
    expect(net.getBuffer('1.0.running_mean').tolist()).toEqual([0, 0]);
    expect(() => net.getSubmodule('1.2')).toThrow("getSubmodule: Sequential has no module '2' (it has: 0)");
    expect(() => net.getParameter('1.0.scale')).toThrow(
      "getParameter: BatchNorm1d has no parameter 'scale' (it has: weight, bias)",
    );
    expect(() => net.getBuffer('0.x')).toThrow("getBuffer: Identity has no buffer 'x' (it has: none)");
  });
});

describe('what is done with all parts', () => {
  it('applies to children first', () => {
    const names: string[] = [];
    const net = new Sequential(new Linear(1, 1), new Sequential(new ReLU()));
    expect(net.apply((module) => void names.push(module.constructor.name))).toBe(net);
    expect(names).toEqual(['Linear', 'ReLU', 'Sequential', 'Sequential']);
  });

  it('switches between training and evaluation', () => {
    const net = new Sequential(new Dropout(), new Sequential(new Dropout()));
    expect(net.training).toBe(true);
    expect(net.eval()).toBe(net);
    expect(net.modules().map((m) => m.training)).toEqual([false, false, false, false]);
    const x = randn(4);
    expect(net(x)).toBe(x);
    expect(
      net
        .train()
        .modules()
        .every((m) => m.training),
    ).toBe(true);
  });

  it('changes the dtype of floating point tensors, gradients included, in place', () => {
    const net = new BatchNorm1d(2);
    const { weight } = net;
    net(randn(3, 2)).sum().backward();
    expect(net.double()).toBe(net);
    expect(net.weight).toBe(weight);
    expect(Object.entries(net.stateDict()).map(([, t]) => t.dtype)).toEqual([
      'float64',
      'float64',
      'float64',
      'float64',
      'int32',
    ]);
    expect(weight?.grad?.dtype).toBe('float64');
    net(randn(3, 2, { dtype: 'float64' }))
      .sum()
      .backward();
    expect(net.float().weight?.dtype).toBe('float32');
    expect(net.to(zeros(1, { dtype: 'float64' })).to({ dtype: 'float32', device: 'cpu' }).runningVar?.dtype).toBe(
      'float32',
    );
    expect(() => net.to('int32')).toThrow('Module.to: only floating point dtypes are accepted, got int32');
    expect(() => net.to('gpu')).toThrow("device 'gpu' is not registered");
  });

  it('forgets gradients, or fills them with zeros', () => {
    const layer = new Linear(2, 1);
    const backward = (): void => layer(ones(1, 2)).sum().backward();
    backward();
    expect(layer.weight.grad?.tolist()).toEqual([[1, 1]]);
    layer.zeroGrad({ setToNone: false });
    expect(layer.weight.grad?.tolist()).toEqual([[0, 0]]);
    backward();
    layer.zeroGrad();
    expect(layer.weight.grad).toBeNull();
  });

  it('freezes and thaws', () => {
    const net = new Sequential(new Linear(1, 1));
    expect(
      net
        .requiresGrad_(false)
        .parameters()
        .some((p) => p.requiresGrad),
    ).toBe(false);
    expect(net(ones(1, 1)).requiresGrad).toBe(false);
    expect(
      net
        .requiresGrad_()
        .parameters()
        .every((p) => p.requiresGrad),
    ).toBe(true);
  });
});

describe('options', () => {
  it('that do not exist are errors', () => {
    const layer = new Linear(1, 1);
    const misspelt = {
      strict: true,
      setToNone: true,
      prefix: '',
      recurse: true,
      requiresGrad: true,
      persistent: true,
      x: 1,
    };
    const calls: readonly (() => unknown)[] = [
      () => new Linear(1, 1, { bias: true, ...misspelt }),
      () => layer.namedParameters(misspelt),
      () => layer.buffers(misspelt),
      () => layer.namedModules(misspelt),
      () => layer.zeroGrad(misspelt),
      () => layer.stateDict(misspelt),
      () => layer.loadStateDict(layer.stateDict(), misspelt),
      () => new Parameter(ones(1), misspelt),
      () => new Buffer(ones(1), misspelt),
    ];
    for (const call of calls) expect(call).toThrow(ValueError);
    expect(() => new Linear(1, 1, { bias: true, ...misspelt })).toThrow(
      "Linear: unknown option 'strict' (known: bias, dtype, device)",
    );
  });
});
