import { cpu } from '@x/backend-cpu';
import { cat, isDType, registerBackend, type Tensor } from '@x/tensor';
import { describe, expect, it } from 'vitest';
import { valueDifferences } from '../../../tools/golden/compare.js';
import { argumentText, Inputs } from '../../../tools/golden/decode.js';
import matrices from './golden/matrices.json' with { type: 'json' };
import { construct, train } from './problem.js';
import { Optimizer } from '../src/index.js';

/** An optimizer on the problem of `scripts/golden/optim/matrices.py`. */
interface MatrixRow {
  readonly optimizer: string;
  readonly options: object;
  readonly params: readonly string[];
  readonly dtype: string;
  /** Elements of `params` after every step. */
  readonly steps: readonly (readonly number[])[];
}

registerBackend(await cpu());

describe('optimizers of matrices', () => {
  const rows: readonly MatrixRow[] = matrices.cases;
  it.each(rows.map((row) => [`${row.optimizer}(${argumentText(row.options)}) in ${row.dtype}`, row] as const))(
    '%s',
    (_, { optimizer: name, options, params, dtype, steps }) => {
      if (!isDType(dtype)) throw new TypeError(`there is no dtype ${dtype}`);
      const inputs = new Inputs(matrices.inputs);
      const tensors = new Map(Object.keys(matrices.inputs).map((key) => [key, inputs.get(key).leaf.to(dtype)]));
      const named = (key: string): Tensor => tensors.get(key)!;
      const optimized = params.map((key) => named(key).requiresGrad_());
      const optimizer = construct(name, [optimized, options]);
      if (!(optimizer instanceof Optimizer)) throw new TypeError(`${name} is not an Optimizer`);
      const cube = named('cube');
      const loss = (): Tensor =>
        named('wide')
          .matmul(named('tall'))
          .sub(named('target'))
          .square()
          .sum()
          .add(cube.square().mul(cube.sin()).sum());
      steps.forEach((expected, step) => {
        train(optimizer, loss);
        const values = cat(optimized.map((p) => p.detach().flatten())).toTypedArray();
        expect({ step, differences: valueDifferences(values, expected, dtype) }).toEqual({ step, differences: [] });
      });
    },
  );
});
