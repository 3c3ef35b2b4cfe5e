/**
 * @file Tensors as the kernels of normalisation see them: row-major rows, or planes of channels.
 */
import type { Operand, Operands, Buffer } from '../../backend.js';
import { allocate, compact, discard, operand } from '../../kernel.js';
import { Layout, type Shape, sizeOf } from '../../layout.js';
import type { Tensors } from '../../op.js';
import type { Tensor } from '../../tensor.js';

/** `[N, C, *]` as `[N, C, elements of a plane]`. */
export function planesOf({ shape }: Tensor): Shape {
  return [shape[0]!, shape[1]!, sizeOf(shape.slice(2))];
}

/** The normalised dimensions as one, the others as another. */
export function rowsOf(x: Tensor, { normalizedShape }: { readonly normalizedShape: Shape }): [rows: number, n: number] {
  const n = sizeOf(normalizedShape);
  return [n === 0 ? 0 : x.numel() / n, n];
}

/** How a kernel sees a tensor, and how many means it takes. */
export interface NormView {
  readonly shape: Shape;
  readonly statistics: number;
}

/** Runs `kernel` on row-major operands. */
function onCompact(tensors: Tensors, shapes: readonly Shape[], kernel: (operands: readonly Operand[]) => void): void {
  const made = tensors.map(compact);
  kernel(made.map((t, i) => operand(t, Layout.strided(shapes[i]!, Layout.of(shapes[i]!).strides, t.layout.offset))));
  made.forEach((t, i) => discard(t, tensors[i]!));
}

const lined = (parameters: Tensors): Shape[] => parameters.map((p) => [p.numel()]);

/** Runs a forward kernel; undefined for an empty tensor, which is left to the decomposition. */
export function runNorm(
  x: Tensor,
  parameters: Tensors,
  { shape, statistics }: NormView,
  kernel: (inputs: readonly Operand[], outputs: Operands<Buffer, 3>) => void,
): [output: Tensor, mean: Tensor, variance: Tensor] | undefined {
  if (x.numel() === 0) return undefined;
  const { backend } = x.storage;
  const out = allocate(backend, x.shape, x.dtype);
  const [mean, variance] = [allocate(backend, [statistics], x.dtype), allocate(backend, [statistics], x.dtype)];
  onCompact([x, ...parameters], [shape, ...lined(parameters)], (inputs) =>
    kernel(inputs, [operand(out, Layout.of(shape)), operand(mean), operand(variance)]),
  );
  return [out, mean, variance];
}

/** Runs the kernel that is given means and variances; undefined for an empty tensor. */
export function runInference(
  [x, ...others]: readonly [x: Tensor, ...others: Tensor[]],
  kernel: (inputs: readonly Operand[], outputs: Operands<Buffer, 1>) => void,
): readonly [Tensor] | undefined {
  if (x.numel() === 0) return undefined;
  const shape = planesOf(x);
  const out = allocate(x.storage.backend, x.shape, x.dtype);
  onCompact([x, ...others], [shape, ...lined(others)], (inputs) => kernel(inputs, [operand(out, Layout.of(shape))]));
  return [out];
}

/** Inputs of a gradient: gradient of the output, input, means, variances and, if there is one, the weight. */
export type NormBackwardInputs = readonly [
  grad: Tensor,
  x: Tensor,
  mean: Tensor,
  variance: Tensor,
  ...weight: Tensor[],
];

/** Runs a gradient's kernel: gradients of input, weight and bias, those that are wanted. */
export function runNormBackward(
  [grad, x, ...others]: NormBackwardInputs,
  shape: Shape,
  parameter: Shape,
  needs: readonly [boolean, boolean, boolean],
  kernel: (inputs: readonly Operand[], outputs: readonly Operand[]) => void,
): Tensor[] | undefined {
  if (x.numel() === 0) return undefined;
  const shapes = [x.shape, parameter, parameter].filter((_, i) => needs[i]);
  const outs = shapes.map((s) => allocate(x.storage.backend, s, x.dtype));
  const outputs = outs.map((out) => operand(out, Layout.of(out.shape === x.shape ? shape : [out.numel()])));
  onCompact([grad, x, ...others], [shape, shape, ...lined(others)], (inputs) => kernel(inputs, outputs));
  return outs;
}
