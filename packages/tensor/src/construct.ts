/**
 * @file What creation functions are made of: sizes and options as arguments, host data, constants.
 */
import type { Backend } from './backend.js';
import { type DType, hostArray, isDType, type TypedArray } from './dtype.js';
import { DTypeError, ValueError } from './errors.js';
import { allocate, operand } from './kernel.js';
import { Layout, type Shape } from './layout.js';
import type { TensorOptions } from './options.js';
import { backendOf, getDefaultDevice, shared } from './registry.js';
import { checkSizes } from './shape.js';
import { Storage } from './storage.js';
import { Tensor } from './tensor.js';

/** Sizes as separate arguments or as one array, then options. */
export type SizeArgs =
  | readonly number[]
  | readonly [...sizes: number[], options: TensorOptions]
  | readonly [sizes: Shape, options?: TensorOptions];

const ownOptions = new Set(['dtype', 'device']);

function isOptions(arg: SizeArgs[number] | undefined): arg is TensorOptions {
  return typeof arg === 'object' && !Array.isArray(arg);
}

/** Splits `(2, 3, { dtype })` and `([2, 3], { dtype })` into sizes and options. */
export function parseSizes(op: string, args: SizeArgs): { shape: Shape; options: TensorOptions } {
  const shape: number[] = [];
  let options: TensorOptions = {};
  for (const arg of args) {
    if (typeof arg === 'number') shape.push(arg);
    else if (isOptions(arg)) options = arg;
    else if (arg !== undefined) shape.push(...arg);
  }
  return { shape: checkSizes(op, shape), options };
}

/** The backend and dtype that options ask for. */
export function target(
  op: string,
  options: TensorOptions,
  fallback: DType = 'float32',
): { backend: Backend; dtype: DType } {
  if (options.dtype !== undefined && !isDType(options.dtype)) {
    throw new DTypeError(op, `unknown dtype '${String(options.dtype)}': one of float32, float64, int32, uint8, bool`);
  }
  return { backend: backendOf(op, options.device ?? getDefaultDevice()), dtype: options.dtype ?? fallback };
}

/** Hands a new tensor to the packages whose options were given. */
export function created(op: string, t: Tensor, options: object): Tensor {
  for (const [name, value] of Object.entries(options)) {
    if (ownOptions.has(name) || value === undefined) continue;
    const listener = shared.creationListeners.get(name);
    if (!listener) {
      const known = [...ownOptions, ...shared.creationListeners.keys()].join(', ');
      const hint = name === 'requiresGrad' ? "; import '@x/autograd' adds it" : '';
      throw new ValueError(op, `unknown option '${name}' (known: ${known})${hint}`, { option: name });
    }
    listener(t, options);
  }
  return t;
}

/** A tensor holding the elements of a host array, which are copied. */
export function fromHost(backend: Backend, shape: Shape, dtype: DType, values: TypedArray): Tensor {
  const t = allocate(backend, shape, dtype);
  backend.write(t.storage.buffer, new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
  return t;
}

/** A tensor of one repeated value. */
export function filled(backend: Backend, shape: Shape, dtype: DType, value: number): Tensor {
  const t = allocate(backend, shape, dtype);
  backend.kernels.fill([], [operand(t)], { value });
  return t;
}

/** dtype that a plain number counts as: integers that fit are int32, others float32. */
export function dtypeOfNumber(value: number | boolean): DType {
  if (typeof value === 'boolean') return 'bool';
  return (value | 0) === value && !Object.is(value, -0) ? 'int32' : 'float32';
}

/** A plain number as a 0-d tensor of `dtype` that has no say in promotion beyond its category. */
export function scalarTensor(backend: Backend, value: number | boolean, dtype: DType): Tensor {
  const host = hostArray(dtype, 1); // stores the number as the dtype does
  host[0] = dtype === 'bool' ? Number(Number(value) !== 0) : Number(value);
  const t = new Tensor(new Storage(backend, host.byteLength), Layout.of([]), dtype, { wrapped: true });
  backend.kernels.fill([], [operand(t)], { value: host[0] });
  return t;
}

/** What a dtype holds; uint8 takes negative numbers modulo 256, as in PyTorch. */
const ranges: Partial<Readonly<Record<DType, readonly [low: number, high: number]>>> = {
  int32: [-(2 ** 31), 2 ** 31 - 1],
  uint8: [-255, 255],
};

/** @throws ValueError when a number does not fit into an integer dtype. */
export function checkRange(op: string, value: number, dtype: DType): void {
  const range = ranges[dtype];
  if (!range) return;
  const whole = Math.trunc(value);
  if (whole >= range[0] && whole <= range[1]) return;
  throw new ValueError(op, `${value} cannot be converted to ${dtype} without overflow`, { value, dtype });
}
