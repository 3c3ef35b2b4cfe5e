/**
 * @file Objects that are called like functions.
 */
import { printAsText } from './inspect.js';

/**
 * Base of classes whose instances are functions: the function given to `super` becomes the instance. It keeps nothing of
 * `Function.prototype`, so that every name is free for fields and methods.
 */
export abstract class Callable {
  constructor(run: (...inputs: never) => unknown) {
    // else a field of such a name would come first in the order of the fields, or be read-only
    for (const name of ['name', 'length']) Reflect.deleteProperty(run, name);
    return Object.setPrototypeOf(run, new.target.prototype);
  }

  /** What is printed, since the function's own text says nothing. */
  abstract toString(): string;
}

printAsText(Callable);
