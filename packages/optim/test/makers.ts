/**
 * @file Optimizers of every kind, with options that bring all of their state into being.
 */
import type { Tensor } from '@x/tensor';
import {
  Adadelta,
  Adafactor,
  Adagrad,
  Adam,
  Adamax,
  AdamW,
  ASGD,
  Lion,
  Muon,
  NAdam,
  type Optimizer,
  RAdam,
  RMSprop,
  Rprop,
  SGD,
} from '../src/index.js';

export type Maker = (params: Tensor[]) => Optimizer;

/** Those that take parameters of any shape. */
export const makers: Readonly<Record<string, Maker>> = {
  'SGD without momentum': (params) => new SGD(params, { lr: 0.05 }),
  'SGD with momentum': (params) => new SGD(params, { lr: 0.05, momentum: 0.9, weightDecay: 0.1, nesterov: true }),
  Adam: (params) => new Adam(params, { lr: 0.1, weightDecay: 0.1 }),
  AMSGrad: (params) => new Adam(params, { lr: 0.1, amsgrad: true }),
  AdamW: (params) => new AdamW(params, { lr: 0.1 }),
  RMSprop: (params) => new RMSprop(params, { lr: 0.01 }),
  'centered RMSprop': (params) => new RMSprop(params, { lr: 0.01, centered: true, momentum: 0.9, weightDecay: 0.1 }),
  Adadelta: (params) => new Adadelta(params, { weightDecay: 0.1 }),
  Adafactor: (params) => new Adafactor(params, { lr: 0.1, weightDecay: 0.1 }),
  Adagrad: (params) => new Adagrad(params, { lr: 0.1, lrDecay: 0.1, weightDecay: 0.1 }),
  Adamax: (params) => new Adamax(params, { lr: 0.1, weightDecay: 0.1 }),
  ASGD: (params) => new ASGD(params, { t0: 2, weightDecay: 0.1 }),
  Lion: (params) => new Lion(params, { lr: 0.01, weightDecay: 0.1 }),
  NAdam: (params) => new NAdam(params, { lr: 0.1, weightDecay: 0.1 }),
  RAdam: (params) => new RAdam(params, { lr: 0.1, betas: [0.9, 0.5], weightDecay: 0.1 }),
  Rprop: (params) => new Rprop(params),
};

/** Those that take matrices. */
export const matrixMakers: Readonly<Record<string, Maker>> = {
  ...makers,
  Muon: (params) => new Muon(params, { lr: 0.01 }),
};
