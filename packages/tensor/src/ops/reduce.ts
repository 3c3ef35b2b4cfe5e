/**
 * @file Reductions over dimensions.
 */
import { type DType, isFloatingPoint } from '../dtype.js';
import { cat } from '../api/join.js';
import { execute } from '../dispatch.js';
import { DTypeError, IndexError } from '../errors.js';
import { allocate, converted, discard, operand } from '../kernel.js';
import type { ArgReduceKind, ReduceKind } from '../kinds.js';
import { Layout, type Shape } from '../layout.js';
import type { Op } from '../op.js';
import { shapeText } from '../shape.js';
import type { Tensor } from '../tensor.js';

/** `dims` ascending and in range. */
export interface ReduceAttrs {
  readonly dims: readonly number[];
  readonly keepdim: boolean;
  /** Nobody named dimensions (PyTorch's gradients have another name then). */
  readonly all?: boolean;
}

export type ReduceOp = Op<readonly [Tensor], ReduceAttrs, readonly [Tensor]>;

/** The shape with size 1 at `dims`. */
export function keptShape(shape: Shape, dims: readonly number[]): Shape {
  return shape.map((n, d) => (dims.includes(d) ? 1 : n));
}

/** The shape of a reduction's result. */
export function reducedShape(shape: Shape, { dims, keepdim }: ReduceAttrs): Shape {
  return keepdim ? keptShape(shape, dims) : shape.filter((_, d) => !dims.includes(d));
}

const accumulates: Readonly<Record<ReduceKind, (dtype: DType, name: string) => DType>> = {
  sum: (dtype) => (isFloatingPoint(dtype) ? dtype : 'int32'),
  prod: (dtype) => (isFloatingPoint(dtype) ? dtype : 'int32'),
  mean: (dtype, name) => {
    if (isFloatingPoint(dtype)) return dtype;
    throw new DTypeError(
      name,
      `needs a floating point tensor, got ${dtype}; use x.to('float32') or the option { dtype: 'float32' }`,
      {
        dtypes: [dtype],
      },
    );
  },
  max: (dtype) => dtype,
  min: (dtype) => dtype,
};

function reduction(name: string, kind: ReduceKind): ReduceOp {
  const needsElements = kind === 'max' || kind === 'min';
  return {
    name,
    run([x], attrs) {
      const dtype = accumulates[kind](x.dtype, name);
      const empty = needsElements && attrs.dims.find((d) => x.shape[d] === 0);
      if (typeof empty === 'number') throw noElements(name, x.shape, empty);
      const { backend } = x.storage;
      const out = allocate(backend, reducedShape(x.shape, attrs), dtype);
      const source = converted(x, dtype);
      const kept = operand(out, Layout.of(keptShape(x.shape, attrs.dims)));
      backend.kernels.reduce([operand(source)], [kept], { kind, axes: attrs.dims });
      discard(source, x);
      return [out];
    },
  };
}

export const sum: ReduceOp = reduction('sum', 'sum');
export const mean: ReduceOp = reduction('mean', 'mean');
/** The decomposition multiplies halves with each other: its gradient needs no division, which zeros would spoil. */
export const prod: ReduceOp = {
  ...reduction('prod', 'prod'),
  decompose([x], attrs) {
    const rest = x.shape.map((_, d) => d).filter((d) => !attrs.dims.includes(d));
    let y = x.permute([...rest, ...attrs.dims]).reshape([...rest.map((d) => x.shape[d]!), -1]);
    for (let n = y.size(-1); n > 1; n = y.size(-1)) {
      const half = n >> 1;
      const product = y.narrow(-1, 0, half).mul(y.narrow(-1, half, half));
      y = n % 2 === 0 ? product : cat([product, y.narrow(-1, n - 1, 1)], -1);
    }
    const shape = reducedShape(x.shape, attrs);
    return [y.size(-1) === 0 ? x.newOnes(shape) : y.reshape(shape)];
  },
};
/** Largest elements; their gradient is shared evenly among equals. */
export const amax: ReduceOp = reduction('amax', 'max');
/** Smallest elements; their gradient is shared evenly among equals. */
export const amin: ReduceOp = reduction('amin', 'min');
/** Largest element of all (PyTorch's `max()` without a dimension). */
export const maxAll: ReduceOp = reduction('max', 'max');
/** Smallest element of all. */
export const minAll: ReduceOp = reduction('min', 'min');

/** A position along one dimension, ascending `dim`. */
export interface DimAttrs {
  readonly dim: number;
  readonly keepdim: boolean;
}

export type ArgReduceOp = Op<readonly [Tensor], DimAttrs, readonly [Tensor]>;

function argReduction(kind: ArgReduceKind): ArgReduceOp {
  return {
    name: kind,
    run([x], { dim, keepdim }) {
      if (x.shape[dim] === 0) throw noElements(kind, x.shape, dim);
      const { backend } = x.storage;
      const out = allocate(backend, reducedShape(x.shape, { dims: [dim], keepdim }), 'int32');
      if (x.ndim === 0) backend.kernels.fill([], [operand(out)], { value: 0 });
      else {
        const kept = operand(out, Layout.of(keptShape(x.shape, [dim])));
        backend.kernels.argReduce([operand(x)], [kept], { kind, axis: dim });
      }
      return [out];
    },
  };
}

export const argmax: ArgReduceOp = argReduction('argmax');
export const argmin: ArgReduceOp = argReduction('argmin');

/** Largest or smallest elements along a dimension, and their positions. */
export type AlongOp = Op<readonly [Tensor], DimAttrs, readonly [values: Tensor, indices: Tensor]>;

function along(kind: 'max' | 'min', position: ArgReduceOp): AlongOp {
  return {
    name: `${kind}Along`,
    run([x], { dim }) {
      if (x.shape[dim] === 0) throw noElements(kind, x.shape, dim);
      return undefined;
    },
    decompose([x], { dim, keepdim }) {
      const [indices] = execute(position, [x], { dim, keepdim: true });
      const values = x.gather(dim, indices);
      return keepdim ? [values, indices] : [values.squeeze(dim), indices.squeeze(dim)];
    },
  };
}

export const maxAlong: AlongOp = along('max', argmax);
export const minAlong: AlongOp = along('min', argmin);

function noElements(op: string, shape: Shape, dim: number): IndexError {
  return new IndexError(op, `dimension ${dim} of ${shapeText(shape)} has no elements to reduce`, {
    index: dim,
    size: 0,
  });
}

/** A reduced tensor with its dimensions back, of size 1. */
export function unreduced(y: Tensor, shape: Shape, dims: readonly number[]): Tensor {
  return y.reshape(shape.map((n, d) => (dims.includes(d) ? 1 : n)));
}
