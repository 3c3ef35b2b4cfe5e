import { noGrad } from '@x/autograd';
import { cpu } from '@x/backend-cpu';
import { registerBackend, type Tensor, tensor } from '@x/tensor';
import { describe, expect, it } from 'vitest';
import { valueDifferences } from '../../../tools/golden/compare.js';
import { argumentText } from '../../../tools/golden/decode.js';
import states from './golden/states.json' with { type: 'json' };
import { decode, stateDifferences } from './encoded.js';
import { makeOptimizer, makeScheduler, type Problem, problem, train } from './problem.js';

/** A row of `scripts/golden/optim/states.py`. */
interface StateRow {
  readonly optimizer: string;
  readonly options: object;
  readonly biasOptions?: object | undefined;
  readonly text: string;
  readonly saved: readonly number[];
  readonly state: unknown;
  readonly scheduler?: readonly unknown[] | undefined;
  readonly schedulerState?: unknown;
  readonly after: readonly (readonly number[])[];
  readonly lr?: readonly (readonly number[])[] | undefined;
}

registerBackend(await cpu());

function place(parameter: Tensor, values: readonly number[]): void {
  noGrad(() => parameter.copy_(tensor([...values], { dtype: 'float64' })));
}

/** The parameters as they were when PyTorch saved. */
function placeAll({ weight, bias }: Problem, values: readonly number[]): void {
  place(weight, values.slice(0, 3));
  place(bias, values.slice(3));
}

const rows: readonly StateRow[] = states.cases;
const titled = rows.map((row) => [`${row.optimizer}(${argumentText(row.options)})`, row] as const);

describe.each(titled)('%s', (_, row) => {
  const start = (): Problem => problem('float64');

  it('prints as in PyTorch', () => {
    expect(String(makeOptimizer(row.optimizer, start(), row.options, row.biasOptions))).toBe(row.text);
  });

  it('saves what PyTorch saves', () => {
    const task = start();
    const optimizer = makeOptimizer(row.optimizer, task, row.options, row.biasOptions);
    const scheduler = row.scheduler && makeScheduler(row.scheduler, optimizer);
    for (let i = 0; i < 3; i++) {
      train(optimizer, task.loss);
      scheduler?.step();
    }
    expect(valueDifferences(task.values(), row.saved, 'float64')).toEqual([]);
    expect(stateDifferences(optimizer.stateDict(), row.state, 'optimizer')).toEqual([]);
    expect(stateDifferences(scheduler?.stateDict(), row.schedulerState, 'scheduler')).toEqual([]);
  });

  it('goes on from what PyTorch saved', () => {
    const task = start();
    const optimizer = makeOptimizer(row.optimizer, task, row.options, row.biasOptions);
    const scheduler = row.scheduler && makeScheduler(row.scheduler, optimizer);
    placeAll(task, row.saved);
    optimizer.loadStateDict(decode(row.state));
    scheduler?.loadStateDict(decode(row.schedulerState));
    row.after.forEach((expected, i) => {
      train(optimizer, task.loss);
      scheduler?.step();
      expect(valueDifferences(task.values(), expected, 'float64')).toEqual([]);
      if (scheduler) expect(valueDifferences(scheduler.getLastLr(), row.lr?.[i] ?? [], 'float64')).toEqual([]);
    });
  });
});
