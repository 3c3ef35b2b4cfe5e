/**
 * @file Normalisation of contiguous float32 operands: rows, channels, groups of channels.
 */
import type { NormAttrs, NormBackwardAttrs } from '@x/tensor/core';
import {
  batchNormBackward as batchBackwardReference,
  batchNormInference as inferenceReference,
  batchNorm as batchReference,
  groupNormBackward as groupBackwardReference,
  groupNorm as groupReference,
} from '../kernels/channelNorm.js';
import { layerNormBackward as layerBackwardReference, layerNorm as layerReference } from '../kernels/layerNorm.js';
import { named, namedBackward, type NormBackwardOperands, type NormOperands } from '../kernels/norm.js';
import { channelSets, groupSets, type Sets } from '../kernels/planes.js';
import type { CpuOperand, Kernel } from '../kernels/types.js';
import { cost } from '../threads/costs.js';
import { accelerate } from './accelerate.js';
import type { Engine } from './engine.js';
import { place } from './operands.js';
import { callsOf, fixedParts, LINE, parallel, parts } from './parallel.js';

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

/** Most parts of rows or sets whose sums are added afterwards: they depend on the sizes alone. */
const PARTIAL_SUMS = 8;

/** Adds the float64 sums of all parts, `n` numbers in the first of `bytes` bytes, to those of the first part. */
function addPartialSums({ exports }: Engine, at: number, bytes: number, parts_: number, n: number): void {
  for (let part = 1; part < parts_; part++) exports.addSums(at, at + part * bytes, n);
}

/** The functions of sets and of columns: those that take mean and variance, and those that make them. */
type OfSets = Engine['exports']['normalizeSets_f32'];
type OfColumns = Engine['exports']['normalizeColumns_f32'];

function sets(engine: Engine, run: OfSets, s: Sets, o: Places, eps: number): boolean {
  const at = engine.scratch(RECORD);
  if (at === 0) return false;
  writeSets(engine, at, s);
  const { out, x, weight, bias, mean, variance } = o;
  const call = (from: number, to: number): Parameters<typeof run> => {
    return [out, x, weight, bias, mean, variance, at, from, to, eps];
  };
  return parallel(engine, run, callsOf(parts(engine, s.count, s.planes * s.size * cost.norm), call));
}

function setsBackward(engine: Engine, s: Sets, o: BackwardPlaces, channels: number, eps: number): boolean {
  const each = s.planes * s.size * cost.normBackward;
  // sets that share channels add to sums of their parts
  const shares = s.count !== s.groups;
  const bounds = shares ? fixedParts(engine, s.count, each, PARTIAL_SUMS) : parts(engine, s.count, each);
  const bytes = shares ? 16 * channels : 0;
  const length = 16 * channels + bytes * (bounds.length - 2);
  const at = engine.scratch(RECORD + length);
  if (at === 0) return false;
  const sums = at + RECORD;
  writeSets(engine, at, s);
  engine.heap.bytes.fill(0, sums, sums + length);
  const { grad, x, mean, variance, weight, forInput } = o;
  const run = engine.exports.normalizeSetsBackward_f32;
  const call = (from: number, to: number): Parameters<typeof run> => {
    const own = sums + bytes * bounds.indexOf(from);
    return [forInput, grad, x, mean, variance, weight, own, channels, at, from, to, eps];
  };
  parallel(engine, run, callsOf(bounds, call));
  if (shares) addPartialSums(engine, sums, bytes, bounds.length - 1, 2 * channels);
  storeParameters(engine, o, sums, channels);
  return true;
}

function columns(engine: Engine, run: OfColumns, [rows, n]: readonly number[], o: Places, eps: number): boolean {
  const { out, x, weight, bias, mean, variance } = o;
  const call = (from: number, to: number): Parameters<typeof run> => {
    return [out, x, weight, bias, mean, variance, rows!, n!, from, to, eps];
  };
  return parallel(engine, run, callsOf(parts(engine, n!, rows! * cost.norm, LINE), call));
}

