/**
 * @file Matrix products.
 */
import type { Backend, Operand } from '../backend.js';
import { DTypeError, ShapeError } from '../errors.js';
import { allocate, broadcast, commonBackend, operand } from '../kernel.js';
import type { NoAttrs, Op } from '../op.js';
import { shapeText } from '../shape.js';
import type { Tensor } from '../tensor.js';

export type MatmulOp = Op<readonly [a: Tensor, b: Tensor], NoAttrs, readonly [Tensor]>;

function checkSameType(op: string, inputs: readonly Tensor[]): void {
  const dtypes = inputs.map((t) => t.dtype);
  if (dtypes.some((d) => d !== dtypes[0])) {
    throw new DTypeError(op, `expected tensors of the same dtype, got ${dtypes.join(', ')}`, { dtypes });
  }
}

function checkRank(op: string, a: Tensor, b: Tensor, ranks: readonly [number, number]): void {
  if (a.ndim === ranks[0] && b.ndim === ranks[1]) return;
  throw new ShapeError(
    op,
    `expected tensors of ${ranks[0]} and ${ranks[1]} dimensions, got ${shapeText(a.shape)} and ${shapeText(b.shape)}`,
    {
      shapes: [a.shape, b.shape],
    },
  );
}

/** @throws ShapeError when the inner sizes of `a [.., m, k] × b [.., k, n]` differ. */
export function checkInner(op: string, a: Tensor, b: Tensor): void {
  const k = a.shape.at(-1);
  const l = b.ndim > 1 ? b.shape.at(-2) : b.shape[0];
  if (k === l) return;
  throw new ShapeError(op, `inner sizes differ: ${shapeText(a.shape)} x ${shapeText(b.shape)} (${k} != ${l})`, {
    shapes: [a.shape, b.shape],
  });
}

/** The kernel, or zeros where there is nothing to sum over. */
function multiply(backend: Backend, a: Operand, b: Operand, out: Operand): void {
  if (a.layout.shape.at(-1) === 0) backend.kernels.fill([], [out], { value: 0 });
  else if (out.layout.size > 0) backend.kernels.matmul([a, b], [out], {});
}

/** Matrix product: `[m, k] × [k, n] → [m, n]`. */
export const mm: MatmulOp = {
  name: 'mm',
  run([a, b]) {
    checkRank('mm', a, b, [2, 2]);
    checkInner('mm', a, b);
    checkSameType('mm', [a, b]);
    const backend = commonBackend('mm', [a, b]);
    const out = allocate(backend, [a.shape[0]!, b.shape[1]!], a.dtype);
    multiply(backend, operand(a), operand(b), operand(out));
    return [out];
  },
};

/** Batch of matrix products: `[n, m, k] × [n, k, p] → [n, m, p]`. */
export const bmm: MatmulOp = {
  name: 'bmm',
  run([a, b]) {
    checkRank('bmm', a, b, [3, 3]);
    if (a.shape[0] !== b.shape[0]) {
      throw new ShapeError(
        'bmm',
        `batch sizes differ: ${shapeText(a.shape)} x ${shapeText(b.shape)} (${a.shape[0]} != ${b.shape[0]})`,
        {
          shapes: [a.shape, b.shape],
        },
      );
    }
    checkInner('bmm', a, b);
    checkSameType('bmm', [a, b]);
    const backend = commonBackend('bmm', [a, b]);
    const out = allocate(backend, [a.shape[0]!, a.shape[1]!, b.shape[2]!], a.dtype);
    multiply(backend, operand(a), operand(b), operand(out));
    return [out];
  },
};

/** Matrix times vector: `[m, k] × [k] → [m]`. */
export const mv: MatmulOp = {
  name: 'mv',
  run([a, b]) {
    checkRank('mv', a, b, [2, 1]);
    checkInner('mv', a, b);
    checkSameType('mv', [a, b]);
    const backend = commonBackend('mv', [a, b]);
    const out = allocate(backend, [a.shape[0]!], a.dtype);
    multiply(backend, operand(a), operand(b, b.layout.unsqueeze(1)), operand(out, out.layout.unsqueeze(1)));
    return [out];
  },
};

/** Inner product of two vectors: `[k] × [k] → []`. */
export const dot: MatmulOp = {
  name: 'dot',
  run([a, b]) {
    checkRank('dot', a, b, [1, 1]);
    checkInner('dot', a, b);
    checkSameType('dot', [a, b]);
    const backend = commonBackend('dot', [a, b]);
    const out = allocate(backend, [], a.dtype);
    multiply(
      backend,
      operand(a, a.layout.unsqueeze(0)),
      operand(b, b.layout.unsqueeze(1)),
      operand(out, out.layout.unsqueeze(0).unsqueeze(1)),
    );
    return [out];
  },
};

/** `beta · bias + alpha · (a × b)`; bias broadcasts to `[m, n]`. */
export interface AddmmAttrs {
  readonly alpha: number;
  readonly beta: number;
}

export type AddmmOp = Op<readonly [bias: Tensor, a: Tensor, b: Tensor], AddmmAttrs, readonly [Tensor]>;

export const addmm: AddmmOp = {
  name: 'addmm',
  run([bias, a, b], { alpha, beta }) {
    checkRank('addmm', a, b, [2, 2]);
    checkInner('addmm', a, b);
    checkSameType('addmm', [bias, a, b]);
    const shape = [a.shape[0]!, b.shape[1]!];
    const fits = bias.ndim <= 2 && bias.shape.every((n, d) => n === 1 || n === shape[d + 2 - bias.ndim]);
    if (!fits) {
      throw new ShapeError(
        'addmm',
        `${shapeText(bias.shape)} does not broadcast to the product's shape ${shapeText(shape)}`,
        {
          shapes: [bias.shape, a.shape, b.shape],
        },
      );
    }
    const backend = commonBackend('addmm', [bias, a, b]);
    if (!backend.kernels.addmm || alpha !== 1 || beta !== 1 || a.shape[1] === 0) return undefined;
    const out = allocate(backend, shape, a.dtype);
    if (out.numel() > 0) backend.kernels.addmm([broadcast(bias, shape), operand(a), operand(b)], [operand(out)], {});
    return [out];
  },
  decompose([bias, a, b], { alpha, beta }) {
    const product = a.mm(b);
    const scaled = alpha === 1 ? product : product.mul(alpha);
    return [(beta === 1 ? bias : bias.mul(beta)).add(scaled)];
  },
};

/** `beta · bias + alpha · (a × b)` over a batch. */
export const baddbmm: AddmmOp = {
  name: 'baddbmm',
  run: () => undefined,
  decompose([bias, a, b], { alpha, beta }) {
    const product = a.bmm(b);
    const scaled = alpha === 1 ? product : product.mul(alpha);
    return [(beta === 1 ? bias : bias.mul(beta)).add(scaled)];
  },
};
