/**
 * @file Making tensors from host data and from constants.
 */
import {
  checkRange,
  created,
  dtypeOfNumber,
  filled,
  fromHost,
  parseSizes,
  type SizeArgs,
  target,
} from './construct.js';
import { hostArray, isFloatingPoint } from './dtype.js';
import { DTypeError, ValueError } from './errors.js';
import type { TensorMeta } from './gradient.js';
import { allocate } from './kernel.js';
import { type Shape, sizeOf } from './layout.js';
import type { TensorOptions } from './options.js';
import { flatten, type NestedData } from './nested.js';
import { checkSizes } from './shape.js';
import type { Tensor } from './tensor.js';

/**
 * A tensor with the given contents: nested arrays of numbers or booleans, or a typed array, which are copied.
 *
 * Integers give int32, booleans bool, other numbers float32; typed arrays keep their type (Float32Array → float32 …).
 * @throws ShapeError when nested arrays differ in length, ValueError for anything that is not a number or boolean, for a number
 * that does not fit into the dtype, and for an option that does not exist.
 * @example tensor([[1.5, 2], [3, 4]]) // float32 [2, 2]
 * @see https://pytorch.org/docs/stable/generated/torch.tensor.html
 */
export function tensor(data: NestedData, options: TensorOptions = {}): Tensor {
  const { shape, values, found } = flatten(data);
  const wantsGradient = 'requiresGrad' in options && options.requiresGrad === true;
  const { backend, dtype } = target('tensor', options, wantsGradient && found === 'int32' ? 'float32' : found);
  const host = hostArray(dtype, values.length);
  if (dtype === 'bool')
    for (let i = 0; i < values.length; i++) host[i] = values[i] === 0 ? 0 : 1; // NaN is true
  else {
    if (dtype !== found && !isFloatingPoint(dtype))
      for (let i = 0; i < values.length; i++) checkRange('tensor', values[i]!, dtype);
    host.set(values);
  }
  return created('tensor', fromHost(backend, shape, dtype, host), options);
}

/**
 * A tensor of zeros: `size → size`.
 *
 * @example zeros(2, 3) // or zeros([2, 3], { dtype: 'int32' })
 * @see https://pytorch.org/docs/stable/generated/torch.zeros.html
 */
export function zeros(...size: SizeArgs): Tensor {
  return constant('zeros', size, 0);
}

/** Zeros in the form of a tensor. */
export function zerosOf({ shape, dtype, device }: TensorMeta): Tensor {
  return zeros(shape, { dtype, device });
}

/**
 * A tensor of ones: `size → size`.
 *
 * @example ones(2, 3)
 * @see https://pytorch.org/docs/stable/generated/torch.ones.html
 */
export function ones(...size: SizeArgs): Tensor {
  return constant('ones', size, 1);
}

/**
 * A tensor of the given size whose contents are undefined until they are written.
 *
 * @example empty(2, 3)
 * @see https://pytorch.org/docs/stable/generated/torch.empty.html
 */
export function empty(...size: SizeArgs): Tensor {
  const { shape, options } = parseSizes('empty', size);
  const { backend, dtype } = target('empty', options);
  return created('empty', allocate(backend, shape, dtype), options);
}

function constant(op: string, size: SizeArgs, value: number): Tensor {
  const { shape, options } = parseSizes(op, size);
  const { backend, dtype } = target(op, options);
  return created(op, filled(backend, shape, dtype, value), options);
}

/**
 * A tensor filled with one value; the value decides the dtype unless the options do: `size → size`.
 *
 * @throws ValueError when the value does not fit into the dtype.
 * @example full([2, 2], 7) // int32
 * @see https://pytorch.org/docs/stable/generated/torch.full.html
 */
export function full(size: Shape, value: number | boolean, options: TensorOptions = {}): Tensor {
  const { backend, dtype } = target('full', options, dtypeOfNumber(value));
  checkRange('full', Number(value), dtype);
  return created('full', filled(backend, checkSizes('full', size), dtype, Number(value)), options);
}

/**
 * The identity matrix: ones on the diagonal, zeros elsewhere: `→ [n, m]`.
 *
 * @param options.m - number of columns; default n.
 * @example eye(3)
 * @see https://pytorch.org/docs/stable/generated/torch.eye.html
 */
