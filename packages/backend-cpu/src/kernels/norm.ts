/**
 * @file What the kernels of normalisation share: operands in row-major order, with the optional ones by name.
 */
import type { NormAttrs, NormBackwardAttrs, TypedArray } from '@x/tensor/core';
import { type Dense, dense } from './dense.js';
import { type CpuOperand, elements } from './types.js';

/** Memory that a kernel writes to in row-major order, from index `offset` on. */
export interface Target {
  readonly data: TypedArray;
  readonly offset: number;
}

const target = (out: CpuOperand): Target => ({ data: elements(out), offset: out.layout.offset });

/** The operands of a normalisation. */
export interface NormOperands<In, Out> {
  readonly x: In;
  readonly weight: In | undefined;
  readonly bias: In | undefined;
  readonly out: Out;
  readonly mean: Out;
  readonly variance: Out;
}

/** The operands of its gradients; those of the outputs that nobody wants are undefined. */
export interface NormBackwardOperands<In, Out> {
  readonly grad: In;
  readonly x: In;
  readonly mean: In;
  readonly variance: In;
  readonly weight: In | undefined;
  readonly forInput: Out | undefined;
  readonly forWeight: Out | undefined;
  readonly forBias: Out | undefined;
}

/** The operands by name. */
export function named(
  [x, ...parameters]: readonly CpuOperand[],
  [out, mean, variance]: readonly [CpuOperand, CpuOperand, CpuOperand],
  { hasWeight, hasBias }: NormAttrs,
): NormOperands<CpuOperand, CpuOperand> {
  const weight = hasWeight ? parameters[0] : undefined;
  return { x: x!, weight, bias: hasBias ? parameters.at(-1) : undefined, out, mean, variance };
}

/** The operands of the gradients by name. */
export function namedBackward(
  [grad, x, mean, variance, weight]: readonly CpuOperand[],
  outputs: readonly CpuOperand[],
  { needs }: NormBackwardAttrs,
): NormBackwardOperands<CpuOperand, CpuOperand> {
  let next = 0;
  const [forInput, forWeight, forBias] = needs.map((needed) => (needed ? outputs[next++] : undefined));
  return { grad: grad!, x: x!, mean: mean!, variance: variance!, weight, forInput, forWeight, forBias };
}

/** The operands as arrays. */
export function arrays(o: NormOperands<CpuOperand, CpuOperand>): NormOperands<Dense, Target> {
  return {
    x: dense(o.x),
    weight: o.weight && dense(o.weight),
    bias: o.bias && dense(o.bias),
    out: target(o.out),
    mean: target(o.mean),
    variance: target(o.variance),
  };
}

/** The operands of the gradients as arrays. */
export function arraysBackward(o: NormBackwardOperands<CpuOperand, CpuOperand>): NormBackwardOperands<Dense, Target> {
  return {
    grad: dense(o.grad),
    x: dense(o.x),
    mean: dense(o.mean),
    variance: dense(o.variance),
    weight: o.weight && dense(o.weight),
    forInput: o.forInput && target(o.forInput),
    forWeight: o.forWeight && target(o.forWeight),
    forBias: o.forBias && target(o.forBias),
  };
}

/** Element i. */
export function at({ data, offset }: Dense, i: number): number {
  return data[offset + i]!;
}

/** Element i of an optional operand, or what stands in its place. */
export function atOr(values: Dense | undefined, i: number, none: number): number {
  return values ? at(values, i) : none;
}

export function write({ data, offset }: Target, i: number, value: number): void {
  data[offset + i] = value;
}
