/**
 * @file Normalisation of contiguous float32 operands: rows, channels, groups of channels.
 */
import type { NormAttrs, NormBackwardAttrs } from '@x/tensor/core';
import {
  batchNormBackward as batchBackwardReference,
  batchNorm as batchReference,
  groupNormBackward as groupBackwardReference,
  groupNorm as groupReference,
} from '../kernels/channelNorm.js';
import { layerNormBackward as layerBackwardReference, layerNorm as layerReference } from '../kernels/layerNorm.js';
import { named, namedBackward, type NormBackwardOperands, type NormOperands } from '../kernels/norm.js';
import { channelSets, groupSets, type Sets } from '../kernels/planes.js';
import type { CpuOperand, Kernel } from '../kernels/types.js';
import { accelerate } from './accelerate.js';
import type { Engine } from './engine.js';
import { place } from './operands.js';

/** Address of an operand that may be absent: then 0. */
const placeOf = (x: CpuOperand | undefined): number => (x ? place(x) : 0);

const isPlain = ({ dtype, layout }: CpuOperand): boolean => dtype === 'float32' && layout.contiguous;

/** Addresses of operands, 0 where there is none. */
type Places = Readonly<Record<keyof NormOperands<unknown, unknown>, number>>;
type BackwardPlaces = Readonly<Record<keyof NormBackwardOperands<unknown, unknown>, number>>;

/** A normalisation in the module; false when the heap has no room. */
type Run = (o: Places, shape: readonly number[], attrs: NormAttrs) => boolean;
type RunBackward = (o: BackwardPlaces, shape: readonly number[], attrs: NormBackwardAttrs) => boolean;

function forward(inputs: readonly CpuOperand[], outputs: Outputs, attrs: NormAttrs, run: Run): boolean {
  if (!inputs.every(isPlain)) return false;
  const o = named(inputs, outputs, attrs);
  const { x, weight, bias, out, mean, variance } = o;
  const parameters = { weight: placeOf(weight), bias: placeOf(bias) };
  const statistics = { mean: place(mean), variance: place(variance) };
  return run({ x: place(x), ...parameters, out: place(out), ...statistics }, x.layout.shape, attrs);
}

type Outputs = readonly [CpuOperand, CpuOperand, CpuOperand];

function backward(
  inputs: readonly CpuOperand[],
  outputs: readonly CpuOperand[],
  attrs: NormBackwardAttrs,
  run: RunBackward,
): boolean {
  if (!inputs.every(isPlain)) return false;
  const o = namedBackward(inputs, outputs, attrs);
  const places = {
    grad: place(o.grad),
    x: place(o.x),
    mean: place(o.mean),
    variance: place(o.variance),
    weight: placeOf(o.weight),
    forInput: placeOf(o.forInput),
    forWeight: placeOf(o.forWeight),
    forBias: placeOf(o.forBias),
  };
  return run(places, o.x.layout.shape, attrs);
}

/** Bytes of a record of sets, rounded up (wasm/channelNorm.ts). */
const RECORD = 32;

/** Writes the record. */
function writeSets({ heap }: Engine, at: number, s: Sets): void {
  const record = [s.planes, s.setStep, s.planeStep, s.size, s.groups, s.setChannels, s.planeChannels];
  new Int32Array(heap.bytes.buffer, at, record.length).set(record);
}

/** Stores float64 sums as the gradients of weight and bias, where they are wanted. */
function storeParameters({ exports }: Engine, { forWeight, forBias }: BackwardPlaces, sums: number, n: number): void {
  if (forWeight) exports.storeSums_f32(forWeight, sums, n, 1);
  if (forBias) exports.storeSums_f32(forBias, sums + 8 * n, n, 1);
}

function sets(engine: Engine, s: Sets, o: Places, eps: number): boolean {
  const at = engine.scratch(RECORD);
  if (at === 0) return false;
  writeSets(engine, at, s);
  const run = engine.exports.normalizeSets_f32;
  run(o.out, o.x, o.weight, o.bias, o.mean, o.variance, at, 0, s.count, eps);
  return true;
}

