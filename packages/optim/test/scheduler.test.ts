import { cpu } from '@x/backend-cpu';
import { registerBackend, type Tensor, tensor, ValueError } from '@x/tensor';
import { afterAll, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  ConstantLR,
  CosineAnnealingLR,
  ExponentialLR,
  LambdaLR,
  LinearLR,
  LRScheduler,
  MultiStepLR,
  type Optimizer,
  SGD,
  StepLR,
} from '../src/index.js';

registerBackend(await cpu());

const leaf = (): Tensor => tensor([1.5], { requiresGrad: true });

/** An optimizer with a group for each learning rate. */
const withRates = (...lrs: number[]): SGD => new SGD(lrs.map((lr) => ({ params: [leaf()], lr })));

/** The learning rates of the first group, from the start on. */
function follow(optimizer: Optimizer, scheduler: LRScheduler, epochs: number): number[] {
  const rates = [optimizer.paramGroups[0]!.lr];
  for (let i = 0; i < epochs; i++) {
    optimizer.step();
    scheduler.step();
    rates.push(optimizer.paramGroups[0]!.lr);
  }
  return rates;
}

describe('LambdaLR', () => {
  it('multiplies the initial rates by functions of the epoch', () => {
    const optimizer = withRates(1, 8);
    const scheduler = new LambdaLR(optimizer, [(epoch) => 1 / (epoch + 1), (epoch) => 0.5 ** epoch]);
    expect(scheduler.getLastLr()).toEqual([1, 8]);
    optimizer.step();
    scheduler.step();
    expect(scheduler.getLastLr()).toEqual([0.5, 4]);
    optimizer.step();
    scheduler.step();
    expect(optimizer.paramGroups.map((group) => group.lr)).toEqual([1 / 3, 2]);
    expect(scheduler.lastEpoch).toBe(2);
  });

  it('takes one function for all groups', () => {
    expect(new LambdaLR(withRates(1, 2), () => 0.5).getLastLr()).toEqual([0.5, 1]);
  });

  it('wants one function for each group', () => {
    expect(() => new LambdaLR(withRates(1, 2), [() => 1])).toThrow('LambdaLR: Expected 2 lrLambdas, but got 1');
  });

  it('saves null for its functions, and keeps them when it loads', () => {
    const make = (): LambdaLR => new LambdaLR(withRates(1), (epoch) => 0.5 ** epoch);
    const scheduler = make();
    follow(scheduler.optimizer, scheduler, 2);
    const dict = scheduler.stateDict();
    expect(dict).toMatchObject({ lr_lambdas: [null], last_epoch: 2, _last_lr: [0.25] });
    const resumed = make();
    resumed.loadStateDict(dict);
    expect(resumed.getLastLr()).toEqual([0.25]);
    expect(follow(resumed.optimizer, resumed, 1)).toEqual([1, 0.125]);
  });
});

describe('schedulers', () => {
  it('work on one optimizer together', () => {
    const optimizer = withRates(1);
    const warmup = new LinearLR(optimizer, { startFactor: 0.5, totalIters: 2 });
    const decay = new ExponentialLR(optimizer, 0.5);
    const rates = [optimizer.paramGroups[0]!.lr];
    for (let i = 0; i < 3; i++) {
      optimizer.step();
      warmup.step();
      decay.step();
      rates.push(optimizer.paramGroups[0]!.lr);
    }
    expect(rates).toEqual([0.5, 0.375, 0.25, 0.125]);
  });

  it('keep changes of the learning rate from outside', () => {
    const optimizer = withRates(1);
    const scheduler = new StepLR(optimizer, 2, { gamma: 0.5 });
    optimizer.paramGroups[0]!.lr = 8;
    expect(follow(optimizer, scheduler, 4)).toEqual([8, 8, 4, 4, 2]);
  });

  it('go on from a later epoch', () => {
    const [first, second] = [0.1, 0.1].map((lr) => withRates(lr));
    const whole = follow(first!, new CosineAnnealingLR(first!, 8), 7);
    second!.paramGroups[0]!.initialLr = 0.1;
    const scheduler = new CosineAnnealingLR(second!, 8, { lastEpoch: 2 });
    const rest = follow(second!, scheduler, 4);
    rest.forEach((lr, i) => expect(lr).toBeCloseTo(whole[3 + i]!, 14));
  });

  it('need the initial rate for that', () => {
    const make = (): unknown => new StepLR(withRates(1), 2, { lastEpoch: 3 });
    expect(make).toThrow(ValueError);
    expect(make).toThrow("param 'initialLr' is not specified in paramGroups[0] when resuming an optimizer");
  });

  it('go on exactly from their saved state', () => {
    const makers = [
      (o: Optimizer): LRScheduler => new StepLR(o, 2),
      (o: Optimizer): LRScheduler => new MultiStepLR(o, [1, 4, 4]),
      (o: Optimizer): LRScheduler => new ExponentialLR(o, 0.7),
      (o: Optimizer): LRScheduler => new CosineAnnealingLR(o, 4, { etaMin: 0.01 }),
      (o: Optimizer): LRScheduler => new LinearLR(o),
      (o: Optimizer): LRScheduler => new ConstantLR(o, { totalIters: 4 }),
    ];
    for (const make of makers) {
      const [optimizer, other] = [withRates(0.1), withRates(0.1)];
      const [scheduler, resumed] = [make(optimizer), make(other)];
      follow(optimizer, scheduler, 3);
      other.loadStateDict(optimizer.stateDict());
      resumed.loadStateDict(scheduler.stateDict());
      expect(follow(other, resumed, 4)).toEqual(follow(optimizer, scheduler, 4));
    }
  });

  it('take over the settings that were saved', () => {
    const scheduler = new StepLR(withRates(1), 3);
    scheduler.loadStateDict(new StepLR(withRates(1), 5, { gamma: 0.5 }).stateDict());
    expect(scheduler.settings).toEqual({ stepSize: 5, gamma: 0.5 });
  });

  it('refuse the state of another scheduler', () => {
    const scheduler = new StepLR(withRates(1), 3);
    const foreign = new ExponentialLR(withRates(1), 0.5).stateDict();
    expect(() => scheduler.loadStateDict(foreign)).toThrow("StepLR.loadStateDict: 'step_size' of the state dict");
    expect(() => scheduler.loadStateDict(null)).toThrow(ValueError);
    expect(() => scheduler.loadStateDict(new StepLR(withRates(1, 2), 3).stateDict())).toThrow("'base_lrs'");
    expect(scheduler.lastEpoch).toBe(0);
  });
});

