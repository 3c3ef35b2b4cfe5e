/**
 * @module @x/autograd
 *
 * Gradients for @x/tensor. Importing it gives tensors `requiresGrad`, `grad`, `backward()` and what belongs to them.
 */
import './register.js';

export { AccumulateGrad } from './accumulate.js';
export { backward, type BackwardOptions, grad, type GradOptions } from './backward.js';
export { GradError } from './errors.js';
export {
  type Checked,
  gradcheck,
  type GradcheckOptions,
  gradgradcheck,
  type GradgradcheckOptions,
} from './gradcheck.js';
export { enableGrad, isGradEnabled, noGrad, setGradEnabled } from './grad-mode.js';
export { type Edge, type Gradient, Node, type TensorHook, type TensorMeta } from './node.js';
export type { RemovableHandle } from './register.js';
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
