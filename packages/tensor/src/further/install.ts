/**
 * @file What has to happen once when the main entry is loaded: the methods that the core does not have are added to Tensor. They
 * are the functions of the files below, the tensor being their first argument; a file has its line in the interface, for the
 * types, and in the list.
 */
import type { MedianMethods } from '../api/order-statistics.js';
import type { UniqueMethods } from '../api/sets.js';
import { ShapeError } from '../errors.js';
import { installFamilies, type MethodsOf } from '../methods.js';
import { shapeText } from '../shape.js';
import { Tensor } from '../tensor.js';
import { inplaceForms, type InplaceForms } from './inplace.js';
import * as methods from './methods.js';

/** Methods with several forms, which a mapped type would make one of. */
interface Overloaded extends MedianMethods, UniqueMethods {}

declare module '../core.js' {
  interface Tensor extends Omit<MethodsOf<typeof methods>, keyof Overloaded>, Overloaded, InplaceForms {
    /** The transpose of a matrix. */
    readonly H: Tensor;
    /** The transpose of the last two dimensions: of real numbers, `mT`. */
    readonly mH: Tensor;
  }
}

installFamilies([methods, inplaceForms]);

Object.defineProperty(Tensor.prototype, 'mH', {
  get(this: Tensor) {
    return this.mT;
  },
});

Object.defineProperty(Tensor.prototype, 'H', {
  get(this: Tensor) {
    if (this.ndim === 2 || this.ndim === 0) return this.mT;
    throw new ShapeError('H', `needs a matrix, got ${shapeText(this.shape)}; use mH for batches of matrices`, {
      shapes: [this.shape],
    });
  },
});
