/**
 * @file Rules about shapes and dimensions, with the errors that name the op.
 */
import { IndexError, ShapeError, ValueError } from './errors.js';
import { type Shape, sizeOf } from './layout.js';

/** `[2, 3]`, as shapes appear in messages. */
export function shapeText(shape: Shape): string {
  return `[${shape.join(', ')}]`;
}

export function sameShape(a: Shape, b: Shape): boolean {
  if (a.length !== b.length) return false;
  for (let d = 0; d < a.length; d++) if (a[d] !== b[d]) return false;
  return true;
}

/**
 * A dimension counted from the front; negative ones count from the end. A 0-d tensor has the dimensions 0 and -1, as in PyTorch.
 *
 * @throws IndexError when there is no such dimension.
 */
export function wrapDim(op: string, dim: number, ndim: number): number {
  const n = Math.max(ndim, 1);
  if (Number.isInteger(dim) && dim >= -n && dim < n) return dim < 0 ? dim + n : dim;
  throw new IndexError(op, `dimension out of range (expected to be in range of [${-n}, ${n - 1}], but got ${dim})`, {
    index: dim,
    size: ndim,
  });
}

/**
 * A dimension counted from the front of a tensor that must have one.
 *
 * @throws IndexError when there is no such dimension, also for a 0-d tensor.
 */
export function existingDim(op: string, dim: number, ndim: number): number {
  if (ndim > 0) return wrapDim(op, dim, ndim);
  throw new IndexError(op, `dimension specified as ${dim} but the tensor has no dimensions`, { index: dim, size: 0 });
}

/**
 * Several dimensions, each at most once; none given means all.
 *
 * @throws IndexError when there is no such dimension, ValueError when one appears twice.
 */
export function wrapDims(op: string, dims: number | readonly number[] | null | undefined, ndim: number): number[] {
  const list = typeof dims === 'number' ? [dims] : (dims ?? []);
  if (list.length === 0) return Array.from({ length: ndim }, (_, d) => d);
  const wrapped = list.map((dim) => wrapDim(op, dim, ndim));
  const twice = wrapped.find((dim, i) => wrapped.indexOf(dim) !== i);
  if (twice !== undefined)
    throw new ValueError(op, `dim ${twice} appears multiple times in the list of dims`, { dims: list });
  return ndim === 0 ? [] : wrapped.sort((a, b) => a - b);
}

/**
 * The shape that both broadcast to.
 *
 * @throws ShapeError when two sizes of a dimension differ and neither is 1.
 * @see https://pytorch.org/docs/stable/notes/broadcasting.html
 */
export function broadcastShapes(op: string, ...shapes: readonly Shape[]): Shape {
  let result: Shape = shapes[0] ?? [];
  for (let i = 1; i < shapes.length; i++) {
    if (!sameShape(result, shapes[i]!)) result = broadcastTwo(op, result, shapes[i]!);
  }
  return result;
}

function broadcastTwo(op: string, a: Shape, b: Shape): Shape {
  const ndim = Math.max(a.length, b.length);
  return Array.from({ length: ndim }, (_, d) => {
    const m = a[d - ndim + a.length] ?? 1;
    const n = b[d - ndim + b.length] ?? 1;
    if (m !== n && m !== 1 && n !== 1) {
      throw new ShapeError(
        op,
        `shapes do not broadcast: ${shapeText(a)} and ${shapeText(b)} (size ${m} against ${n} at dimension ${d})`,
        { shapes: [a, b], dim: d },
      );
    }
    return m === 1 ? n : m;
  });
}

/**
 * A shape in which one size may be -1, which is found from the number of elements.
 *
 * @throws ShapeError when the sizes do not fit `size` elements.
 */
export function inferShape(op: string, shape: Shape, size: number, from: Shape): Shape {
  const fail = (rule: string): never => {
    throw new ShapeError(op, rule, { shapes: [from, shape] });
  };
  const unknown = shape.indexOf(-1);
  if (shape.some((n, d) => !Number.isInteger(n) || n < -1 || (n === -1 && d !== unknown))) {
    fail(`invalid shape ${shapeText(shape)}: sizes are integers ≥ 0, and at most one of them may be -1`);
  }
  if (unknown === -1) {
    if (sizeOf(shape) !== size)
      fail(`shape ${shapeText(shape)} is invalid for input of size ${size} (${shapeText(from)})`);
    return shape;
  }
  const known = -sizeOf(shape);
  if (known === 0) fail(`cannot reshape ${size} elements into ${shapeText(shape)}: the size -1 could be any value`);
  if (size % known !== 0) fail(`shape ${shapeText(shape)} is invalid for input of size ${size} (${shapeText(from)})`);
  return shape.with(unknown, size / known);
}

/** The sizes of a new tensor, checked. */
export function checkSizes(op: string, shape: Shape): Shape {
  for (const n of shape) {
    if (!Number.isInteger(n) || n < 0) {
      throw new ShapeError(op, `sizes are integers ≥ 0, got ${shapeText(shape)}`, { shapes: [shape] });
    }
  }
  return shape;
}

/**
 * @throws ShapeError when `from` does not broadcast to `to`.
 */
export function checkBroadcastable(op: string, from: Shape, to: Shape): void {
  const lead = to.length - from.length;
  const fits = lead >= 0 && from.every((n, d) => n === 1 || n === to[d + lead]);
  if (fits) return;
  throw new ShapeError(op, `shape ${shapeText(from)} does not broadcast to ${shapeText(to)}`, { shapes: [from, to] });
}
