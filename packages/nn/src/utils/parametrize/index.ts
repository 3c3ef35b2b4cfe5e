/**
 * @file Parameters that are functions of others, as torch.nn.utils.parametrize.
 */
export { cached } from './cache.js';
export { type Originals, ParametrizationList, type Parametrization } from './list.js';
export {
  isParametrized,
  type Parametrized,
  registerParametrization,
  type RegisterOptions,
  removeParametrizations,
  type RemoveOptions,
} from './register.js';
