/**
 * @file Tensors of random numbers. After the same `manualSeed` they are PyTorch's on the CPU, on every device: they are drawn
 * on the host.
 */
import { created, fromHost, parseSizes, type SizeArgs, target } from './construct.js';
import type { TensorOptions } from './options.js';
import { type DType, hostArray, isFloatingPoint, type TypedArray } from './dtype.js';
import { DTypeError, ShapeError } from './errors.js';
import { type Shape, sizeOf } from './layout.js';
import {
  defaultGenerator,
  fillBernoulliFrom,
  fillNormal,
  fillRandint,
  fillUniform,
  type Generator,
  multinomialArray,
  randpermArray,
} from './random/index.js';
import { readSync } from './host.js';
import { checkSizes, shapeText } from './shape.js';
import type { Tensor } from './tensor.js';

export interface RandomOptions extends TensorOptions {
  /** Source of the numbers. Default: the generator that `manualSeed` seeds. */
  readonly generator?: Generator;
}

function make(
  op: string,
  shape: Shape,
  options: RandomOptions,
  fallback: DType,
  fill: (host: TypedArray, dtype: DType, generator: Generator) => void,
): Tensor {
  const { generator = defaultGenerator(), ...rest } = options;
  const { backend, dtype } = target(op, rest, fallback);
  const host = hostArray(dtype, sizeOf(shape));
  fill(host, dtype, generator);
  return created(op, fromHost(backend, shape, dtype, host), rest);
}

/** The host array as floating point. @throws DTypeError when it is not. */
export function floats(op: string, host: TypedArray): Float32Array | Float64Array {
  if (host instanceof Float32Array || host instanceof Float64Array) return host;
  throw new DTypeError(op, 'needs a floating point dtype: float32 or float64');
}

/** Sizes, then options, of a random tensor. */
export type RandomSizeArgs =
  | readonly number[]
  | readonly [...sizes: number[], options: RandomOptions]
  | readonly [sizes: Shape, options?: RandomOptions];

function parse(op: string, args: RandomSizeArgs): { shape: Shape; options: RandomOptions } {
  const sizes: SizeArgs = args;
  return parseSizes(op, sizes);
}

/**
 * Uniform numbers in [0, 1): `size → size`.
 *
 * @throws DTypeError for integers and bools.
 * @example rand(2, 3)
 * @see https://pytorch.org/docs/stable/generated/torch.rand.html
 */
export function rand(...size: RandomSizeArgs): Tensor {
  const { shape, options } = parse('rand', size);
  return make('rand', shape, options, 'float32', (host, _, generator) => fillUniform(floats('rand', host), generator));
}

/**
 * Normal numbers of mean 0 and variance 1: `size → size`.
 *
 * @throws DTypeError for integers and bools.
 * @example randn(1, 1, 32, 32)
 * @see https://pytorch.org/docs/stable/generated/torch.randn.html
 */
export function randn(...size: RandomSizeArgs): Tensor {
  const { shape, options } = parse('randn', size);
  return make('randn', shape, options, 'float32', (host, _, generator) => fillNormal(floats('randn', host), generator));
}

/**
 * Integers in [low, high): `size → int32 size`. With two arguments low is 0.
 *
 * @throws ValueError when low ≥ high.
 * @example randint(0, 10, [2, 3])
 * @see https://pytorch.org/docs/stable/generated/torch.randint.html
 */
export function randint(high: number, size: Shape, options?: RandomOptions): Tensor;
export function randint(low: number, high: number, size: Shape, options?: RandomOptions): Tensor;
export function randint(...args: readonly (number | Shape | RandomOptions | undefined)[]): Tensor {
  const bounds = args.filter((a) => typeof a === 'number');
  const [size, options] = args.slice(bounds.length);
  const [low, high] = bounds.length === 1 ? [0, bounds[0]!] : [bounds[0]!, bounds[1]!];
  const shape = Array.isArray(size) ? checkSizes('randint', size) : [];
  return make('randint', shape, isRandomOptions(options) ? options : {}, 'int32', (host, dtype, generator) =>
    fillRandint(host, dtype, generator, low, high),
  );
}

function isRandomOptions(value: number | Shape | RandomOptions | undefined): value is RandomOptions {
  return typeof value === 'object' && !Array.isArray(value);
}

/**
 * The integers from 0 to n − 1 in random order: `→ int32 [n]`.
 *
 * @example randperm(5)
 * @see https://pytorch.org/docs/stable/generated/torch.randperm.html
 */
export function randperm(n: number, options: RandomOptions = {}): Tensor {
  const { generator = defaultGenerator(), ...rest } = options;
  const { backend, dtype } = target('randperm', rest, 'int32');
  return created('randperm', fromHost(backend, [n], dtype, randpermArray(n, generator, dtype)), rest);
}

/**
 * Ones with the probabilities of the input, else zeros: `p [*] → [*]`.
 *
 * @throws DTypeError when the input is not floating point, ValueError when a probability is not in [0, 1].
 * @example bernoulli(tensor([0, 1.0]).float()) // [0, 1]
 * @see https://pytorch.org/docs/stable/generated/torch.bernoulli.html
 */
export function bernoulli(self: Tensor, options: { readonly generator?: Generator } = {}): Tensor {
  if (!isFloatingPoint(self.dtype))
    throw new DTypeError('bernoulli', `needs a floating point tensor, got ${self.dtype}`, { dtypes: [self.dtype] });
  const p = floats('bernoulli', readSync('bernoulli', self, "await toAsync('cpu') first"));
  return make(
    'bernoulli',
    self.shape,
    { ...options, dtype: self.dtype, device: self.device },
    self.dtype,
    (host, _, generator) => fillBernoulliFrom(host, generator, p),
  );
}

/**
 * Categories drawn with the given weights: `weights [n] or [m, n] → int32 [numSamples] or [m, numSamples]`.
 *
 * @throws ShapeError for other numbers of dimensions, ValueError when the weights are negative, all zero, or too few without replacement.
 * @example multinomial(tensor([0, 1.5, 0]), 1) // [1]
 * @see https://pytorch.org/docs/stable/generated/torch.multinomial.html
 */
export function multinomial(
  self: Tensor,
  numSamples: number,
  options: { readonly replacement?: boolean; readonly generator?: Generator } = {},
): Tensor {
  const { generator = defaultGenerator(), replacement = false } = options;
  if (self.ndim !== 1 && self.ndim !== 2) {
    throw new ShapeError('multinomial', `weights must be [n] or [m, n], got ${shapeText(self.shape)}`, {
      shapes: [self.shape],
    });
  }
  const weights = floats('multinomial', readSync('multinomial', self, "await toAsync('cpu') first"));
  const drawn = multinomialArray(weights, self.shape.at(-1) ?? 0, numSamples, generator, { replacement });
  return fromHost(self.storage.backend, [...self.shape.slice(0, -1), numSamples], 'int32', drawn);
}
