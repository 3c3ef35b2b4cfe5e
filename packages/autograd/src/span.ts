/**
 * @file Tensors as the stretch of memory that they lie in: what gradients of writes through views are made of.
 */
import { arange, Layout, type Tensor, zeros } from '@x/tensor/core';

/** A stretch of memory from `low` on, and a layout within it. */
function within(layout: Layout, low: number): Layout {
  return Layout.strided(layout.shape, layout.strides, layout.offset - low);
}

/** Positions in the stretch of every element of a layout: int32 `[size]`. */
function positions(layout: Layout, span: number, device: string): Tensor {
  return arange(span, { device }).asStrided(layout.shape, layout.strides, { storageOffset: layout.offset }).reshape(-1);
}

function view(flat: Tensor, layout: Layout): Tensor {
  return flat.asStrided(layout.shape, layout.strides, { storageOffset: layout.offset });
}

/** The memory of `of`, and parts of it. */
export class Span {
  readonly #low: number;
  readonly #length: number;
  readonly #own: Layout;

  constructor(of: Layout) {
    const [low, high] = of.bounds();
    this.#low = low;
    this.#length = high - low + 1;
    this.#own = within(of, low);
  }

  /** The memory that holds `values`, which have the shape of `of`. */
  fill(values: Tensor): Tensor {
    if (this.#own.contiguous) return values.reshape(-1);
    const blank = zeros(this.#length, { dtype: values.dtype, device: values.device });
    return blank.scatter(0, positions(this.#own, this.#length, values.device), values.reshape(-1));
  }

  /** What `of` sees of the memory. */
  read(flat: Tensor): Tensor {
    return view(flat, this.#own);
  }

  /** What another view sees of the memory. */
  readPart(flat: Tensor, part: Layout): Tensor {
    return view(flat.contiguous(), within(part, this.#low));
  }

  /** The memory with another view's elements replaced. */
  replacePart(flat: Tensor, part: Layout, values: Tensor): Tensor {
    return flat.scatter(0, positions(within(part, this.#low), this.#length, values.device), values.reshape(-1));
  }

  /** Memory in which each element is the sum of another view's values there (a view may see an element twice). */
  sumPart(part: Layout, values: Tensor): Tensor {
    const blank = zeros(this.#length, { dtype: values.dtype, device: values.device });
    return blank.scatterAdd(0, positions(within(part, this.#low), this.#length, values.device), values.reshape(-1));
  }
}
