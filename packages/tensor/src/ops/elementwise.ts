/**
 * @file Elementwise ops: one per row of the tables in `kinds.ts`, all made the same way: inputs are promoted to a common
 * dtype and broadcast, the backend's `unary`, `binary` or `compare` kernel does the rest.
 */
import { type DType, isFloatingPoint, promoteTypes, resultType } from '../dtype.js';
import { DTypeError } from '../errors.js';
import { allocate, broadcast, commonBackend, converted, discard, operand } from '../kernel.js';
import {
  type BinaryKind,
  binaryKinds,
  type CompareKind,
  compareKinds,
  type Domain,
  type ResultRule,
  type UnaryKind,
  unaryKinds,
} from '../kinds.js';
import { type NoAttrs, noAttrs, type Op } from '../op.js';
import { broadcastShapes } from '../shape.js';
import type { Tensor } from '../tensor.js';

export type UnaryOp = Op<readonly [x: Tensor], NoAttrs, readonly [Tensor]>;
export type BinaryOp = Op<readonly [a: Tensor, b: Tensor], NoAttrs, readonly [Tensor]>;
export type TernaryOp = Op<readonly [condition: Tensor, a: Tensor, b: Tensor], NoAttrs, readonly [Tensor]>;

const refusals: Readonly<Record<Domain, (dtype: DType) => string | undefined>> = {
  integral: (dtype) =>
    isFloatingPoint(dtype) ? `is defined for integer and bool tensors, not for ${dtype}` : undefined,
  numeric: (dtype) =>
    dtype === 'bool' ? 'is not defined for bool tensors; use logicalNot, logicalXor or to(dtype)' : undefined,
};

/** @throws DTypeError when an operand's dtype is outside of the kind's domain. */
function checkDomain(name: string, domain: Domain, dtypes: readonly DType[]): void {
  for (const dtype of dtypes) {
    const rule = refusals[domain](dtype);
    if (rule !== undefined) throw new DTypeError(name, rule, { dtypes });
  }
}

/** The dtype that is computed in. */
function computeType(result: ResultRule, dtype: DType): DType {
  return result === 'float' ? promoteTypes(dtype, 'float32') : dtype;
}

function unary(kind: UnaryKind): UnaryOp {
  const { result, domain } = unaryKinds[kind];
  return {
    name: kind,
    run([x]) {
      if (domain) checkDomain(kind, domain, [x.dtype]);
      const dtype = computeType(result, x.dtype);
      const { backend } = x.storage;
      const out = allocate(backend, x.shape, dtype);
      const source = converted(x, dtype);
      backend.kernels.unary([operand(source)], [operand(out)], { kind });
      discard(source, x);
      return [out];
    },
  };
}

/** The dtype in which two operands meet. */
export function commonType(a: Tensor, b: Tensor): DType {
  return a.dtype === b.dtype ? a.dtype : resultType([a, b]);
}

function binary(kind: BinaryKind): BinaryOp {
  const { result, domain } = binaryKinds[kind];
  return {
    name: kind,
    run([a, b]) {
      if (domain) checkDomain(kind, domain, [a.dtype, b.dtype]);
      const dtype = computeType(result, commonType(a, b));
      const backend = commonBackend(kind, [a, b]);
      const shape = broadcastShapes(kind, a.shape, b.shape);
      const out = allocate(backend, shape, dtype);
      const x = converted(a, dtype);
      const y = converted(b, dtype);
      backend.kernels.binary([broadcast(x, shape), broadcast(y, shape)], [operand(out)], { kind });
      discard(x, a);
      discard(y, b);
      return [out];
    },
  };
}

function compare(kind: CompareKind): BinaryOp {
  return {
    name: kind,
    run([a, b]) {
      const dtype = commonType(a, b);
      const backend = commonBackend(kind, [a, b]);
      const shape = broadcastShapes(kind, a.shape, b.shape);
      const out = allocate(backend, shape, 'bool');
      const x = converted(a, dtype);
      const y = converted(b, dtype);
      backend.kernels.compare([broadcast(x, shape), broadcast(y, shape)], [operand(out)], { kind });
      discard(x, a);
      discard(y, b);
      return [out];
    },
  };
}

