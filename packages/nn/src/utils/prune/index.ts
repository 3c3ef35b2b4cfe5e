/**
 * @file Weights that are set to zero, as torch.nn.utils.prune.
 */
export { customFromMask, identity, isPruned, remove } from './mask.js';
export { lnStructured, randomStructured } from './structured.js';
export {
  type GlobalOptions,
  globalUnstructured,
  type ImportanceOptions,
  l1Unstructured,
  randomUnstructured,
} from './unstructured.js';