export function eye(n: number, options: TensorOptions & { readonly m?: number } = {}): Tensor {
  const { m = n, ...rest } = options;
  const { backend, dtype } = target('eye', rest);
  const host = hostArray(dtype, sizeOf(checkSizes('eye', [n, m])));
  for (let i = 0; i < Math.min(n, m); i++) host[i * m + i] = 1;
  return created('eye', fromHost(backend, [n, m], dtype, host), rest);
}

/**
 * Values from `start` (default 0) to `end`, exclusive, in steps of `step` (default 1): `→ [⌈(end − start) / step⌉]`.
 *
 * int32 when all arguments are integers, else float32.
 * @throws ValueError when step is 0 or leads away from end.
 * @example arange(5); arange(1, 2.5, 0.5)
 * @see https://pytorch.org/docs/stable/generated/torch.arange.html
 */
export function arange(end: number, options?: TensorOptions): Tensor;
export function arange(start: number, end: number, options?: TensorOptions): Tensor;
export function arange(start: number, end: number, step: number, options?: TensorOptions): Tensor;
export function arange(...args: readonly (number | TensorOptions | undefined)[]): Tensor {
  const numbers = args.filter((a) => typeof a === 'number');
  const options = args.find((a) => typeof a === 'object') ?? {};
  const [start = 0, end = 0, step = 1] = numbers.length === 1 ? [0, ...numbers] : numbers;
  if (!Number.isFinite(start) || !Number.isFinite(end))
    throw new ValueError('arange', `unsupported range: ${start} -> ${end}`);
  if (step === 0 || Number.isNaN(step)) throw new ValueError('arange', 'step must be nonzero');
  if ((end - start) * step < 0) {
    throw new ValueError(
      'arange',
      `upper bound and larger bound inconsistent with step sign: ${start} -> ${end} in steps of ${step}`,
    );
  }
  const integers = numbers.every((n) => dtypeOfNumber(n) === 'int32');
  const { backend, dtype } = target('arange', options, integers ? 'int32' : 'float32');
  if (dtype === 'bool') throw new DTypeError('arange', 'is not defined for bool', { dtypes: [dtype] });
  // integers count in integers: start and step are cut off first
  const whole = isFloatingPoint(dtype) ? (x: number): number => x : Math.trunc;
  if (whole(step) === 0) throw new ValueError('arange', `step must be nonzero as ${dtype}, got ${step}`, { step });
  const host = hostArray(dtype, Math.ceil((end - start) / step));
  for (let i = 0; i < host.length; i++) host[i] = whole(start) + i * whole(step);
  return created('arange', fromHost(backend, [host.length], dtype, host), options);
}

/**
 * `steps` values evenly spaced from `start` to `end`, both included: `→ [steps]`.
 *
 * @throws ValueError when steps is not a number ≥ 0.
 * @example linspace(0, 1, 5)
 * @see https://pytorch.org/docs/stable/generated/torch.linspace.html
 */
export function linspace(start: number, end: number, steps: number, options: TensorOptions = {}): Tensor {
  if (!Number.isInteger(steps) || steps < 0)
    throw new ValueError('linspace', `number of steps must be an integer ≥ 0, got ${steps}`);
  const { backend, dtype } = target('linspace', options);
  if (dtype === 'bool') throw new DTypeError('linspace', 'is not defined for bool', { dtypes: [dtype] });
  const host = hostArray(dtype, steps);
  const round = dtype === 'float32' ? Math.fround : isFloatingPoint(dtype) ? (x: number): number => x : Math.trunc;
  const [first, last] = [round(start), round(end)];
  const single = dtype === 'float32' ? Math.fround : (x: number): number => x;
  const step = steps > 1 ? single(single(last - first) / (steps - 1)) : 0;
  // both halves are counted from their own end, so that the last value is exactly `end`
  for (let i = 0; i < steps; i++) host[i] = i < steps / 2 ? first + step * i : last - step * (steps - 1 - i);
  return created('linspace', fromHost(backend, [steps], dtype, host), options);
}
