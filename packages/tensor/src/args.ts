/**
 * @file Arguments of the public functions, brought into the form that ops take.
 */
import { checkRange } from './construct.js';
import { type DType, isDType, isFloatingPoint } from './dtype.js';
import { ValueError } from './errors.js';
import { operandFor } from './operands.js';
import { binaryOps, commonType } from './ops/elementwise.js';
import { wrapDims } from './shape.js';
import { isTensor, type Tensor } from './tensor.js';
import { checkOptions } from './options.js';

/** How `div` rounds: not at all, towards zero, or down. */
export type RoundingMode = 'trunc' | 'floor';

/** Options of sums. */
export interface AlphaOptions {
  /** Factor of the second operand; among bools true or false. Default: 1. */
  readonly alpha?: number | boolean;
}

/** Options of divisions. */
export interface DivOptions {
  /** `trunc` rounds towards zero, `floor` down. Default: null, no rounding. */
  readonly roundingMode?: RoundingMode | null;
}

/** The other operand of a sum, times alpha. @throws ValueError when that would not be an integer among integers. */
export function scaled(op: string, self: Tensor, other: Tensor, alpha: number | boolean = 1): Tensor {
  if (alpha === 1) return other;
  const dtype = commonType(self, other);
  if (typeof alpha === 'boolean' && dtype === 'bool') return alpha ? other : other.ne(other);
  checkFactor(op, 'alpha', alpha, dtype);
  return other.mul(Number(alpha));
}

/** @throws ValueError when a factor of integer tensors is not an integer: the product could not be stored. */
export function checkFactor(op: string, name: string, factor: number | boolean, dtype: DType): void {
  if (Number.isInteger(factor) || (typeof factor === 'number' && isFloatingPoint(dtype))) return;
  throw new ValueError(op, `for integer tensors ${name} must be an integer, got ${factor}`, { [name]: factor });
}

/** A factor as integer tensors take it: its whole part. */
export function wholeFactor(factor: number, dtype: DType): number {
  return isFloatingPoint(dtype) ? factor : Math.trunc(factor);
}

/** A plain number as exponent. @throws ValueError for integers to a negative integer power or to one that does not fit. */
export function powOperand(self: Tensor, exponent: number): Tensor {
  if (Number.isInteger(exponent) && exponent < 0 && !isFloatingPoint(self.dtype)) {
    throw new ValueError(
      'pow',
      `integers to negative integer powers are not allowed, got ${exponent}; use x.to('float32')`,
      { exponent },
    );
  }
  const operand = operandFor(self, exponent);
  checkRange('pow', exponent, commonType(self, operand));
  return operand;
}

/** The op that rounds as asked. */
export function divOp(options: DivOptions): typeof binaryOps.div {
  checkOptions('div', options, ['roundingMode']);
  const { roundingMode: mode } = options;
  if (mode === undefined || mode === null) return binaryOps.div;
  if (mode === 'trunc') return binaryOps.truncDivide;
  if (mode === 'floor') return binaryOps.floorDivide;
  throw new ValueError('div', `roundingMode is 'trunc', 'floor' or null, got '${String(mode)}'`, {
    roundingMode: mode,
  });
}

/** Sizes or dimensions as separate arguments or as one array. */
export type Ints = number[] | [sizes: readonly number[]];

/** `(2, 3)` and `([2, 3])` as one list. */
export function toInts(args: Ints): readonly number[] {
  const ints: number[] = [];
  for (const arg of args) {
    if (typeof arg === 'number') ints.push(arg);
    else ints.push(...arg);
  }
  return ints;
}

/** The named dimensions, or all, that have size 1. */
export function squeezable(self: Tensor, dim?: number | readonly number[]): number[] {
  if (typeof dim === 'object' && dim.length === 0) return [];
  return wrapDims('squeeze', dim, self.ndim).filter((d) => self.shape[d] === 1);
}

/** The source of a scatter: a tensor, or one value for all indices. */
export function scatterSource(self: Tensor, index: Tensor, src: Tensor | number): Tensor {
  return isTensor(src) ? src : operandFor(self, src).to(self.dtype).expand(index.shape);
}

/** A 1-d index as an index of `source`'s shape along `dim`. */
export function spreadIndex(index: Tensor, source: Tensor, dim: number): Tensor {
  const line = source.shape.map((_, d) => (d === dim ? index.numel() : 1));
  return index.view(line).expand(source.shape);
}

/** A dtype, a device name, a tensor to follow, or both as options. */
export type ToTarget = string | Tensor | { readonly dtype?: DType; readonly device?: string };

/** What `to` was asked for. */
export function parseTarget(target: ToTarget): {
  readonly dtype?: DType | undefined;
  readonly device?: string | undefined;
} {
  if (isDType(target)) return { dtype: target };
  if (typeof target === 'string') return { device: target };
  if (isTensor(target)) return { dtype: target.dtype, device: target.device };
  if (target.dtype !== undefined && !isDType(target.dtype))
    throw new ValueError('to', `unknown dtype '${String(target.dtype)}'`);
  return target;
}
