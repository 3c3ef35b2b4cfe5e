import { cpu } from '@x/backend-cpu';
import { manualSeed, registerBackend, ValueError } from '@x/tensor';
import { describe, expect, it } from 'vitest';
import { differences } from '../../../tools/golden/compare.js';
import { argumentText, Inputs } from '../../../tools/golden/decode.js';
import type { EncodedGradients } from '../../../tools/golden/file.js';
import { pattern } from '../../../tools/golden/gradients.js';
import { Conv2d, ConvTranspose2d, Linear, LSTM, utils } from '../src/index.js';
import table from './golden/reparametrizations.json' with { type: 'json' };
import { construct, gradientDifferences, stateDifferences } from './module-rows.js';

registerBackend(await cpu());

interface Row {
  readonly change: string;
  readonly layer: string;
  readonly args: readonly unknown[];
  readonly options: object;
  readonly on: string;
  readonly state: Readonly<Record<string, unknown>>;
  readonly after: Readonly<Record<string, unknown>>;
  readonly out: unknown;
  readonly grad: EncodedGradients;
  readonly removed: Readonly<Record<string, unknown>>;
}

const { weightNorm, removeWeightNorm, spectralNorm, removeSpectralNorm } = utils;
const changes: Readonly<Record<string, typeof weightNorm | typeof spectralNorm>> = { weightNorm, spectralNorm };
const removals: Readonly<Record<string, typeof removeWeightNorm>> = {
  weightNorm: removeWeightNorm,
  spectralNorm: removeSpectralNorm,
};

describe('parameters computed from others', () => {
  const rows: readonly Row[] = table.cases;
  it.each(rows.map((row) => [`${row.change} of ${row.layer} ${argumentText(row.options)}`, row] as const))(
    '%s',
    (_, row) => {
      const inputs = new Inputs(table.inputs);
      manualSeed(0);
      const module = construct(row.layer, inputs.args(row.args));
      expect(changes[row.change]?.(module, row.options)).toBe(module);
      expect(stateDifferences(Object.entries(module.stateDict()), row.state)).toEqual([]);
      const x = inputs.get(row.on).value;
      module(x);
      const out = module(x);
      expect(differences(out, row.out)).toEqual([]);
      expect(stateDifferences(Object.entries(module.stateDict()), row.after)).toEqual([]);
      out.backward(pattern(out));
      expect(gradientDifferences(module.namedParameters(), row.grad)).toEqual([]);
      removals[row.change]?.(module);
      expect(stateDifferences(Object.entries(module.stateDict()), row.removed)).toEqual([]);
    },
  );

  it('are named after the parameter', () => {
    const lstm = weightNorm(new LSTM(2, 3), { name: 'weightHhL0' });
    expect(Object.keys(lstm.stateDict())).toEqual([
      'weight_ih_l0',
      'bias_ih_l0',
      'bias_hh_l0',
      'weight_hh_l0_g',
      'weight_hh_l0_v',
    ]);
  });

  it('are refused where there is nothing to compute', () => {
    expect(() => weightNorm(new Linear(2, 3, { bias: false }), { name: 'bias' })).toThrow(
      "weightNorm: the module has no parameter 'bias' (it has: weight)",
    );
    expect(() => spectralNorm(new Linear(2, 3), { nPowerIterations: 0 })).toThrow(ValueError);
    expect(() => removeWeightNorm(new Conv2d(1, 1, 1))).toThrow(
      "removeWeightNorm: 'weight' was not changed by weightNorm",
    );
    expect(() => removeWeightNorm(spectralNorm(new ConvTranspose2d(1, 1, 1)))).toThrow(ValueError);
  });
});
