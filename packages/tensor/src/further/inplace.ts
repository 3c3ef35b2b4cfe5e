/**
 * @file In-place methods of functions that are made of several ops: `x.deg2rad_()` puts the result of `x.deg2rad()` in place of
 * the tensor's contents.
 */
import { become } from '../become.js';
import type { Tensor } from '../tensor.js';
import * as forms from './inplace-names.js';

/** `x.deg2rad_()` and its like: the function's result in place of the tensor's contents, which is returned. */
export type InplaceForms = {
  [K in keyof typeof forms as `${K}_`]: (typeof forms)[K] extends (self: never, ...args: infer A) => Tensor
    ? (...args: A) => Tensor
    : never;
};

/** The in-place forms as functions of the tensor, by name. */
export const inplaceForms: Readonly<Record<string, (self: Tensor, ...args: never[]) => Tensor>> = Object.fromEntries(
  Object.entries<(self: Tensor, ...args: never[]) => Tensor>(forms).map(([name, form]) => [
    `${name}_`,
    // gradients may need the contents from before: those of a copy
    (self: Tensor, ...args: never[]) => become(name, self, form(self.hook ? self.clone() : self, ...args)),
  ]),
);
