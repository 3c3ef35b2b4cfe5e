import { Adam, AdamW, type Optimizer, RMSprop, SGD } from '@x/optim';
import type { Tensor } from '@x/tensor';

/** The optimizers that are known by name. */
export const OPTIMIZER_NAMES = ['sgd', 'adam', 'adamw', 'rmsprop'] as const;
export type OptimizerName = (typeof OPTIMIZER_NAMES)[number];

interface Choice {
  /** Learning rate when none is given, good for LeNet in a few epochs. */
  readonly lr: number;
  /** Momentum when none is given; undefined where there is no such thing. */
  readonly momentum?: number;
  readonly make: (parameters: Iterable<Tensor>, lr: number, momentum: number) => Optimizer;
}

export const OPTIMIZERS: Readonly<Record<OptimizerName, Choice>> = {
  sgd: { lr: 0.02, momentum: 0.9, make: (parameters, lr, momentum) => new SGD(parameters, { lr, momentum }) },
  adam: { lr: 0.002, make: (parameters, lr) => new Adam(parameters, { lr }) },
  adamw: { lr: 0.002, make: (parameters, lr) => new AdamW(parameters, { lr }) },
  rmsprop: { lr: 0.0005, momentum: 0, make: (parameters, lr, momentum) => new RMSprop(parameters, { lr, momentum }) },
};
