/**
 * @file Ops that no device needs a kernel for: their function runs over host arrays, on every device that the host can read at
 * once, and the results go back to the device.
 */
import { fromHost } from '../construct.js';
import { type DType, hostArray, type TypedArray } from '../dtype.js';
import { readSync } from '../host.js';
import { commonBackend } from '../kernel.js';
import { Layout, type Shape, sizeOf } from '../layout.js';
import { broadcastShapes } from '../shape.js';
import type { Tensor } from '../tensor.js';

/** What one output is, or one item of it in a batch. */
export interface Result {
  readonly shape: Shape;
  readonly dtype: DType;
}

/** The input of a batched function: its last `dims` dimensions are one item. */
export type Batched = readonly [input: Tensor, dims: number];

const wayOut = "to('cpu') on its inputs";

/**
 * Results of a function that fills host arrays from host arrays, all row-major.
 *
 * @throws DeviceError on a device that cannot be read at once.
 */
export function onHost(
  op: string,
  inputs: readonly Tensor[],
  results: readonly Result[],
  compute: (inputs: readonly TypedArray[], outputs: readonly TypedArray[]) => void,
): Tensor[] {
  const backend = commonBackend(op, inputs);
  const outputs = results.map(({ shape, dtype }) => hostArray(dtype, sizeOf(shape)));
  compute(
    inputs.map((x) => readSync(op, x, wayOut)),
    outputs,
  );
  return results.map(({ shape, dtype }, i) => fromHost(backend, shape, dtype, outputs[i]!));
}

/** Positions of the elements of a row-major array of `shape` broadcast to `batch`, in order. */
function positions(shape: Shape, batch: Shape): Int32Array {
  const { strides } = Layout.of(shape).expand(batch);
  let list = Int32Array.of(0);
  batch.forEach((n, d) => {
    const next = new Int32Array(list.length * n);
    list.forEach((at, i) => {
      for (let k = 0; k < n; k++) next[i * n + k] = at + k * strides[d]!;
    });
    list = next;
  });
  return list;
}

/** The dimensions before an item, broadcast over all inputs. */
function batchShape(op: string, ...inputs: readonly Batched[]): Shape {
  return broadcastShapes(op, ...inputs.map(([x, dims]) => x.shape.slice(0, x.ndim - dims)));
}

/**
 * As `onHost`, for every item of a batch, in doubles: `compute` gets a copy of each input's item, which it may overwrite, and
 * fills the items of the outputs.
 *
 * @throws ShapeError when the batches do not broadcast.
 */
export function eachItem(
  op: string,
  inputs: readonly Batched[],
  results: readonly Result[],
  compute: (inputs: readonly Float64Array[], outputs: readonly Float64Array[]) => void,
): Tensor[] {
  const batch = batchShape(op, ...inputs);
  const places = inputs.map(([x, dims]) => positions(x.shape.slice(0, x.ndim - dims), batch));
  const items = inputs.map(([x, dims]) => new Float64Array(sizeOf(x.shape.slice(x.ndim - dims))));
  const made = results.map(({ shape }) => new Float64Array(sizeOf(shape)));
  return onHost(
    op,
    inputs.map(([x]) => x),
    results.map(({ shape, dtype }) => ({ shape: [...batch, ...shape], dtype })),
    (from, to) => {
      for (let b = 0; b < sizeOf(batch); b++) {
        items.forEach((item, i) => {
          const start = places[i]![b]! * item.length;
          item.set(from[i]!.subarray(start, start + item.length));
        });
        for (const item of made) item.fill(0);
        compute(items, made);
        made.forEach((item, i) => to[i]!.set(item, b * item.length));
      }
    },
  );
}
