import { cpu } from '@x/backend-cpu';
import { manualSeed, ones, registerBackend, ShapeError, tensor, ValueError } from '@x/tensor';
import { describe, expect, it } from 'vitest';
import { argumentText } from '../../../tools/golden/decode.js';
import { Linear, Sequential, utils } from '../src/index.js';
import pruning from './golden/pruning.json' with { type: 'json' };
import { construct, stateDifferences } from './module-rows.js';

registerBackend(await cpu());

const { prune } = utils;
type State = Readonly<Record<string, unknown>>;

interface Row {
  readonly layer: string;
  readonly args: readonly unknown[];
  readonly calls: readonly (readonly (string | number)[])[];
  readonly states: readonly State[];
  readonly removed: State;
}

const functions: Readonly<Record<string, typeof prune.l1Unstructured>> = {
  l1Unstructured: prune.l1Unstructured,
  randomUnstructured: prune.randomUnstructured,
};

describe('pruning', () => {
  const rows: readonly Row[] = pruning.cases;
  it.each(rows.map((row) => [`${row.layer} ${argumentText(row.calls)}`, row] as const))('%s', (_, row) => {
    manualSeed(0);
    const module = construct(row.layer, row.args);
    for (const [i, [fn, name, amount]] of row.calls.entries()) {
      functions[String(fn)]?.(module, String(name), Number(amount));
      expect(stateDifferences(Object.entries(module.stateDict()), row.states[i] ?? {})).toEqual([]);
    }
    for (const name of new Set(row.calls.map((call) => String(call[1])))) prune.remove(module, name);
    expect(stateDifferences(Object.entries(module.stateDict()), row.removed)).toEqual([]);
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
    expect(() => prune.remove(layer, 'weight')).toThrow("prune.remove: 'weight' was not changed by prune");
  });
});
