/**
 * @file Options of the layers of transformers.
 */
import { relu, gelu, checkChoice } from '@x/functional';
import type { Tensor } from '@x/tensor/core';
import { factoryDefaults, type FactoryOptions } from '../layers/factory.js';
import type { Module } from '../module/module.js';

/** What stands between the two linear maps of a layer: a name, a function or a module. */
export type TransformerActivation = 'relu' | 'gelu' | ((x: Tensor) => Tensor) | Module;

export interface TransformerLayerOptions extends FactoryOptions {
  /** Features between the two linear maps. Default: 2048. */
  readonly dimFeedforward?: number;
  /** While training, the probability of a value to become zero. Default: 0.1. */
  readonly dropout?: number;
  /** What stands between the two linear maps. Default: 'relu'. */
  readonly activation?: TransformerActivation;
  /** Added to the variance by the normalisations. Default: 1e-5. */
  readonly layerNormEps?: number;
  /** Whether the batch is the first dimension of inputs and output, not the second. Default: false. */
  readonly batchFirst?: boolean;
  /** Whether the input of each part is normalised, not its output. Default: false. */
  readonly normFirst?: boolean;
}

export function layerDefaults(): Required<TransformerLayerOptions> {
  return {
    dimFeedforward: 2048,
    dropout: 0.1,
    activation: 'relu',
    layerNormEps: 1e-5,
    batchFirst: false,
    normFirst: false,
    ...factoryDefaults(),
  };
}

const activations = { relu: (x: Tensor) => relu(x), gelu: (x: Tensor) => gelu(x) };

/** Whether an activation is one of those with names, which keep nothing. */
export function isOwnActivation(activation: unknown): boolean {
  return activation === activations.relu || activation === activations.gelu;
}

/** The function that an activation stands for. @throws ValueError for another name. */
export function activationOf(op: string, activation: TransformerActivation): ((x: Tensor) => Tensor) | Module {
  if (typeof activation !== 'string') return activation;
  checkChoice(op, 'activation', activation, Object.keys(activations));
  return activations[activation];
}
