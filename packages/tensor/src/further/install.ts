/**
 * @file What has to happen once when the main entry is loaded: the methods that the core does not have are added to Tensor. They
 * are the functions of the files below, the tensor being their first argument; a file has its line in the interface, for the
 * types, and in the list.
 */
import * as sort from '../api/sort.js';
import { installFamilies, type MethodsOf } from '../methods.js';

declare module '../core.js' {
  interface Tensor extends MethodsOf<typeof sort> {}
}

installFamilies([sort]);
