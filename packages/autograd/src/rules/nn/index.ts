/**
 * @file Rules of the ops of neural networks.
 */
import type { RuleEntry } from '../../rule.js';
import { activationRules } from './activation.js';
import { bceRules } from './bce.js';
import { convolutionRules } from './convolution.js';
import { embeddingRules } from './embedding.js';
import { marginRules } from './margin.js';
import { nllRules } from './nll.js';
import { normalizationRules } from './normalization.js';
import { padRules } from './pad.js';
import { poolRules } from './pool.js';
import { regressionRules } from './regression.js';

export const nnRules: readonly RuleEntry[] = [
  ...activationRules,
  ...bceRules,
  ...convolutionRules,
  ...embeddingRules,
  ...marginRules,
  ...nllRules,
  ...normalizationRules,
  ...padRules,
  ...poolRules,
  ...regressionRules,
];
