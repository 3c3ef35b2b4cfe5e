import { cpu } from '@x/backend-cpu';
import { isDType, registerBackend } from '@x/tensor';
import { describe, expect, it } from 'vitest';
import { valueDifferences } from '../../../tools/golden/compare.js';
import { argumentText, callText } from '../../../tools/golden/decode.js';
import steps from './golden/steps.json' with { type: 'json' };
import { makeOptimizer, makeScheduler, problem, train } from './problem.js';

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

function check(row: StepRow): void {
  const { dtype } = row;
  if (!isDType(dtype)) throw new TypeError(`there is no dtype ${dtype}`);
  const task = problem(dtype);
  const optimizer = makeOptimizer(row.optimizer, task, row.options, row.biasOptions);
  const scheduler = row.scheduler && makeScheduler(row.scheduler, optimizer);
  row.steps.forEach((expected, step) => {
    train(optimizer, task.loss);
    const differences = valueDifferences(task.values(), expected, dtype);
    expect({ step, differences }).toEqual({ step, differences: [] });
    if (!scheduler) return;
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
