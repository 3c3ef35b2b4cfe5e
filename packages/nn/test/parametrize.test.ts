import { cpu } from '@x/backend-cpu';
import { manualSeed, ones, registerBackend, type Tensor, tensor, ValueError } from '@x/tensor';
import { describe, expect, it } from 'vitest';
import { differences } from '../../../tools/golden/compare.js';
import { argumentText, Inputs } from '../../../tools/golden/decode.js';
import type { EncodedGradients } from '../../../tools/golden/file.js';
import { pattern } from '../../../tools/golden/gradients.js';
import { Conv2d, Linear, Module, Parameter, Sequential, utils } from '../src/index.js';
import table from './golden/parametrizing.json' with { type: 'json' };
import { construct, gradientDifferences, stateDifferences } from './module-rows.js';

registerBackend(await cpu());

const { parametrizations } = utils;
const { cached, isParametrized, ParametrizationList, registerParametrization, removeParametrizations } =
  utils.parametrize;

class Symmetric extends Module {
  forward(x: Tensor): Tensor {
    return x.triu().add(x.triu({ diagonal: 1 }).t());
  }

  rightInverse(value: Tensor): Tensor {
    return value.triu();
  }
}

class Scaled extends Module {
  by: Parameter;

  constructor(by: number) {
    super();
    this.by = new Parameter(tensor(by, { dtype: 'float32' }));
  }

  forward(x: Tensor): Tensor {
    return x.mul(this.by);
  }

  rightInverse(value: Tensor): Tensor {
    return value.div(this.by);
  }
}

class Squared extends Module {
  forward(x: Tensor): Tensor {
    return x.square();
  }

  rightInverse(value: Tensor): Tensor {
    return value.sqrt();
  }
}

class Product extends Module<[a: Tensor, b: Tensor]> {
  forward(a: Tensor, b: Tensor): Tensor {
    return a.mul(b);
  }

  rightInverse(value: Tensor): Tensor[] {
    return [value.div(2), value.newFull(value.shape, 2)];
  }
}

const makers: Readonly<Record<string, (by: number) => utils.parametrize.Parametrization>> = {
  Symmetric: () => new Symmetric(),
  Scaled: (by) => new Scaled(by),
  Squared: () => new Squared(),
  Product: () => new Product(),
};

type State = Readonly<Record<string, unknown>>;

interface Row {
  readonly layer: string;
  readonly args: readonly unknown[];
  readonly changes: readonly (readonly unknown[])[];
  readonly on: string;
  readonly repr: string;
  readonly state: State;
  readonly out: unknown;
  readonly grad: EncodedGradients;
  readonly after: State;
  readonly assigned?: State | undefined;
  readonly remove: readonly (string | boolean)[];
  readonly removed: State;
  readonly plain: string;
}

function change(module: Module, [fn, first, second]: readonly unknown[]): void {
  if (fn === 'weightNorm') parametrizations.weightNorm(module, first ?? {});
  else if (fn === 'spectralNorm') parametrizations.spectralNorm(module, first ?? {});
  else if (fn === 'orthogonal') parametrizations.orthogonal(module, first ?? {});
  else {
    const [maker, by] = Array.isArray(second) ? second : [];
    const parametrization = makers[String(maker)]?.(Number(by));
    if (!parametrization) throw new TypeError(`there is no ${String(maker)}`);
    expect(registerParametrization(module, String(first), parametrization)).toBe(module);
  }
}

const stateOf = (module: Module): [string, Tensor][] => Object.entries(module.stateDict());

