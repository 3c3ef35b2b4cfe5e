/**
 * @file What has to happen once when the main entry is loaded: the methods that the core does not have are added to Tensor. They
 * are the functions of the files below, the tensor being their first argument; a file has its line in the interface, for the
 * types, and in the list.
 */
import type { MedianMethods } from '../api/order-statistics.js';
import type { UniqueMethods } from '../api/sets.js';
import { installFamilies, type MethodsOf } from '../methods.js';
import { inplaceForms, type InplaceForms } from './inplace.js';
import * as methods from './methods.js';

/** Methods with several forms, which a mapped type would make one of. */
interface Overloaded extends MedianMethods, UniqueMethods {}

declare module '../core.js' {
  interface Tensor extends Omit<MethodsOf<typeof methods>, keyof Overloaded>, Overloaded, InplaceForms {}
}

installFamilies([methods, inplaceForms]);
