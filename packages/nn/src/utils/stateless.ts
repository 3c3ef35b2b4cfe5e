/**
 * @file Modules as functions of their parameters, as torch.nn.utils.stateless.
 */
export { functionalCall } from './functional-call.js';
