/**
 * @file Where the elements of a tensor lie in its storage: an immutable value. Views are new layouts over the same storage.
 *
 * Zero strides repeat an element (broadcast), negative strides walk backwards (flip). Methods trust their arguments:
 * ops check shapes and dimensions before they come here.
 */

/** Sizes of the dimensions, outermost first. */
export type Shape = readonly number[];

/** Number of elements of a shape. */
export function sizeOf(shape: Shape): number {
  let n = 1;
  for (const s of shape) n *= s;
  return n;
}

/** Row-major strides of a shape, in elements; a dimension of size 0 counts as 1, as in PyTorch. */
export function contiguousStrides(shape: Shape): number[] {
  const strides = shape.slice();
  let stride = 1;
  for (let d = shape.length - 1; d >= 0; d--) {
    strides[d] = stride;
    stride *= Math.max(shape[d]!, 1);
  }
  return strides;
}

/** Shape, strides and offset, all counted in elements. */
export class Layout {
  readonly shape: Shape;
  readonly strides: readonly number[];
  readonly offset: number;
  /** Number of elements. */
  readonly size: number;
  /** Whether the elements lie row-major and without gaps (from `offset` on). */
  readonly contiguous: boolean;

  private constructor(shape: Shape, strides: readonly number[], offset: number, size: number, contiguous: boolean) {
    this.shape = shape;
    this.strides = strides;
    this.offset = offset;
    this.size = size;
    this.contiguous = contiguous;
  }

  /** The row-major layout of a fresh storage. */
  static of(shape: Shape): Layout {
    return new Layout(shape, contiguousStrides(shape), 0, sizeOf(shape), true);
  }

  /** Any layout. */
  static strided(shape: Shape, strides: readonly number[], offset: number): Layout {
    const size = sizeOf(shape);
    return new Layout(shape, strides, offset, size, isContiguous(shape, strides, size));
  }

  get ndim(): number {
    return this.shape.length;
  }

  /** Smallest and largest element position that is touched, inclusive; `[offset, offset - 1]` when there is none. */
  bounds(): readonly [low: number, high: number] {
    if (this.size === 0) return [this.offset, this.offset - 1];
    let low = this.offset;
    let high = this.offset;
    this.shape.forEach((n, d) => {
      const reach = (n - 1) * this.strides[d]!;
      if (reach < 0) low += reach;
      else high += reach;
    });
    return [low, high];
  }

  /** Dimensions in a new order. */
  permute(dims: readonly number[]): Layout {
    return Layout.strided(
      dims.map((d) => this.shape[d]!),
      dims.map((d) => this.strides[d]!),
      this.offset,
    );
  }

  /** Broadcast to `shape`: new leading dimensions and dimensions of size 1 are repeated with stride 0. */
  expand(shape: Shape): Layout {
    const lead = shape.length - this.ndim;
    const strides = shape.map((n, d) => {
      const own = this.shape[d - lead];
      return own === undefined || (own === 1 && n !== 1) ? 0 : this.strides[d - lead]!;
    });
    return Layout.strided(shape, strides, this.offset);
  }

  /** `length` elements of dimension `dim` from `start` on, every `step`-th. */
  slice(dim: number, start: number, length: number, step = 1): Layout {
    const shape = this.shape.with(dim, length);
    const strides = this.strides.with(dim, this.strides[dim]! * step);
    return Layout.strided(shape, strides, this.offset + start * this.strides[dim]!);
  }

  /** Index `index` of dimension `dim`, which disappears. */
  select(dim: number, index: number): Layout {
    return Layout.strided(
      this.shape.toSpliced(dim, 1),
      this.strides.toSpliced(dim, 1),
      this.offset + index * this.strides[dim]!,
    );
  }

  /** Without the dimensions `dims` (each of size 1). */
  squeeze(dims: readonly number[]): Layout {
    const keep = (_: number, d: number): boolean => !dims.includes(d);
    return Layout.strided(this.shape.filter(keep), this.strides.filter(keep), this.offset);
  }

