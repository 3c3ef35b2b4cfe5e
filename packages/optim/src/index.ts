/**
 * @module @x/optim
 *
 * Optimizers and learning-rate schedulers with the names, defaults and numbers of PyTorch's `torch.optim`.
 */
export { Adam, type AdamHyperparameters, type AdamOptions, type AdamState, AdamW } from './adam.js';
export type { Defaults, GroupOptions, Hyperparameters, ParamGroup, Params } from './groups.js';
export { type GroupStateDict, Optimizer, type OptimizerStateDict } from './optimizer.js';
export { RMSprop, type RMSpropHyperparameters, type RMSpropOptions, type RMSpropState } from './rmsprop.js';
export type { SavedValues, StateReader } from './saved-state.js';
export { ConstantLR, type ConstantLROptions } from './scheduler/constant-lr.js';
export { CosineAnnealingLR, type CosineAnnealingLROptions } from './scheduler/cosine-annealing-lr.js';
export { ExponentialLR } from './scheduler/exponential-lr.js';
export { LambdaLR, type LRLambda } from './scheduler/lambda-lr.js';
export { LinearLR, type LinearLROptions } from './scheduler/linear-lr.js';
export { LRScheduler, type SchedulerOptions } from './scheduler/lr-scheduler.js';
export { MultiStepLR } from './scheduler/multi-step-lr.js';
export { type GammaOptions, StepLR } from './scheduler/step-lr.js';
export { SGD, type SGDHyperparameters, type SGDOptions, type SGDState } from './sgd.js';
