/**
 * @module @x/autograd
 *
 * Gradients for @x/tensor. Importing it gives tensors `requiresGrad`, `grad`, `backward()` and what belongs to them.
 */
import './register.js';

export { AccumulateGrad, type PostAccumulateHook } from './accumulate.js';
export { type AnomalyOptions, detectAnomaly, isAnomalyEnabled, setDetectAnomaly } from './anomaly.js';
export { backward, type BackwardOptions, grad, type GradOptions } from './backward.js';
export { GradError } from './errors.js';
export type { FunctionContext, Savable } from './function/context.js';
export { Function } from './function/function.js';
export type { FunctionDefinition, FunctionGradients } from './function/node.js';
export { onceDifferentiable } from './function/once.js';
export {
  type Checked,
  gradcheck,
  type GradcheckOptions,
  gradgradcheck,
  type GradgradcheckOptions,
} from './gradcheck.js';
export { enableGrad, isGradEnabled, noGrad, setGradEnabled } from './mode/grad.js';
export type {
  Gradient,
  HookGradients,
  NodeHook,
  NodePrehook,
  RemovableHandle,
  TensorHook,
} from './hooks.js';
export { inferenceMode, isInference, isInferenceModeEnabled } from './mode/inference.js';
export type { SavedTensorsHooks } from './mode/state.js';
export { type Edge, Node, type TensorMeta } from './node.js';
export {
  type Backward,
  constant,
  defineRules,
  type Forward,
  type Rule,
  rule,
  type RuleEntry,
  ruleNames,
  type RuleSpec,
  type Saved,
} from './rule.js';
