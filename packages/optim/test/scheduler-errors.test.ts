import { cpu } from '@x/backend-cpu';
import { registerBackend, ShapeError, type Tensor, tensor, ValueError } from '@x/tensor';
import { describe, expect, it } from 'vitest';
import {
  Adam,
  ChainedScheduler,
  ConstantLR,
  CosineAnnealingWarmRestarts,
  CyclicLR,
  ExponentialLR,
  MultiplicativeLR,
  OneCycleLR,
  ReduceLROnPlateau,
  SequentialLR,
  SGD,
  StepLR,
  SWALR,
} from '../src/index.js';

registerBackend(await cpu());

const leaf = (): Tensor => tensor([1.5], { requiresGrad: true });
const sgd = (): SGD => new SGD([leaf()], { lr: 1 });

describe('bad settings', () => {
  it.each([
    [() => new MultiplicativeLR(sgd(), [() => 1, () => 2]), 'MultiplicativeLR: Expected 1 lrLambdas, but got 2'],
    [
      () => new CosineAnnealingWarmRestarts(sgd(), 0),
      'CosineAnnealingWarmRestarts: Expected positive integer t0, but got 0',
    ],
    [
      () => new CosineAnnealingWarmRestarts(sgd(), 2, { tMult: 1.5 }),
      'CosineAnnealingWarmRestarts: Expected positive integer tMult, but got 1.5',
    ],
    [
      () => new CosineAnnealingWarmRestarts(sgd(), 2).step(-1),
      'CosineAnnealingWarmRestarts: Expected non-negative epoch, but got -1',
    ],
    [
      () => new OneCycleLR(sgd(), 1, { epochs: 3 }),
      'OneCycleLR: You must define either totalSteps or epochs and stepsPerEpoch',
    ],
    [() => new OneCycleLR(sgd(), 1, { totalSteps: 0 }), 'OneCycleLR: Expected positive integer totalSteps, but got 0'],
    [
      () => new OneCycleLR(sgd(), 1, { epochs: 2, stepsPerEpoch: 1.5 }),
      'OneCycleLR: Expected positive integer stepsPerEpoch, but got 1.5',
    ],
    [
      () => new OneCycleLR(sgd(), 1, { totalSteps: 9, pctStart: 1.5 }),
      'OneCycleLR: Expected number between 0 and 1 pctStart, but got 1.5',
    ],
    [
      () => Reflect.construct(OneCycleLR, [sgd(), 1, { totalSteps: 9, annealStrategy: 'cosine' }]),
      "OneCycleLR: annealStrategy must be one of 'cos' or 'linear', instead got cosine",
    ],
    [() => new OneCycleLR(sgd(), [1, 2], { totalSteps: 9 }), 'OneCycleLR: Expected 1 values for maxLr, but got 2'],
    [
      () => new CyclicLR(new Adam([leaf()]), 0.1, 1),
      'CyclicLR: optimizer must support momentum with `cycleMomentum` option enabled',
    ],
    [
      () => Reflect.construct(CyclicLR, [sgd(), 0.1, 1, { mode: 'square' }]),
      "CyclicLR: mode 'square' is invalid (known: triangular, triangular2, exp_range)",
    ],
    [() => new CyclicLR(sgd(), [0.1, 0.2], 1), 'CyclicLR: Expected 1 values for baseLr, but got 2'],
    [
      () => new SWALR(sgd(), 0.1, { annealEpochs: -1 }),
      'SWALR: annealEpochs must be a whole number of 0 or more, got -1',
    ],
    [() => new ReduceLROnPlateau(sgd(), { factor: 1 }), 'ReduceLROnPlateau: Factor should be < 1.0, got 1'],
    [
      () => Reflect.construct(ReduceLROnPlateau, [sgd(), { mode: 'least' }]),
      'ReduceLROnPlateau: mode least is unknown (known: min, max)',
    ],
    [
      () => Reflect.construct(ReduceLROnPlateau, [sgd(), { thresholdMode: 'part' }]),
      'ReduceLROnPlateau: threshold mode part is unknown (known: rel, abs)',
    ],
    [() => new ReduceLROnPlateau(sgd(), { minLr: [0, 0] }), 'ReduceLROnPlateau: Expected 1 minLrs, but got 2'],
    [() => new ChainedScheduler([]), 'ChainedScheduler: needs at least one scheduler'],
    [
      () => new ChainedScheduler([new StepLR(sgd(), 2), new StepLR(sgd(), 2)]),
      'ChainedScheduler: expects all schedulers to belong to the same optimizer, but the one at index 1 has another',
    ],
    [
      () => new SequentialLR(sgd(), [new StepLR(sgd(), 2)], []),
      'SequentialLR: expects all schedulers to belong to the same optimizer, but the one at index 0 has another',
    ],
    [
      () => ((o) => new SequentialLR(o, [new StepLR(o, 2)], [3]))(sgd()),
      'SequentialLR: expects one scheduler more than milestones, but got 1 schedulers and 1 milestones',
    ],
  ])('%s', (make, message) => {
    expect(make).toThrow(ValueError);
    expect(make).toThrow(message);
  });

  it('OneCycleLR ends after its last step', () => {
    const optimizer = sgd();
    const scheduler = new OneCycleLR(optimizer, 1, { totalSteps: 3 });
    for (let i = 0; i < 3; i++) {
      optimizer.step();
      scheduler.step();
    }
    expect(() => scheduler.step()).toThrow(
      'OneCycleLR: Tried to step 5 times. The specified number of total steps is 3',
    );
  });

  it('OneCycleLR goes on from a later step only where it has been', () => {
    const make = (): unknown =>
      new OneCycleLR(new SGD([{ params: [leaf()], initialLr: 1 }], { lr: 1 }), 1, { totalSteps: 9, lastEpoch: 2 });
    expect(make).toThrow("OneCycleLR: a parameter group has no 'maxLr'");
  });
});