  /** With a new dimension of size 1 before `dim`. */
  unsqueeze(dim: number): Layout {
    const stride = dim < this.ndim ? this.shape[dim]! * this.strides[dim]! : 1;
    return Layout.strided(this.shape.toSpliced(dim, 0, 1), this.strides.toSpliced(dim, 0, stride), this.offset);
  }

  /** Dimensions `dims` walked backwards. */
  flip(dims: readonly number[]): Layout {
    let offset = this.offset;
    const strides = this.strides.map((stride, d) => {
      if (!dims.includes(d)) return stride;
      offset += Math.max(this.shape[d]! - 1, 0) * stride;
      return -stride;
    });
    return Layout.strided(this.shape, strides, offset);
  }

  /** The diagonal of dimensions dim1 and dim2, `offset` above it (below where negative), as a new last dimension. */
  diagonal(offset: number, dim1: number, dim2: number): Layout {
    const rows = this.shape[dim1]! - Math.max(-offset, 0);
    const columns = this.shape[dim2]! - Math.max(offset, 0);
    const start = offset < 0 ? -offset * this.strides[dim1]! : offset * this.strides[dim2]!;
    const length = Math.max(Math.min(rows, columns), 0);
    const rest = this.shape.map((_, d) => d).filter((d) => d !== dim1 && d !== dim2);
    return Layout.strided(
      [...rest.map((d) => this.shape[d]!), length],
      [...rest.map((d) => this.strides[d]!), this.strides[dim1]! + this.strides[dim2]!],
      length > 0 ? this.offset + start : this.offset,
    );
  }

  /** Windows of `size` elements every `step` along `dim`, in a new last dimension. */
  unfold(dim: number, size: number, step: number): Layout {
    const count = Math.floor((this.shape[dim]! - size) / step) + 1;
    return Layout.strided(
      [...this.shape.with(dim, count), size],
      [...this.strides.with(dim, this.strides[dim]! * step), this.strides[dim]!],
      this.offset,
    );
  }

  /** The same elements, in the same order, in another shape of the same size; undefined where that needs a copy. */
  reshape(shape: Shape): Layout | undefined {
    if (this.contiguous) return new Layout(shape, contiguousStrides(shape), this.offset, this.size, true);
    if (this.size === 0) return Layout.strided(shape, contiguousStrides(shape), this.offset);
    const strides = viewStrides(this, shape);
    return strides && Layout.strided(shape, strides, this.offset);
  }
}

function isContiguous(shape: Shape, strides: readonly number[], size: number): boolean {
  if (size === 0) return true;
  let expected = 1;
  for (let d = shape.length - 1; d >= 0; d--) {
    const n = shape[d]!;
    if (n === 1) continue;
    if (strides[d] !== expected) return false;
    expected *= n;
  }
  return true;
}

/**
 * Strides for viewing `layout` as `shape`: runs of old dimensions that lie evenly behind each other are split and merged
 * freely, a new dimension may not reach over two such runs (PyTorch's `computeStride`).
 */
function viewStrides(layout: Layout, shape: Shape): number[] | undefined {
  const { shape: old, strides } = layout;
  const result = shape.slice();
  let view = shape.length - 1;
  let base = strides.at(-1) ?? 1;
  let run = 1;
  let done = 1;
  for (let d = old.length - 1; d >= 0; d--) {
    run *= old[d]!;
    const ends = d === 0 || (old[d - 1] !== 1 && strides[d - 1] !== run * base);
    if (!ends) continue;
    while (view >= 0 && (done < run || shape[view] === 1)) {
      result[view] = done * base;
      done *= shape[view]!;
      view--;
    }
    if (done !== run) return undefined;
    if (d > 0) {
      base = strides[d - 1]!;
      run = 1;
      done = 1;
    }
  }
  return view === -1 ? result : undefined;
}
