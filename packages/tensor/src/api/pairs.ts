/**
 * @file Elementwise functions of two numbers that no kernel has: they are computed on the host.
 */
import { fromHost } from '../construct.js';
import { hostArray, isFloatingPoint } from '../dtype.js';
import { DTypeError } from '../errors.js';
import { readSync } from '../host.js';
import { commonType } from '../ops/elementwise.js';
import { operands } from '../operands.js';
import { broadcastShapes } from '../shape.js';
import type { Tensor } from '../tensor.js';

/** A function of two numbers over broadcast tensors of one dtype, computed on the host. */
export function pairwise(op: string, a: Tensor, b: Tensor, fn: (x: number, y: number) => number): Tensor {
  const shape = broadcastShapes(op, a.shape, b.shape);
  const wayOut = "await toAsync('cpu') first";
  const x = readSync(op, a.expand(shape), wayOut);
  const y = readSync(op, b.expand(shape), wayOut);
  const host = hostArray(a.dtype, x.length);
  for (let i = 0; i < host.length; i++) host[i] = fn(x[i]!, y[i]!);
  return fromHost(a.storage.backend, shape, a.dtype, host);
}

/** Two integer tensors in their common dtype. */
function integers(op: string, a: Tensor, b: Tensor): readonly [Tensor, Tensor] {
  const dtype = commonType(a, b);
  if (isFloatingPoint(dtype) || dtype === 'bool') {
    throw new DTypeError(op, `is defined for integers, got ${a.dtype} and ${b.dtype}`, { dtypes: [a.dtype, b.dtype] });
  }
  return [a.to(dtype), b.to(dtype)];
}

function greatest(a: number, b: number): number {
  let [x, y] = [Math.abs(a), Math.abs(b)];
  while (y !== 0) [x, y] = [y, x % y];
  return x;
}

/**
 * Greatest common divisor: `[*] and [*] → [*]`.
 *
 * @throws DTypeError for floating point and bool tensors, ShapeError when the shapes do not broadcast.
 * @example tensor([12, 7]).gcd(tensor([18, 21])) // [6, 7]
 * @see https://pytorch.org/docs/stable/generated/torch.gcd.html
 */
export function gcd(self: Tensor, other: Tensor): Tensor {
  return pairwise('gcd', ...integers('gcd', self, other), greatest);
}

/**
 * Least common multiple: `[*] and [*] → [*]`.
 *
 * @throws DTypeError for floating point and bool tensors, ShapeError when the shapes do not broadcast.
 * @example tensor([4, 7]).lcm(tensor([6, 21])) // [12, 21]
 * @see https://pytorch.org/docs/stable/generated/torch.lcm.html
 */
export function lcm(self: Tensor, other: Tensor): Tensor {
  return pairwise('lcm', ...integers('lcm', self, other), (a, b) => {
    const divisor = greatest(a, b);
    return divisor === 0 ? 0 : Math.abs((a / divisor) * b);
  });
}

type Shift = (value: number, by: number) => number;

function shifted(op: string, a: Tensor | number, b: Tensor | number, shift: Shift): Tensor {
  const [left, right] = operands(op, a, b);
  const dtype = commonType(left, right);
  if (dtype === 'bool') throw new DTypeError(op, 'is not defined for bool', { dtypes: [left.dtype, right.dtype] });
  return pairwise(op, left.to(dtype), right.to(dtype), shift);
}

/**
 * `self · 2^other`: the bits moved to the left: `[*] and [*] → [*]`.
 *
 * @throws DTypeError for bools, ShapeError when the shapes do not broadcast.
 * @example tensor([1, 3]).bitwiseLeftShift(2) // [4, 12]
 * @see https://pytorch.org/docs/stable/generated/torch.bitwise_left_shift.html
 */
export function bitwiseLeftShift(self: Tensor | number, other: Tensor | number): Tensor {
  return shifted('bitwiseLeftShift', self, other, (value, by) => value * 2 ** by);
}

/**
 * `⌊self / 2^other⌋`: the bits moved to the right: `[*] and [*] → [*]`.
 *
 * @throws DTypeError for bools, ShapeError when the shapes do not broadcast.
 * @example tensor([5, -5]).bitwiseRightShift(1) // [2, -3]
 * @see https://pytorch.org/docs/stable/generated/torch.bitwise_right_shift.html
 */
export function bitwiseRightShift(self: Tensor | number, other: Tensor | number): Tensor {
  return shifted('bitwiseRightShift', self, other, (value, by) => {
    const quotient = value / 2 ** by;
    return Number.isInteger(value) ? Math.floor(quotient) : quotient;
  });
}

/** The neighbour of x towards y, in numbers of which `bits` walks the bit patterns. */
function neighbour(x: number, y: number, least: number, step: (x: number, by: 1 | -1) => number): number {
  if (Number.isNaN(x) || Number.isNaN(y)) return NaN;
  if (x === y) return y;
  if (x === 0) return y > 0 ? least : -least;
  return step(x, y > x === x > 0 ? 1 : -1);
}

const word = new DataView(new ArrayBuffer(8));

function stepFloat32(x: number, by: 1 | -1): number {
  word.setFloat32(0, x);
  word.setInt32(0, word.getInt32(0) + by);
  return word.getFloat32(0);
}

function stepFloat64(x: number, by: 1 | -1): number {
  word.setFloat64(0, x);
  word.setBigInt64(0, word.getBigInt64(0) + BigInt(by));
  return word.getFloat64(0);
}

/**
 * The dtype's next number from self towards other: `[*] and [*] → [*]`.
 *
 * @throws DTypeError unless both are of one floating point dtype, ShapeError when the shapes do not broadcast.
 * @example nextafter(tensor([1.5]), tensor([2.5])) // [1.5000001192092896]
 * @see https://pytorch.org/docs/stable/generated/torch.nextafter.html
 */
export function nextafter(self: Tensor, other: Tensor): Tensor {
  if (!isFloatingPoint(self.dtype) || self.dtype !== other.dtype) {
    throw new DTypeError(
      'nextafter',
      `needs two tensors of one floating point dtype, got ${self.dtype} and ${other.dtype}`,
      {
        dtypes: [self.dtype, other.dtype],
      },
    );
  }
  const single = self.dtype === 'float32';
  return pairwise('nextafter', self.detach(), other.detach(), (x, y) =>
    single ? neighbour(x, y, 2 ** -149, stepFloat32) : neighbour(x, y, 2 ** -1074, stepFloat64),
  );
}