function setsBackward(engine: Engine, s: Sets, o: BackwardPlaces, channels: number, eps: number): boolean {
  const at = engine.scratch(RECORD + 16 * channels);
  if (at === 0) return false;
  const sums = at + RECORD;
  writeSets(engine, at, s);
  engine.heap.bytes.fill(0, sums, sums + 16 * channels);
  const { grad, x, mean, variance, weight, forInput } = o;
  const run = engine.exports.normalizeSetsBackward_f32;
  run(forInput, grad, x, mean, variance, weight, sums, channels, at, 0, s.count, eps);
  storeParameters(engine, o, sums, channels);
  return true;
}

function columns({ exports }: Engine, [rows, n]: readonly number[], o: Places, eps: number): true {
  exports.normalizeColumns_f32(o.out, o.x, o.weight, o.bias, o.mean, o.variance, rows!, n!, 0, n!, eps);
  return true;
}

function columnsBackward({ exports }: Engine, [rows, n]: readonly number[], o: BackwardPlaces, eps: number): true {
  const { grad, x, mean, variance, weight, forInput, forWeight, forBias } = o;
  const run = exports.normalizeColumnsBackward_f32;
  run(forInput, grad, x, mean, variance, weight, forWeight, forBias, rows!, n!, 0, n!, eps);
  return true;
}

export function batchNormKernel(engine: Engine): Kernel<'batchNorm'> {
  const run: Run = (o, shape, { eps }) =>
    shape[2] === 1 ? columns(engine, shape, o, eps) : sets(engine, channelSets(shape), o, eps);
  return accelerate((inputs, outputs, attrs) => forward(inputs, outputs, attrs, run), batchReference);
}

export function batchNormBackwardKernel(engine: Engine): Kernel<'batchNormBackward'> {
  const run: RunBackward = (o, shape, { eps }) =>
    shape[2] === 1
      ? columnsBackward(engine, shape, o, eps)
      : setsBackward(engine, channelSets(shape), o, shape[1]!, eps);
  return accelerate((inputs, outputs, attrs) => backward(inputs, outputs, attrs, run), batchBackwardReference);
}

export function groupNormKernel(engine: Engine): Kernel<'groupNorm'> {
  return accelerate(
    (inputs, outputs, attrs) =>
      forward(inputs, outputs, attrs, (o, shape) => sets(engine, groupSets(shape, attrs.groups), o, attrs.eps)),
    groupReference,
  );
}

export function groupNormBackwardKernel(engine: Engine): Kernel<'groupNormBackward'> {
  return accelerate(
    (inputs, outputs, attrs) =>
      backward(inputs, outputs, attrs, (o, shape) =>
        setsBackward(engine, groupSets(shape, attrs.groups), o, shape[1]!, attrs.eps),
      ),
    groupBackwardReference,
  );
}

export function layerNormKernel({ exports }: Engine): Kernel<'layerNorm'> {
  const run: Run = (o, [rows, n], { eps }) => {
    exports.layerNorm_f32(o.out, o.x, o.weight, o.bias, o.mean, o.variance, rows!, n!, eps);
    return true;
  };
  return accelerate((inputs, outputs, attrs) => forward(inputs, outputs, attrs, run), layerReference);
}

export function layerNormBackwardKernel(engine: Engine): Kernel<'layerNormBackward'> {
  const run: RunBackward = (o, [rows, n], { eps, needs: [, forWeight, forBias] }) => {
    const { grad, x, mean, variance, weight, forInput } = o;
    let sums = 0;
    if (forWeight || forBias) {
      sums = engine.scratch(24 * n!);
      if (sums === 0) return false;
      engine.heap.bytes.fill(0, sums, sums + 24 * n!);
    }
    const kernel = engine.exports.layerNormBackward_f32;
    kernel(forInput, grad, x, mean, variance, weight, sums, rows!, n!, eps);
    storeParameters(engine, o, sums, n!);
    return true;
  };
  return accelerate((inputs, outputs, attrs) => backward(inputs, outputs, attrs, run), layerBackwardReference);
}
