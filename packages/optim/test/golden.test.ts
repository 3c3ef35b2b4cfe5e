import { cpu } from '@x/backend-cpu';
import { cat, type DType, isDType, registerBackend, type Tensor } from '@x/tensor';
import { describe, expect, it } from 'vitest';
import { valueDifferences } from '../../../tools/golden/compare.js';
import { argumentText, callText, Inputs } from '../../../tools/golden/decode.js';
import * as optim from '../src/index.js';
import steps from './golden/steps.json' with { type: 'json' };

/** An optimizer on the problem of `scripts/golden/optim/steps.py`; `steps` holds weight and bias after every step. */
interface StepRow {
  readonly optimizer: string;
  readonly options: object;
  /** Options of the bias' own parameter group. */
  readonly biasOptions?: object | undefined;
  readonly dtype: string;
  readonly steps: readonly (readonly number[])[];
  /** Class and arguments of a scheduler, and the learning rates that it sets after every step. */
  readonly scheduler?: readonly unknown[] | undefined;
  readonly lr?: readonly (readonly number[])[] | undefined;
}

registerBackend(await cpu());

const api: Readonly<Record<string, unknown>> = optim;

function construct(name: unknown, args: readonly unknown[]): unknown {
  const constructor = api[String(name)];
  if (typeof constructor !== 'function') throw new TypeError(`there is no class ${String(name)}`);
  return Reflect.construct(constructor, args);
}

interface Problem {
  readonly weight: Tensor;
  readonly bias: Tensor;
  readonly loss: () => Tensor;
}

function problem(dtype: DType): Problem {
  const inputs = new Inputs(steps.inputs);
  const [weight, bias, scale, target] = ['weight', 'bias', 'scale', 'target'].map((name) =>
    inputs.get(name).leaf.to(dtype),
  );
  if (!weight || !bias || !scale || !target) throw new TypeError('the golden file lacks an input');
  weight.requiresGrad = true;
  bias.requiresGrad = true;
  const loss = (): Tensor => {
    const distance = scale.mul(weight.sub(target).pow(2)).sum();
    return distance.add(bias.exp().sum().mul(weight.sum()).div(8));
  };
  return { weight, bias, loss };
}

function check(row: StepRow): void {
  if (!isDType(row.dtype)) throw new TypeError(`there is no dtype ${row.dtype}`);
  const { weight, bias, loss } = problem(row.dtype);
  const parameters = row.biasOptions ? [{ params: [weight] }, { params: [bias], ...row.biasOptions }] : [weight, bias];
  const optimizer = construct(row.optimizer, [parameters, row.options]);
  if (!(optimizer instanceof optim.Optimizer)) throw new TypeError(`${row.optimizer} is not an Optimizer`);
  const [name, ...args] = row.scheduler ?? [];
  const scheduler = row.scheduler && construct(name, [optimizer, ...args]);
  const dtype = row.dtype;
  row.steps.forEach((expected, step) => {
    optimizer.zeroGrad();
    loss().backward();
    optimizer.step();
    const found = cat([weight.detach(), bias.detach()]).toTypedArray();
    expect({ step, differences: valueDifferences(found, expected, dtype) }).toEqual({ step, differences: [] });
    if (!scheduler) return;
    if (!(scheduler instanceof optim.LRScheduler)) throw new TypeError(`${String(name)} is not an LRScheduler`);
    scheduler.step();
    expect(valueDifferences(scheduler.getLastLr(), row.lr?.[step] ?? [], 'float64')).toEqual([]);
  });
}

const title = (row: StepRow): string => {
  const groups = row.biasOptions ? `, bias ${argumentText(row.biasOptions)}` : '';
  const [name, ...args] = row.scheduler ?? [];
  const scheduler = row.scheduler ? ` with ${callText(String(name), args)}` : '';
  return `${callText(row.optimizer, [row.options])}${groups}${scheduler} in ${row.dtype}`;
};

describe('optimizers and schedulers', () => {
  const rows: readonly StepRow[] = steps.cases;
  it.each(rows.map((row) => [title(row), row] as const))('%s', (_, row) => check(row));
});
