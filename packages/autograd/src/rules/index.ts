/**
 * @file All gradient rules.
 */
import type { RuleEntry } from '../rule.js';
import { binaryRules } from './binary.js';
import { blendRules } from './blend.js';
import { chooseRules } from './choose.js';
import { joinRules } from './join.js';
import { matmulRules } from './matmul.js';
import { reduceRules } from './reduce.js';
import { softmaxRules } from './softmax.js';
import { unaryRules } from './unary.js';
import { viewRules } from './view.js';

export const rules: readonly RuleEntry[] = [
  ...binaryRules,
  ...blendRules,
  ...chooseRules,
  ...joinRules,
  ...matmulRules,
  ...reduceRules,
  ...softmaxRules,
  ...unaryRules,
  ...viewRules,
];
