/**
 * @file Filling tensors in place, outside of gradients.
 */
import { noGrad } from '@x/autograd';
import { type Generator, type Tensor, type Shape, ShapeError, shapeText } from '@x/tensor/core';

export interface DrawOptions {
  /** Source of the numbers. Default: the generator that `manualSeed` seeds. */
  readonly generator?: Generator | null;
}

/** Runs `fill` on a tensor without recording it, and gives the tensor. */
export function filled(tensor: Tensor, fill: (tensor: Tensor) => void): Tensor {
  noGrad(() => fill(tensor));
  return tensor;
}

/** The options with a generator only where there is one. */
export function drawing<O extends object>(generator: Generator | null, bounds: O): O & { generator?: Generator } {
  return generator ? { ...bounds, generator } : bounds;
}

/** @throws ShapeError when a tensor does not have one of the numbers of dimensions. */
export function checkDims(op: string, { shape }: Tensor, dims: readonly number[]): void {
  if (dims.includes(shape.length)) return;
  throw new ShapeError(op, `expected a tensor of ${dims.join(', ')} dimensions, got ${shapeText(shape)}`, {
    shapes: [shape],
  });
}

/** How many inputs each output of a weight `[out, in, *kernel]` sees, and the other way round. */
export function fans(op: string, shape: Shape): { readonly fanIn: number; readonly fanOut: number } {
  const [outputs, inputs, ...kernel] = shape;
  if (outputs === undefined || inputs === undefined) {
    throw new ShapeError(
      op,
      `fan in and fan out can not be computed for tensor with fewer than 2 dimensions, got ${shapeText(shape)}`,
      { shapes: [shape] },
    );
  }
  const field = kernel.reduce((product, size) => product * size, 1);
  return { fanIn: inputs * field, fanOut: outputs * field };
}
