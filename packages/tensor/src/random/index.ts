export { fillBernoulli, fillBernoulliFrom } from './bernoulli.js';
export { fillCauchy, fillExponential, fillLogNormal } from './continuous.js';
export {
  defaultGenerator,
  forkRng,
  getRngState,
  initialSeed,
  manualSeed,
  seed,
  setRngState,
} from './default-generator.js';
export { Generator } from './generator.js';
export { fillGeometric } from './geometric.js';
export { fillRandint, fillRandom } from './integers.js';
export { Mt19937, type Mt19937State } from './mt19937.js';
export { type MultinomialOptions, multinomialArray } from './multinomial.js';
export { fillNormal, fillNormalSerial, type NormalOptions } from './normal.js';
export { randpermArray } from './permutation.js';
export { fillUniform, type UniformOptions } from './uniform.js';
