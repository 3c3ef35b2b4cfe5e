/**
 * @module @x/autograd
 *
 * Gradients for @x/tensor. Importing it gives tensors `requiresGrad`, `grad`, `backward()` and what belongs to them.
 */
import './register.js';

export { AccumulateGrad, type PostAccumulateHook } from './accumulate.js';
export { type AnomalyOptions, detectAnomaly, isAnomalyEnabled, setDetectAnomaly } from './anomaly.js';
export { backward, type BackwardOptions, grad, type GradOptions } from './backward.js';
export { checkpoint, type CheckpointOptions, checkpointSequential } from './checkpoint.js';
export { GradcheckError, GradError } from './errors.js';
export type { FunctionContext, Savable } from './function/context.js';
export { Function } from './function/function.js';
export type { FunctionDefinition, FunctionGradients } from './function/node.js';
export { onceDifferentiable } from './function/once.js';
export { type Hessian, hessian, type Jacobian, jacobian } from './functional/jacobian.js';
export { hvp, jvp, vhp, vjp } from './functional/products.js';
export type { DerivativeOptions, Differentiable, Like, OneOrMore, ProductOptions } from './functional/vectors.js';
export type { GraphOptions } from './graph/entries.js';
export { graphDot, graphText } from './graph/print.js';
export { graphSvg } from './graph/svg.js';
export { recordFunction } from './profiler/current.js';
export { type MemoryUse, Profile, profile, type TableOptions } from './profiler/profile.js';
export type { MemorySample, Span, SpanKind } from './profiler/spans.js';
export type { KeyAverage, SortKey } from './profiler/table.js';
export { gradcheck, type GradcheckOptions } from './gradcheck/gradcheck.js';
export { gradgradcheck, type GradgradcheckOptions } from './gradcheck/gradgradcheck.js';
export type { Checked } from './gradcheck/jacobians.js';
export { enableGrad, isGradEnabled, noGrad, setGradEnabled } from './mode/grad.js';
export type {
  HookGradients,
  NodeHook,
  NodePrehook,
  RemovableHandle,
  TensorHook,
} from './hooks.js';
export { inferenceMode, isInference, isInferenceModeEnabled } from './mode/inference.js';
export type { SavedTensorsHooks } from './mode/state.js';
export { savedTensorsHooks } from './saved.js';
export { type Edge, Node } from './node.js';
export { constant, defineRules, rule, type RuleEntry } from './rule.js';
export type { Backward, Forward, Gradient, Rule, Saved, TensorMeta } from '@x/tensor/core';
