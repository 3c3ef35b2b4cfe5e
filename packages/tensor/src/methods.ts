/**
 * @file Which functions are methods of Tensor in every program: all of the files below, the tensor being their first argument.
 * What only the main entry adds is in `further/install.ts`.
 */
import * as arithmetic from './api/arithmetic.js';
import * as choose from './api/choose.js';
import * as comparison from './api/comparison.js';
import * as convert from './api/convert.js';
import * as extrema from './api/extrema.js';
import * as gather from './api/gather.js';
import * as indexing from './api/indexing.js';
import * as inplace from './api/inplace.js';
import * as like from './api/like.js';
import * as matrix from './api/matrix.js';
import * as permute from './api/permute.js';
import * as random from './api/random.js';
import * as reduction from './api/reduction.js';
import * as select from './api/select.js';
import * as softmax from './api/softmax.js';
import * as split from './api/split.js';
import * as trigonometry from './api/trigonometry.js';
import * as unary from './api/unary.js';
import * as view from './api/view.js';
import { dispatchInplace } from './inplace.js';
import { noAttrs } from './op.js';
import { operandFor } from './operands.js';
import type { CompareKind } from './kinds.js';
import { type BinaryOp, binaryOps, compareOps, type UnaryOp, unaryOps } from './ops/elementwise.js';
import * as read from './api/read.js';
import { Tensor } from './tensor.js';

type Method<F> = F extends (self: never, ...args: infer A) => infer R ? (...args: A) => R : never;
/** The functions of a module as methods: without their first argument, the tensor. */
export type MethodsOf<M> = { [K in keyof M]: Method<M[K]> };

/** Functions of one tensor with an in-place form that takes no more. */
type InplaceUnary = keyof typeof unary | keyof typeof trigonometry;
/** Functions of two operands with an in-place form that takes no options; `api/inplace.ts` has the others. */
type InplaceBinary =
  | Exclude<keyof typeof arithmetic, 'add' | 'sub' | 'rsub' | 'div' | 'pow' | 'square' | 'floatPower'>
  | CompareKind;

/** The methods of Tensor that are ops. */
export interface TensorMethods
  extends MethodsOf<typeof arithmetic>,
    MethodsOf<typeof choose>,
    MethodsOf<typeof comparison>,
    MethodsOf<typeof convert>,
    extrema.ExtremaMethods,
    MethodsOf<typeof gather>,
    Omit<MethodsOf<typeof indexing>, keyof indexing.IndexingMethods>,
    indexing.IndexingMethods,
    MethodsOf<typeof inplace>,
    MethodsOf<typeof like>,
    MethodsOf<typeof matrix>,
    MethodsOf<typeof permute>,
    MethodsOf<typeof random>,
    MethodsOf<typeof read>,
    MethodsOf<typeof reduction>,
    MethodsOf<typeof select>,
    MethodsOf<typeof softmax>,
    MethodsOf<typeof split>,
    MethodsOf<typeof trigonometry>,
    MethodsOf<typeof unary>,
    MethodsOf<typeof view>,
    InplaceUnaryMethods,
    InplaceBinaryMethods {}

/** `x.exp_()` and its like: the function's result in place of the tensor's contents. */
type InplaceUnaryMethods = { [K in InplaceUnary as `${K}_`]: () => Tensor };

/** `x.mul_(y)` and its like: the result in place of the tensor's contents. */
type InplaceBinaryMethods = { [K in InplaceBinary as `${K}_`]: (other: Tensor | number) => Tensor };

/** Defines `name` on tensors as `fn` with the tensor as first argument. */
function define(name: string, fn: (self: Tensor, ...args: never[]) => unknown): void {
  Object.defineProperty(Tensor.prototype, name, {
    value(this: Tensor, ...args: never[]) {
      return fn(this, ...args);
    },
    configurable: true,
    writable: true,
  });
}

/** Functions whose first argument is the tensor, by name. */
type Family = Readonly<Record<string, (self: Tensor, ...args: never[]) => unknown>>;

const families: readonly Family[] = [
  arithmetic,
  choose,
  comparison,
  convert,
  extrema,
  gather,
  indexing,
  inplace,
  like,
  matrix,
  permute,
  random,
  read,
  reduction,
  select,
  softmax,
  split,
  trigonometry,
  unary,
  view,
];

/** Defines every function of the families on tensors. */
export function installFamilies(list: readonly Family[]): void {
  for (const family of list) for (const [name, fn] of Object.entries(family)) define(name, fn);
}

/** Adds every method of `TensorMethods` to the prototype. */
export function installMethods(): void {
  installFamilies(families);
  for (const [name, op] of Object.entries<UnaryOp>(unaryOps)) {
    if (name in unary || name in trigonometry) define(`${name}_`, (self) => dispatchInplace(op, [self], noAttrs));
  }
  const binary: Readonly<Record<string, BinaryOp>> = { ...binaryOps, ...compareOps };
  for (const [name, op] of Object.entries(binary)) {
    const inplaceForm = name in arithmetic || name in compareOps;
    if (!inplaceForm || `${name}_` in inplace) continue;
    define(`${name}_`, (self, other: Tensor | number) => dispatchInplace(op, [self, operandFor(self, other)], noAttrs));
  }
}
