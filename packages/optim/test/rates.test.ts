import { cpu } from '@x/backend-cpu';
import { registerBackend, zeros } from '@x/tensor';
import { describe, expect, it } from 'vitest';
import { valueDifferences } from '../../../tools/golden/compare.js';
import { argumentText } from '../../../tools/golden/decode.js';
import { Optimizer, ReduceLROnPlateau } from '../src/index.js';
import { decode, stateDifferences } from './encoded.js';
import rates from './golden/rates.json' with { type: 'json' };
import { construct, makeAnyScheduler } from './problem.js';

/** A row of `scripts/golden/optim/rates.py`. */
interface RateRow {
  readonly optimizer: string;
  readonly options: object;
  readonly rates: readonly number[];
  readonly scheduler: readonly unknown[];
  readonly metrics?: readonly number[] | undefined;
  readonly first: readonly number[];
  readonly saved: number;
  readonly groups: unknown;
  readonly state: unknown;
  readonly lr: readonly (readonly number[])[];
  readonly momentum?: readonly (readonly number[])[] | undefined;
}

registerBackend(await cpu());

/** What a group calls momentum. */
function momentumOf(group: object): number {
  if ('betas' in group && Array.isArray(group.betas)) return Number(group.betas[0]);
  return 'momentum' in group ? Number(group.momentum) : NaN;
}

/** Optimizer and scheduler of a row; `step` says where the learning rates that it sets are not PyTorch's. */
class Run {
  readonly optimizer: Optimizer;
  readonly scheduler: ReturnType<typeof makeAnyScheduler>;
  readonly #row: RateRow;

  constructor(row: RateRow) {
    const groups = row.rates.map((lr) => ({ params: [zeros([1], { requiresGrad: true })], lr }));
    const optimizer = construct(row.optimizer, [groups, { lr: 1, ...row.options }]);
    if (!(optimizer instanceof Optimizer)) throw new TypeError(`${row.optimizer} is not an Optimizer`);
    this.optimizer = optimizer;
    this.scheduler = makeAnyScheduler(row.scheduler, optimizer);
    this.#row = row;
  }

  get lrs(): number[] {
    return this.optimizer.paramGroups.map((group) => group.lr);
  }

  step(i: number): string[] {
    const { lr, momentum, metrics } = this.#row;
    this.optimizer.step();
    if (this.scheduler instanceof ReduceLROnPlateau) this.scheduler.step(metrics?.[i] ?? NaN);
    else this.scheduler.step();
    const momentums = momentum && this.optimizer.paramGroups.map(momentumOf);
    const found = [
      ...valueDifferences(this.lrs, lr[i]!, 'float64'),
      ...valueDifferences(this.scheduler.getLastLr(), lr[i]!, 'float64'),
      ...(momentums ? valueDifferences(momentums, momentum[i]!, 'float64') : []),
    ];
    return found.map((difference) => `step ${i}: ${difference}`);
  }
}

const rows: readonly RateRow[] = rates.cases;
const titled = rows.map((row) => [`${row.optimizer} with ${row.scheduler.map(argumentText).join(' ')}`, row] as const);

describe.each(titled)('%s', (_, row) => {
  it('sets the learning rates of PyTorch, and saves its state', () => {
    const run = new Run(row);
    expect(valueDifferences(run.lrs, row.first, 'float64')).toEqual([]);
    row.lr.forEach((__, i) => {
      expect(run.step(i)).toEqual([]);
      if (i !== row.saved - 1) return;
      expect(stateDifferences(run.scheduler.stateDict(), decode(row.state), 'scheduler')).toEqual([]);
      expect(stateDifferences(run.optimizer.stateDict().param_groups, row.groups, 'groups')).toEqual([]);
    });
  });

  it('goes on from what PyTorch saved', () => {
    const run = new Run(row);
    run.optimizer.loadStateDict({ state: {}, param_groups: row.groups });
    run.scheduler.loadStateDict(decode(row.state));
    const rest = row.lr.map((__, i) => i).slice(row.saved);
    expect(rest.flatMap((i) => run.step(i))).toEqual([]);
  });

  it('goes on exactly from its own state', () => {
    const [run, resumed] = [new Run(row), new Run(row)];
    row.lr.forEach((__, i) => {
      run.step(i);
      if (i === row.saved - 1) {
        resumed.optimizer.loadStateDict(run.optimizer.stateDict());
        resumed.scheduler.loadStateDict(run.scheduler.stateDict());
      }
      if (i < row.saved) return;
      resumed.step(i);
      expect(resumed.lrs).toEqual(run.lrs);
    });
  });
});
