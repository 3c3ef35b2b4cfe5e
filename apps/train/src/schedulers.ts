import { CosineAnnealingLR, LambdaLR, LinearLR, type LRScheduler, OneCycleLR, type Optimizer, StepLR } from '@x/optim';

/** The schedules of the learning rate that are known by name. */
export const SCHEDULER_NAMES = ['cosine', 'linear', 'step', 'onecycle', 'none'] as const;
export type SchedulerName = (typeof SCHEDULER_NAMES)[number];

interface Length {
  /** Steps of the whole run. */
  readonly steps: number;
  /** The learning rate of the options. */
  readonly lr: number;
}

/** Each moves on with every batch. */
export const SCHEDULERS: Readonly<Record<SchedulerName, (optimizer: Optimizer, length: Length) => LRScheduler>> = {
  cosine: (optimizer, { steps }) => new CosineAnnealingLR(optimizer, steps),
  linear: (optimizer, { steps }) => new LinearLR(optimizer, { startFactor: 1, endFactor: 0, totalIters: steps }),
  step: (optimizer, { steps }) => new StepLR(optimizer, Math.ceil(steps / 3)),
  onecycle: (optimizer, { steps, lr }) => new OneCycleLR(optimizer, lr, { totalSteps: steps, cycleMomentum: false }),
  none: (optimizer) => new LambdaLR(optimizer, () => 1),
};