function table<K extends string, V, R>(rows: Readonly<Record<K, R>>, make: (kind: K) => V): Readonly<Record<K, V>> {
  const kinds = Object.keys(rows) as K[];
  return Object.fromEntries(kinds.map((kind) => [kind, make(kind)])) as Record<K, V>;
}

/** One op per unary kind. */
export const unaryOps: Readonly<Record<UnaryKind, UnaryOp>> = table(unaryKinds, unary);

/** One op per binary kind. */
export const binaryOps: Readonly<Record<BinaryKind, BinaryOp>> = table(binaryKinds, binary);

/** One op per comparison. */
export const compareOps: Readonly<Record<CompareKind, BinaryOp>> = table(compareKinds, compare);

/** Elements of `a` where the condition holds, of `b` elsewhere. */
export const where: TernaryOp = {
  name: 'where',
  run([condition, a, b]) {
    if (condition.dtype !== 'bool') {
      throw new DTypeError('where', `the condition must be a bool tensor, got ${condition.dtype}`, {
        dtypes: [condition.dtype],
      });
    }
    const dtype = commonType(a, b);
    const backend = commonBackend('where', [condition, a, b]);
    const shape = broadcastShapes('where', condition.shape, a.shape, b.shape);
    const out = allocate(backend, shape, dtype);
    const x = converted(a, dtype);
    const y = converted(b, dtype);
    backend.kernels.where([broadcast(condition, shape), broadcast(x, shape), broadcast(y, shape)], [operand(out)], {});
    discard(x, a);
    discard(y, b);
    return [out];
  },
};

/** `value` where the mask holds, `self` elsewhere; self decides the dtype. */
export const maskedFill: Op<readonly [self: Tensor, mask: Tensor, value: Tensor], NoAttrs, readonly [Tensor]> = {
  name: 'maskedFill',
  run: ([self, mask, value]) => where.run([mask, value, self], noAttrs),
};

const floating =
  (op: UnaryOp) =>
  (x: Tensor): readonly [Tensor] | undefined =>
    isFloatingPoint(x.dtype) ? op.run([x], noAttrs) : undefined;

/** Powers that PyTorch computes otherwise: quicker, and `(-∞) ** 0.5` is the NaN of a square root. */
const powers: ReadonlyMap<number, (x: Tensor) => readonly [Tensor] | undefined> = new Map([
  [2, (x: Tensor) => binaryOps.mul.run([x, x], noAttrs)],
  [0.5, floating(unaryOps.sqrt)],
  [-0.5, floating(unaryOps.rsqrt)],
  [-1, floating(unaryOps.reciprocal)],
]);

/** `x` to the power of a plain number, which gradients treat as a constant (PyTorch's PowBackward0). */
export const powScalar: Op<
  readonly [base: Tensor, exponent: Tensor],
  { readonly exponent: number },
  readonly [Tensor]
> = {
  name: 'powScalar',
  label: 'pow',
  run([base, exponent], attrs) {
    const short = base.dtype === 'bool' ? undefined : powers.get(attrs.exponent);
    return short?.(base) ?? binaryOps.pow.run([base, exponent], noAttrs);
  },
};

/** The values in another dtype; a copy even where the dtype is the same. */
export const toCopy: Op<readonly [Tensor], { readonly dtype: DType }, readonly [Tensor]> = {
  name: 'toCopy',
  run([x], { dtype }) {
    const { backend } = x.storage;
    const out = allocate(backend, x.shape, dtype);
    if (x.dtype === dtype) backend.kernels.copy([operand(x)], [operand(out)], {});
    else backend.kernels.cast([operand(x)], [operand(out)], {});
    return [out];
  },
};

/** A copy of the values. */
export const clone: UnaryOp = { name: 'clone', run: ([x]) => toCopy.run([x], { dtype: x.dtype }) };