describe('bad settings', () => {
  it.each([
    [() => new StepLR(withRates(1), 0), 'StepLR: stepSize must be a whole number above 0, got 0'],
    [
      () => new LinearLR(withRates(1), { startFactor: 1.5 }),
      'LinearLR: Starting multiplicative factor expected to be between 0 and 1',
    ],
    [
      () => new LinearLR(withRates(1), { endFactor: -1 }),
      'LinearLR: Ending multiplicative factor expected to be between 0 and 1',
    ],
    [
      () => new ConstantLR(withRates(1), { factor: 2 }),
      'ConstantLR: Constant multiplicative factor expected to be between 0 and 1',
    ],
    [
      () => new ExponentialLR(withRates(1), 0.5, Object.fromEntries([['lastEpoc', 1]])),
      "ExponentialLR: unknown option 'lastEpoc'",
    ],
    [() => Reflect.construct(StepLR, [{}, 2]), 'StepLR: object is not an Optimizer'],
  ])('%s', (make, message) => {
    expect(make).toThrow(ValueError);
    expect(make).toThrow(message);
  });

  it('that would lead to an infinite learning rate end there', () => {
    const optimizer = withRates(1);
    const scheduler = new ConstantLR(optimizer, { factor: 0, totalIters: 2 });
    expect(() => follow(optimizer, scheduler, 2)).toThrow('the learning rate of group 0 would be NaN in epoch 2');
    expect(optimizer.paramGroups[0]?.lr).toBe(0);
  });
});

describe('step before optimizer.step()', () => {
  const warn = vi.spyOn(console, 'warn');
  beforeEach(() => void warn.mockReset().mockImplementation(() => {}));
  afterAll(() => warn.mockRestore());

  it('warns, once', () => {
    const scheduler = new StepLR(withRates(1), 2);
    scheduler.step();
    scheduler.step();
    expect(warn.mock.calls).toHaveLength(1);
    expect(String(warn.mock.calls[0]?.[0])).toContain('StepLR.step: was called before optimizer.step()');
  });

  it('does not after an optimizer.step() or a loaded state', () => {
    const optimizer = withRates(1);
    const scheduler = new StepLR(optimizer, 2);
    follow(optimizer, scheduler, 1);
    const resumed = new StepLR(withRates(1), 2);
    resumed.loadStateDict(scheduler.stateDict());
    resumed.step();
    expect(warn).not.toHaveBeenCalled();
  });
});

/** Rises evenly to the initial rate. */
class Warmup extends LRScheduler<{ readonly epochs: number }> {
  constructor(optimizer: Optimizer, epochs: number) {
    super(optimizer, { epochs });
  }

  protected override getLr(): number[] {
    const factor = Math.min(1, (this.lastEpoch + 1) / this.settings.epochs);
    return this.baseLrs.map((lr) => lr * factor);
  }
}

describe('a scheduler of your own', () => {
  it('reads its settings', () => {
    const optimizer = withRates(8);
    const scheduler = new Warmup(optimizer, 4);
    expect(follow(optimizer, scheduler, 4)).toEqual([2, 4, 6, 8, 8]);
    expect(scheduler.stateDict()).toMatchObject({ epochs: 4, base_lrs: [8] });
  });
});
