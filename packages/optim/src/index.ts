/**
 * @module @x/optim
 *
 * Optimizers and learning-rate schedulers with the names, defaults and numbers of PyTorch's `torch.optim`.
 */
export { Adadelta, type AdadeltaHyperparameters, type AdadeltaOptions, type AdadeltaState } from './adadelta.js';
export {
  Adafactor,
  type AdafactorHyperparameters,
  type AdafactorOptions,
  type AdafactorState,
  type ElementSquares,
  type FactoredSquares,
} from './adafactor.js';
export { Adagrad, type AdagradHyperparameters, type AdagradOptions, type AdagradState } from './adagrad.js';
export { Adamax, type AdamaxHyperparameters, type AdamaxOptions, type AdamaxState } from './adamax.js';
export { ASGD, type ASGDHyperparameters, type ASGDOptions, type ASGDState } from './asgd.js';
export { LBFGS, type LBFGSHyperparameters, type LBFGSOptions } from './lbfgs/lbfgs.js';
export type { LBFGSMemory, LBFGSState } from './lbfgs/memory.js';
export { Lion, type LionHyperparameters, type LionOptions, type LionState } from './lion.js';
export { Muon, type MuonHyperparameters, type MuonOptions, type MuonRate, type MuonState } from './muon.js';
export { NAdam, type NAdamHyperparameters, type NAdamOptions, type NAdamState } from './nadam.js';
export { RAdam, type RAdamHyperparameters, type RAdamOptions, type RAdamState } from './radam.js';
export { Rprop, type RpropHyperparameters, type RpropOptions, type RpropState } from './rprop.js';
export { Adam, type AdamHyperparameters, type AdamOptions, type AdamState, AdamW } from './adam.js';
export {
  type AverageableModel,
  AveragedModel,
  type AveragedModelOptions,
  type AverageFunction,
  getEmaAvgFn,
} from './averaging/averaged-model.js';
export type { Defaults, GroupOptions, Hyperparameters, ParamGroup, Params, ScheduleEntries } from './groups.js';
export { type Evaluation, type GroupStateDict, Optimizer, type OptimizerStateDict } from './optimizer.js';
export { RMSprop, type RMSpropHyperparameters, type RMSpropOptions, type RMSpropState } from './rmsprop.js';
export type { SavedValues, StateReader } from './saved-state.js';
export type { Anneal, AnnealStrategy } from './scheduler/annealing.js';
export { ChainedScheduler } from './scheduler/chained-scheduler.js';
export { CombinedScheduler } from './scheduler/combined-scheduler.js';
export {
  CosineAnnealingWarmRestarts,
  type WarmRestartsOptions,
  type WarmRestartsSettings,
} from './scheduler/cosine-annealing-warm-restarts.js';
export {
  CyclicLR,
  type CyclicLROptions,
  type CyclicMode,
  type CyclicScaleMode,
  type CyclicSettings,
} from './scheduler/cyclic-lr.js';
export { MultiplicativeLR } from './scheduler/multiplicative-lr.js';
export { OneCycleLR, type OneCycleLROptions, type OneCycleSettings } from './scheduler/one-cycle-lr.js';
export type { NotedValue, Phase } from './scheduler/one-cycle-phases.js';
export type { PerGroup } from './scheduler/per-group.js';
export { PolynomialLR, type PolynomialLROptions } from './scheduler/polynomial-lr.js';
export {
  type PlateauMode,
  type PlateauSettings,
  ReduceLROnPlateau,
  type ReduceLROnPlateauOptions,
  type ThresholdMode,
} from './scheduler/reduce-lr-on-plateau.js';
export { SequentialLR } from './scheduler/sequential-lr.js';
export { SWALR, type SWALROptions } from './scheduler/swa-lr.js';
export { ConstantLR, type ConstantLROptions } from './scheduler/constant-lr.js';
export { CosineAnnealingLR, type CosineAnnealingLROptions } from './scheduler/cosine-annealing-lr.js';
export { ExponentialLR } from './scheduler/exponential-lr.js';
export { LambdaLR, type LambdaSettings, type LRLambda } from './scheduler/lambda-lr.js';
export { LinearLR, type LinearLROptions } from './scheduler/linear-lr.js';
export { LRScheduler, type Scheduler, type SchedulerOptions } from './scheduler/lr-scheduler.js';
export { MultiStepLR } from './scheduler/multi-step-lr.js';
export { type GammaOptions, StepLR } from './scheduler/step-lr.js';
export { SGD, type SGDHyperparameters, type SGDOptions, type SGDState } from './sgd.js';
