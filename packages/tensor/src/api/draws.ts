/**
 * @file Tensors of random numbers whose distribution is given by tensors.
 */
import { fromHost } from '../construct.js';
import { empty } from '../create.js';
import { hostArray, isFloatingPoint } from '../dtype.js';
import { DTypeError, ValueError } from '../errors.js';
import { readSync } from '../host.js';
import type { Shape } from '../layout.js';
import { defaultGenerator, type Generator } from '../random/index.js';
import { fillPoisson } from '../random/poisson.js';
import { floats, randint, type RandomOptions } from '../random-tensors.js';
import { broadcastShapes } from '../shape.js';
import { isTensor, type Tensor } from '../tensor.js';
import { checkOptions } from '../options.js';

/** Options of draws into tensors of known shape. */
export interface DrawFromOptions {
  /** Source of the numbers. Default: the generator that `manualSeed` seeds. */
  readonly generator?: Generator;
}

/**
 * Normal numbers, the mean and standard deviation of each given by tensors or numbers; of two numbers, `size` of them:
 * `mean [*], std [*] → [*]`.
 *
 * @throws ValueError when a standard deviation is negative or the size is missing, DTypeError for integers.
 * @example normal(zeros(3), ones(3)).shape // [3]
 * @see https://pytorch.org/docs/stable/generated/torch.normal.html
 */
export function normal(mean: Tensor, std?: Tensor | number, options?: DrawFromOptions): Tensor;
export function normal(mean: number, std: Tensor, options?: DrawFromOptions): Tensor;
export function normal(mean: number, std: number, size: Shape, options?: RandomOptions): Tensor;
export function normal(
  mean: Tensor | number,
  std: Tensor | number = 1,
  size?: Shape | DrawFromOptions,
  options: RandomOptions = {},
): Tensor {
  if (!isTensor(mean) && !isTensor(std)) {
    if (!isShape(size)) throw new ValueError('normal', 'numbers as mean and std need a size');
    const { generator, ...rest } = options;
    return empty(size, rest).normal_({ mean, std, ...(generator && { generator }) });
  }
  const own = isShape(size) || size === undefined ? {} : size;
  checkOptions('normal', own, ['generator']);
  const like = isTensor(mean) ? mean : std;
  if (!isTensor(like)) throw new ValueError('normal', 'mean or std must be a tensor');
  for (const given of [mean, std])
    if (isTensor(given) && !isFloatingPoint(given.dtype))
      throw new DTypeError('normal', `needs floating point tensors, got ${given.dtype}`, { dtypes: [given.dtype] });
  if (isTensor(std) ? std.numel() > 0 && std.detach().min().item() < 0 : std < 0)
    throw new ValueError('normal', 'expects all elements of std ≥ 0');
  const shapes = [mean, std].filter(isTensor).map((x) => x.shape);
  const blank = empty(broadcastShapes('normal', ...shapes), { dtype: like.dtype, device: like.device });
  return isTensor(std)
    ? blank
        .normal_(own)
        .mul(std.detach())
        .add(isTensor(mean) ? mean.detach() : mean)
    : blank.normal_({ ...own, std }).add(isTensor(mean) ? mean.detach() : mean);
}

const isShape = (size: Shape | DrawFromOptions | undefined): size is Shape => Array.isArray(size);

/**
 * Poisson numbers of the rates in a tensor: `rates [*] → [*]`.
 *
 * @throws DTypeError for integers and bools, ValueError when a rate is negative.
 * @example poisson(zeros(2)) // [0, 0]
 * @see https://pytorch.org/docs/stable/generated/torch.poisson.html
 */
export function poisson(input: Tensor, options: DrawFromOptions = {}): Tensor {
  checkOptions('poisson', options, ['generator']);
  const { generator = defaultGenerator() } = options;
  if (!isFloatingPoint(input.dtype))
    throw new DTypeError('poisson', `needs a floating point tensor, got ${input.dtype}`, { dtypes: [input.dtype] });
  const rates = floats('poisson', readSync('poisson', input.detach(), "await toAsync('cpu') first"));
  const host = hostArray(input.dtype, rates.length);
  fillPoisson(floats('poisson', host), generator, rates);
  return fromHost(input.storage.backend, input.shape, input.dtype, host);
}

/**
 * Integers in [low, high) in the shape and dtype of a tensor; with two arguments low is 0: `[*] → [*]`.
 *
 * @throws ValueError when low ≥ high.
 * @example randintLike(zeros(2, 3), 10).shape // [2, 3]
 * @see https://pytorch.org/docs/stable/generated/torch.randint_like.html
 */
export function randintLike(input: Tensor, high: number, options?: RandomOptions): Tensor;
export function randintLike(input: Tensor, low: number, high: number, options?: RandomOptions): Tensor;
export function randintLike(input: Tensor, ...args: readonly (number | RandomOptions | undefined)[]): Tensor {
  const bounds = args.filter((arg) => typeof arg === 'number');
  const options = args.find((arg) => typeof arg === 'object') ?? {};
  const [low, high] = bounds.length === 1 ? [0, bounds[0]!] : [bounds[0]!, bounds[1]!];
  return randint(low, high, input.shape, { dtype: input.dtype, device: input.device, ...options });
}
