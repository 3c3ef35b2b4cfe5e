/**
 * @file What has to happen once when this package is loaded: methods, printing and iteration are added to Tensor.
 */
import { toString } from './api/text.js';
import { unbind } from './api/select.js';
import { installMethods } from './methods.js';
import { Tensor } from './tensor.js';

installMethods();

Object.defineProperty(Tensor.prototype, 'toString', {
  value(this: Tensor) {
    return toString(this);
  },
});

// Node prints values that have this method with what it returns
Object.defineProperty(Tensor.prototype, Symbol.for('nodejs.util.inspect.custom'), {
  value(this: Tensor) {
    return toString(this);
  },
});

Object.defineProperty(Tensor.prototype, Symbol.iterator, {
  value(this: Tensor) {
    return unbind(this)[Symbol.iterator]();
  },
});

Object.defineProperty(Tensor.prototype, 'T', {
  get(this: Tensor) {
    return this.permute(this.shape.map((_, d) => this.ndim - 1 - d));
  },
});

Object.defineProperty(Tensor.prototype, 'mT', {
  get(this: Tensor) {
    return this.ndim === 0 ? this : this.transpose(-2, -1);
  },
});