describe('parametrized tensors', () => {
  const rows: readonly Row[] = table.cases;
  it.each(rows.map((row) => [`${row.layer} ${argumentText(row.changes)}, ${argumentText(row.remove)}`, row] as const))(
    '%s',
    (_, row) => {
      const inputs = new Inputs(table.inputs);
      manualSeed(0);
      const module = construct(row.layer, row.args);
      for (const step of row.changes) change(module, step);
      expect(String(module)).toBe(row.repr);
      expect(stateDifferences(stateOf(module), row.state)).toEqual([]);
      const x = inputs.get(row.on).value;
      module(x);
      const out = module(x);
      expect(differences(out, row.out)).toEqual([]);
      out.backward(pattern(out));
      expect(gradientDifferences(module.namedParameters(), row.grad)).toEqual([]);
      expect(stateDifferences(stateOf(module), row.after)).toEqual([]);
      const [name, leaveParametrized] = row.remove;
      if (row.assigned) {
        Reflect.set(module, String(name), inputs.get('value').value);
        expect(stateDifferences(stateOf(module), row.assigned)).toEqual([]);
      }
      expect(isParametrized(module, String(name))).toBe(true);
      removeParametrizations(module, String(name), { leaveParametrized: leaveParametrized === true });
      expect(isParametrized(module, String(name))).toBe(false);
      expect(stateDifferences(stateOf(module), row.removed)).toEqual([]);
      expect(String(module)).toBe(row.plain);
    },
  );

  it('belong to the module, its copies and its checkpoints', () => {
    const layer = registerParametrization(new Linear(2, 2), 'weight', new Symmetric());
    expect(layer).toBeInstanceOf(Linear);
    expect(layer.weight.equal(layer.weight.t())).toBe(true);
    const copy = layer.deepCopy();
    removeParametrizations(layer, 'weight');
    expect(isParametrized(layer)).toBe(false);
    expect(isParametrized(copy)).toBe(true);
    expect(copy.weight.equal(layer.weight)).toBe(true);
    const other = registerParametrization(new Linear(2, 2), 'weight', new Symmetric());
    other.loadStateDict(copy.stateDict());
    expect(other.weight.equal(copy.weight)).toBe(true);
    expect(other.parametrizations.get('weight')).toBeInstanceOf(ParametrizationList);
    expect(isParametrized(new Sequential(other))).toBe(false);
  });

  it('are computed once within cached, and anew after an assignment', () => {
    const layer = registerParametrization(new Linear(2, 2), 'weight', new Symmetric());
    const again = (): boolean => Object.is(Reflect.get(layer, 'weight'), layer.weight);
    expect(again()).toBe(false);
    cached(() => {
      expect(again()).toBe(true);
      Reflect.set(layer, 'weight', ones(2, 2));
      expect(layer.weight.tolist()).toEqual([
        [1, 1],
        [1, 1],
      ]);
      const { weight } = layer;
      cached(() => layer.weight);
      expect(Object.is(layer.weight, weight)).toBe(true);
    });
    expect(again()).toBe(false);
    expect(() => cached(async () => Promise.resolve(layer.weight))).toThrow(ValueError);
    expect(again()).toBe(false);
  });

  it('keep shape and dtype, unless that is waived', () => {
    class First extends Module {
      forward(x: Tensor): Tensor {
        return x.narrow(0, 0, 1);
      }
    }
    const layer = new Linear(2, 3);
    expect(() => registerParametrization(layer, 'weight', new First())).toThrow(
      'registerParametrization: a parametrization may not change the shape, unless unsafe is set: [3, 2] and [1, 2]',
    );
    expect(isParametrized(layer)).toBe(false);
    expect(layer.weight.shape).toEqual([3, 2]);
    registerParametrization(layer, 'weight', new First(), { unsafe: true });
    expect(layer.weight.shape).toEqual([1, 2]);
    expect(() => Reflect.set(layer, 'weight', ones(1, 2))).toThrow('First has no rightInverse');
    expect(() => registerParametrization(layer, 'scale', new First())).toThrow(
      "ParametrizedLinear has no parameter or buffer 'scale' (it has: bias)",
    );
  });

  it('are refused where there is nothing to remove or to choose', () => {
    const layer = parametrizations.weightNorm(new Conv2d(1, 1, 2));
    expect(() => removeParametrizations(layer, 'weight', { leaveParametrized: false })).toThrow(ValueError);
    expect(() => removeParametrizations(layer, 'bias')).toThrow("has no parametrization on 'bias'");
    expect(() => parametrizations.orthogonal(new Linear(2, 2), { name: 'bias' })).toThrow(
      'orthogonal: expected a matrix or a batch of matrices, got [2]',
    );
    expect(() => parametrizations.orthogonal(new Linear(2, 2), { useTrivialization: false })).toThrow(
      "with the map 'matrix_exp' nothing can be assigned unless useTrivialization is true",
    );
    expect(() => parametrizations.spectralNorm(new Linear(2, 2), { nPowerIterations: 0 })).toThrow(ValueError);
    expect(() => parametrizations.spectralNorm(new Linear(2, 2), { dim: 2 })).toThrow('dim must be in [-2, 1], got 2');
  });
});