function columnsBackward(engine: Engine, [rows, n]: readonly number[], o: BackwardPlaces, eps: number): boolean {
  const { grad, x, mean, variance, weight, forInput, forWeight, forBias } = o;
  const run = engine.exports.normalizeColumnsBackward_f32;
  const call = (from: number, to: number): Parameters<typeof run> => {
    return [forInput, grad, x, mean, variance, weight, forWeight, forBias, rows!, n!, from, to, eps];
  };
  return parallel(engine, run, callsOf(parts(engine, n!, rows! * cost.normBackward, LINE), call));
}

export function batchNormKernel(engine: Engine): Kernel<'batchNorm'> {
  const { normalizeColumns_f32: ofColumns, normalizeSets_f32: ofSets } = engine.exports;
  const run: Run = (o, shape, { eps }) =>
    shape[2] === 1 ? columns(engine, ofColumns, shape, o, eps) : sets(engine, ofSets, channelSets(shape), o, eps);
  return accelerate((inputs, outputs, attrs) => forward(inputs, outputs, attrs, run), batchReference);
}

export function batchNormInferenceKernel(engine: Engine): Kernel<'batchNormInference'> {
  const { scaleColumns_f32: ofColumns, scaleSets_f32: ofSets } = engine.exports;
  const run: Run = (o, shape, { eps }) =>
    shape[2] === 1 ? columns(engine, ofColumns, shape, o, eps) : sets(engine, ofSets, channelSets(shape), o, eps);
  return accelerate(([x, mean, variance, ...parameters]: readonly CpuOperand[], [out], attrs) => {
    const statistics = isPlain(mean!) && isPlain(variance!);
    return statistics && forward([x!, ...parameters], [out, mean!, variance!], attrs, run);
  }, inferenceReference);
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
      forward(inputs, outputs, attrs, (o, shape) =>
        sets(engine, engine.exports.normalizeSets_f32, groupSets(shape, attrs.groups), o, attrs.eps),
      ),
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

/** An address some bytes behind another one; none is 0. */
const behind = (address: number, bytes: number): number => (address === 0 ? 0 : address + bytes);

export function layerNormKernel(engine: Engine): Kernel<'layerNorm'> {
  const kernel = engine.exports.layerNorm_f32;
  const run: Run = ({ out, x, weight, bias, mean, variance }, [rows, n], { eps }) => {
    const call = (from: number, to: number): Parameters<typeof kernel> => {
      const [row, one] = [4 * n! * from, 4 * from];
      return [out + row, x + row, weight, bias, mean + one, variance + one, to - from, n!, eps];
    };
    return parallel(engine, kernel, callsOf(parts(engine, rows!, n! * cost.norm), call));
  };
  return accelerate((inputs, outputs, attrs) => forward(inputs, outputs, attrs, run), layerReference);
}

/** Rows whose gradients of the parameters are added in float32 (wasm/layerNorm.ts). */
const ROWS = 32;

export function layerNormBackwardKernel(engine: Engine): Kernel<'layerNormBackward'> {
  const kernel = engine.exports.layerNormBackward_f32;
  const run: RunBackward = (o, [rows, n], { eps, needs: [, forWeight, forBias] }) => {
    const { grad, x, mean, variance, weight, forInput } = o;
    const each = n! * cost.normBackward;
    const wanted = forWeight || forBias;
    const bounds = wanted ? fixedParts(engine, rows!, each, PARTIAL_SUMS, ROWS) : parts(engine, rows!, each);
    const bytes = wanted ? 24 * n! : 0;
    const length = bytes * (bounds.length - 1);
    const sums = wanted ? engine.scratch(length) : 0;
    if (wanted && sums === 0) return false;
    if (wanted) engine.heap.bytes.fill(0, sums, sums + length);
    const call = (from: number, to: number): Parameters<typeof kernel> => {
      const [row, one, own] = [4 * n! * from, 4 * from, sums + bytes * bounds.indexOf(from)];
      const [out, g] = [behind(forInput, row), grad + row];
      return [out, g, x + row, mean + one, variance + one, weight, own, to - from, n!, eps];
    };
    parallel(engine, kernel, callsOf(bounds, call));
    if (wanted) addPartialSums(engine, sums, bytes, bounds.length - 1, 2 * n!);
    storeParameters(engine, o, sums, n!);
    return true;
  };
  return accelerate((inputs, outputs, attrs) => backward(inputs, outputs, attrs, run), layerBackwardReference);
}
