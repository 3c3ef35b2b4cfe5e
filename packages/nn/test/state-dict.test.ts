import { cpu } from '@x/backend-cpu';
import { manualSeed, randn, registerBackend, type Tensor, tensor, zeros } from '@x/tensor';
import { describe, expect, it } from 'vitest';
import {
  BatchNorm1d,
  Buffer,
  Linear,
  Module,
  Parameter,
  ReLU,
  Sequential,
  type StateDict,
  StateDictError,
} from '../src/index.js';
import golden from './golden/state.json' with { type: 'json' };

registerBackend(await cpu());

/** What PyTorch says about a state dict of zeros. */
interface LoadRow {
  readonly shapes: Readonly<Record<string, readonly number[] | undefined>>;
  readonly strict: boolean;
  readonly error?: string | undefined;
  readonly missing?: readonly string[] | undefined;
  readonly unexpected?: readonly string[] | undefined;
}

const loads: readonly LoadRow[] = golden.cases.flatMap((row) =>
  row.shapes && row.strict !== undefined ? [{ ...row, shapes: row.shapes, strict: row.strict }] : [],
);

function network(): Sequential {
  const features = new Sequential(new Linear(2, 3), new BatchNorm1d(3));
  return new Sequential({ features, act: new ReLU(), head: new Linear(3, 2) });
}

const values = (state: StateDict): [string, unknown][] => Object.entries(state).map(([k, v]) => [k, v.tolist()]);

function errorOf(call: () => unknown): unknown {
  try {
    call();
  } catch (error) {
    return error;
  }
  return undefined;
}

describe('loadStateDict as in PyTorch', () => {
  it.each(loads.map((row, i) => [i, row] as const))('case %i', (_, row) => {
    const net = network();
    const before = values(net.stateDict());
    const state: [string, Tensor][] = Object.entries(row.shapes).flatMap(([key, shape]) =>
      shape ? [[key, zeros(shape)]] : [],
    );
    const load = () => net.loadStateDict(new Map(state), { strict: row.strict });
    if (row.error === undefined) {
      expect(load()).toEqual({ missingKeys: row.missing, unexpectedKeys: row.unexpected });
      return;
    }
    const error = errorOf(load);
    expect(error).toBeInstanceOf(StateDictError);
    expect(String(error)).toBe(`StateDictError: loadStateDict: ${row.error}`);
    expect(values(net.stateDict())).toEqual(before);
  });
});

describe('stateDict', () => {
  it('has the names of PyTorch in the order of the modules', () => {
    expect(Object.keys(network().stateDict())).toEqual([
      'features.0.weight',
      'features.0.bias',
      'features.1.weight',
      'features.1.bias',
      'features.1.running_mean',
      'features.1.running_var',
      'features.1.num_batches_tracked',
      'head.weight',
      'head.bias',
    ]);
  });

  it('holds detached tensors that share the memory of the module', () => {
    const layer = new Linear(2, 1);
    const state = layer.stateDict();
    expect(state.weight?.requiresGrad).toBe(false);
    layer.weight.data.fill_(7);
    expect(state.weight?.tolist()).toEqual([[7, 7]]);
    expect(layer.stateDict({ keepVars: true }).weight).toBe(layer.weight);
    expect(Object.keys(layer.stateDict({ prefix: 'module.' }))).toEqual(['module.weight', 'module.bias']);
  });

  it('goes from one module to another', () => {
    manualSeed(3);
    const trained = network();
    trained(randn(5, 2));
    const fresh = network();
    expect(fresh.loadStateDict(trained.stateDict())).toEqual({ missingKeys: [], unexpectedKeys: [] });
    expect(values(fresh.stateDict())).toEqual(values(trained.stateDict()));
    trained.get(0).getParameter('0.weight').data.zero_();
    expect(values(fresh.stateDict())).not.toEqual(values(trained.stateDict()));
  });

  it('keeps the parameters and converts to their dtype', () => {
    const layer = new Linear(1, 1);
    const { weight } = layer;
    layer.loadStateDict({ weight: tensor([[3]], { dtype: 'float64' }), bias: tensor([2]) });
    expect(layer.weight).toBe(weight);
    expect(weight.dtype).toBe('float32');
    expect([weight.item(), layer.bias?.item()]).toEqual([3, 2]);
    expect(weight.requiresGrad).toBe(true);
  });

  it('leaves out buffers that are not persistent, and gives shared tensors each of their names', () => {
    class Tied extends Module {
      first: Linear = new Linear(2, 2, { bias: false });
      second: Linear = new Linear(2, 2, { bias: false });
      cache: Buffer = new Buffer(zeros(3), { persistent: false });
      mean: Buffer = new Buffer(zeros(1));
      constructor() {
        super();
        this.second.weight = this.first.weight;
      }
      forward(x: Tensor): Tensor {
        return this.second(this.first(x));
      }
    }
    const tied = new Tied();
    expect(Object.keys(tied.stateDict())).toEqual(['mean', 'first.weight', 'second.weight']);
    expect(tied.namedParameters().map(([name]) => name)).toEqual(['first.weight']);
    expect(tied.namedBuffers().map(([name]) => name)).toEqual(['cache', 'mean']);
    expect(tied.loadStateDict({ ...tied.stateDict(), cache: zeros(3) }, { strict: false }).unexpectedKeys).toEqual([
      'cache',
    ]);
  });

  it('says which values are no tensors, or no longer, and loads nothing', () => {
    const layer = new Linear(1, 1);
    const before = values(layer.stateDict());
    const gone = zeros(1);
    gone.dispose();
    const notTensor: Tensor = JSON.parse('3');
    expect(() => layer.loadStateDict({ weight: zeros(1, 1), bias: gone })).toThrow(
      'While copying the parameter named "bias", expected a tensor but received a disposed one',
    );
    expect(() => layer.loadStateDict({ weight: notTensor, bias: zeros(1) })).toThrow(
      'While copying the parameter named "weight", expected a tensor but received number',
    );
    expect(values(layer.stateDict())).toEqual(before);
  });

  it('tells programs what does not fit', () => {
    const error = errorOf(() => new Linear(2, 1).loadStateDict({ weight: zeros(2, 2), scale: zeros(1) }));
    expect(error).toBeInstanceOf(StateDictError);
    if (!(error instanceof StateDictError)) return;
    expect(error.details).toEqual({
      missingKeys: ['bias'],
      unexpectedKeys: ['scale'],
      sizeMismatches: [{ key: 'weight', expected: [1, 2], found: [2, 2] }],
    });
  });

  it('reports names below a parameter, where PyTorch is silent', () => {
    const layer = new Linear(1, 1);
    const state = { ...layer.stateDict(), 'weight.x': zeros(1) };
    expect(layer.loadStateDict(state, { strict: false }).unexpectedKeys).toEqual(['weight.x']);
  });

  it('names parameters of the class itself first', () => {
    class Scaled extends Module {
      inner: Linear = new Linear(1, 1);
      scale: Parameter = new Parameter(zeros(1));
      forward(x: Tensor): Tensor {
        return this.inner(x).mul(this.scale);
      }
    }
    expect(Object.keys(new Scaled().stateDict())).toEqual(['scale', 'inner.weight', 'inner.bias']);
  });
});