describe('a state dict that does not fit is refused, and nothing is changed', () => {
  const plateau = (): ReduceLROnPlateau => new ReduceLROnPlateau(sgd());
  const cyclic = (): CyclicLR => new CyclicLR(sgd(), 0.1, 1);
  const cycle = (): OneCycleLR => new OneCycleLR(sgd(), 1, { totalSteps: 9 });
  const chained = (): ChainedScheduler =>
    ((o) => new ChainedScheduler([new StepLR(o, 2), new ExponentialLR(o, 0.5)]))(sgd());
  const sequential = (): SequentialLR =>
    ((o) => new SequentialLR(o, [new ConstantLR(o), new ExponentialLR(o, 0.5)], [3]))(sgd());

  it.each([
    [plateau, { mode: 'least' }, 'ReduceLROnPlateau.loadStateDict: mode least is unknown'],
    [plateau, { best: 'low' }, "ReduceLROnPlateau.loadStateDict: 'best' of the state dict cannot be low"],
    [plateau, { min_lrs: [0, 0] }, "ReduceLROnPlateau.loadStateDict: 'min_lrs' of the state dict cannot be (0, 0)"],
    [cyclic, { mode: 'square' }, "CyclicLR.loadStateDict: mode 'square' is invalid"],
    [cyclic, { max_lrs: [1, 1] }, "CyclicLR.loadStateDict: 'max_lrs' of the state dict cannot be (1, 1)"],
    [
      cycle,
      { _schedule_phases: [{ end_step: 1 }, { end_step: 2 }] },
      "OneCycleLR.loadStateDict: '_schedule_phases' of the state dict are not those of a OneCycleLR",
    ],
    [
      chained,
      { _schedulers: [] },
      "ChainedScheduler.loadStateDict: the state dict has no list '_schedulers' of 2 states",
    ],
    [
      chained,
      { _schedulers: [new StepLR(sgd(), 5).stateDict(), {}] },
      "ExponentialLR.loadStateDict: 'gamma' of the state dict cannot be None",
    ],
    [
      sequential,
      { _milestones: [1, 2] },
      "SequentialLR.loadStateDict: '_milestones' of the state dict cannot be (1, 2)",
    ],
  ])('%#: %o', (make, change, message) => {
    const scheduler = make();
    const before = scheduler.stateDict();
    expect(() => scheduler.loadStateDict(5)).toThrow(ValueError);
    const load = (): void => scheduler.loadStateDict({ ...before, ...change });
    expect(load).toThrow(ValueError);
    expect(load).toThrow(message);
    expect(scheduler.stateDict()).toEqual(before);
  });
});

describe('metrics', () => {
  it('may be tensors of one element', () => {
    const scheduler = new ReduceLROnPlateau(sgd());
    expect(scheduler.getLastLr()).toEqual([1]);
    scheduler.step(tensor(0.5));
    expect([scheduler.best, scheduler.lastEpoch, scheduler.inCooldown]).toEqual([0.5, 1, false]);
    expect(() => scheduler.step(tensor([1, 2]))).toThrow(ShapeError);
  });
});

describe('epochs', () => {
  it('may be parts of one for CosineAnnealingWarmRestarts', () => {
    const scheduler = new CosineAnnealingWarmRestarts(sgd(), 4, { tMult: 2 });
    const rates = [1.5, 4, 8, 11.5].map((epoch) => {
      scheduler.step(epoch);
      return scheduler.getLastLr()[0];
    });
    const expected = [1.5 / 4, 0, 0.5, 7.5 / 8].map((part) => (1 + Math.cos(Math.PI * part)) / 2);
    rates.forEach((rate, i) => expect(rate).toBeCloseTo(expected[i]!, 14));
    expect(scheduler.lastEpoch).toBe(11);
  });

  it('may be gone to at once', () => {
    const optimizer = sgd();
    const [whole, jumping] = [new StepLR(optimizer, 3, { gamma: 0.5 }), new StepLR(sgd(), 3, { gamma: 0.5 })];
    optimizer.step();
    for (let i = 0; i < 7; i++) whole.step();
    jumping.optimizer.step();
    jumping.step(7);
    expect(jumping.getLastLr()).toEqual(whole.getLastLr());
  });
});
