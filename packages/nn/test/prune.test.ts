import { cpu } from '@x/backend-cpu';
import { IndexError, manualSeed, ones, registerBackend, ShapeError, tensor, ValueError, zeros } from '@x/tensor';
import { describe, expect, it } from 'vitest';
import { argumentText, Inputs } from '../../../tools/golden/decode.js';
import { Linear, type Module, Sequential, utils } from '../src/index.js';
import pruning from './golden/pruning.json' with { type: 'json' };
import { construct, stateDifferences } from './module-rows.js';

registerBackend(await cpu());

const { prune } = utils;
type State = Readonly<Record<string, unknown>>;

interface Row {
  readonly layer?: string | undefined;
  readonly args?: readonly unknown[] | undefined;
  readonly calls?: readonly (readonly unknown[])[] | undefined;
  readonly states: readonly State[];
  readonly removed?: State | undefined;
  readonly method?: string | undefined;
  readonly amount?: number | undefined;
  readonly parameters?: readonly (readonly string[])[] | undefined;
}

const functions: Readonly<Record<string, unknown>> = prune;

function call(fn: unknown, module: Module, args: readonly unknown[]): void {
  const found = functions[String(fn)];
  if (typeof found !== 'function') throw new TypeError(`there is no ${String(fn)}`);
  expect(Reflect.apply(found, undefined, [module, ...new Inputs({}).args(args)])).toBe(module);
}

describe('pruning', () => {
  const rows: readonly Row[] = pruning.cases;
  const single = rows.filter((row) => row.calls);
  it.each(single.map((row) => [`${row.layer} ${argumentText(row.calls)}`, row] as const))('%s', (_, row) => {
    const { layer = '', args = [], calls = [] } = row;
    manualSeed(0);
    const module = construct(layer, args);
    for (const [i, [fn, ...rest]] of calls.entries()) {
      call(fn, module, rest);
      expect(stateDifferences(Object.entries(module.stateDict()), row.states[i] ?? {})).toEqual([]);
    }
    for (const name of new Set(calls.map(([, property]) => String(property)))) prune.remove(module, name);
    expect(stateDifferences(Object.entries(module.stateDict()), row.removed ?? {})).toEqual([]);
  });

  const together = rows.filter((row) => row.parameters);
  it.each(together.map((row) => [`${row.method} ${row.amount} of ${argumentText(row.parameters)}`, row] as const))(
    'together: %s',
    (_, { method, amount = 0, parameters = [], states }) => {
      manualSeed(0);
      const net = new Sequential(new Linear(4, 3), new Linear(3, 2));
      const chosen = parameters.map(([path, name]) => [net.get(Number(path)), String(name)] as const);
      const how = method === 'l1Unstructured' ? prune.l1Unstructured : prune.randomUnstructured;
      for (const state of states) {
        prune.globalUnstructured(chosen, how, { amount });
        expect(stateDifferences(Object.entries(net.stateDict()), state)).toEqual([]);
      }
    },
  );

  it('by scores of importance prunes what is unimportant', () => {
    const layer = prune.l1Unstructured(new Linear(2, 2), 'weight', 2, {
      importanceScores: tensor([
        [9, 1],
        [2, 8],
      ]),
    });
    expect(layer.getBuffer('weight_mask').tolist()).toEqual([
      [1, 0],
      [0, 1],
    ]);
    prune.lnStructured(layer, 'weight', 1, 1, 0, {
      importanceScores: tensor([
        [1, 1],
        [8, 8],
      ]).float(),
    });
    expect(layer.getBuffer('weight_mask').tolist()).toEqual([
      [0, 0],
      [0, 1],
    ]);
    const other = new Linear(2, 2);
    prune.globalUnstructured(
      [
        [other, 'weight'],
        [other, 'bias'],
      ],
      prune.l1Unstructured,
      {
        amount: 2,
        importanceScores: [ones(2, 2), zeros(2)],
      },
    );
    expect(other.getBuffer('bias_mask').tolist()).toEqual([0, 0]);
  });

  it('by a mask holds in forward and backward', () => {
    const layer = new Linear(2, 1, { bias: false });
    prune.customFromMask(layer, 'weight', tensor([[1, 0]]));
    layer(ones(1, 2)).sum().backward();
    expect(layer.getParameter('weight_orig').grad?.tolist()).toEqual([[1, 0]]);
    expect(prune.isPruned(new Sequential(layer))).toBe(true);
    expect(prune.isPruned(prune.remove(layer, 'weight'))).toBe(false);
    expect(layer.weight.select(1, 1).abs().item()).toBe(0);
  });

  it('is refused where it does not fit', () => {
    const layer = new Linear(2, 1);
    expect(() => prune.l1Unstructured(layer, 'weight', 3)).toThrow(
      'prune: amount must be a part between 0 and 1 or a number of elements up to 2, got 3',
    );
    expect(() => prune.l1Unstructured(layer, 'scale', 1)).toThrow(ValueError);
    expect(() => prune.customFromMask(layer, 'weight', ones(2))).toThrow(ShapeError);
    expect(() => prune.lnStructured(layer, 'weight', 1, 2, 2)).toThrow(IndexError);
    expect(() => prune.randomStructured(layer, 'bias', 1, 0)).toThrow(
      'prune: only tensors of several dimensions have slices, got [1]',
    );
    expect(() => prune.l1Unstructured(layer, 'bias', 1, { importanceScores: ones(2) })).toThrow(ShapeError);
    expect(() => prune.globalUnstructured([], prune.l1Unstructured, { amount: 1 })).toThrow(ValueError);
    expect(() => prune.remove(layer, 'weight')).toThrow("prune.remove: 'weight' was not changed by prune");
  });
});
