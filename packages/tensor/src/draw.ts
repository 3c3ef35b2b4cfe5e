/**
 * @file Putting random numbers in place of a tensor's contents.
 */
import { fromHost } from './construct.js';
import { hostArray, type TypedArray } from './dtype.js';
import { defaultGenerator, type Generator } from './random/index.js';
import type { Tensor } from './tensor.js';

export interface DrawOptions {
  /** Source of the numbers. Default: the generator that `manualSeed` seeds. */
  readonly generator?: Generator;
}

/** Fills the tensor with what `fill` draws. */
export function draw(
  self: Tensor,
  { generator = defaultGenerator() }: DrawOptions,
  fill: (host: TypedArray, generator: Generator) => void,
): Tensor {
  const host = hostArray(self.dtype, self.numel());
  fill(host, generator);
  const drawn = fromHost(self.storage.backend, self.shape, self.dtype, host);
  self.copy_(drawn);
  drawn.dispose();
  return self;
}
