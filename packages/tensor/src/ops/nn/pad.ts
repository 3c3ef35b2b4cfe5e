/**
 * @file Elements added around the last dimensions, or cut off where the number is negative.
 */
import { dispatch } from '../../dispatch.js';
import { ShapeError } from '../../errors.js';
import { allocate, operand } from '../../kernel.js';
import type { Layout, Shape } from '../../layout.js';
import type { Op } from '../../op.js';
import { shapeText } from '../../shape.js';
import { tensor, zerosOf } from '../../create.js';
import type { Tensor } from '../../tensor.js';
import { composite } from './composite.js';

/** Elements before and behind each of the last dimensions, outermost dimension first. */
export type Pads = readonly (readonly [before: number, behind: number])[];

export interface PadAttrs {
  readonly pads: Pads;
}

/** The padded shape. @throws ShapeError when a size would be negative. */
function paddedShape(op: string, shape: Shape, pads: Pads): Shape {
  const first = shape.length - pads.length;
  const padded = shape.map((n, d) => n + (pads[d - first]?.[0] ?? 0) + (pads[d - first]?.[1] ?? 0));
  const bad = padded.findIndex((n) => n < 0);
  if (bad === -1) return padded;
  throw new ShapeError(
    op,
    `padding [${String(pads[bad - first])}] of dimension ${bad} of ${shapeText(shape)} results in a negative size ${padded[bad]}`,
    { shapes: [shape, padded], dim: bad },
  );
}

/** What is left of a layout when the dimensions lose what the numbers below 0 cut off. */
function cropped(layout: Layout, pads: Pads, sign: 1 | -1): Layout {
  const first = layout.ndim - pads.length;
  return pads.reduce((part, [before, behind], i) => {
    const start = Math.max(-sign * before, 0);
    const length = part.shape[first + i]! - start - Math.max(-sign * behind, 0);
    return part.slice(first + i, start, Math.max(length, 0));
  }, layout);
}

/** One value around the tensor. */
export const constantPad: Op<readonly [x: Tensor], PadAttrs & { readonly value: number }, readonly [Tensor]> = {
  name: 'constantPad',
  run([x], { pads, value }) {
    const { backend } = x.storage;
    const out = allocate(backend, paddedShape('constantPad', x.shape, pads), x.dtype);
    const source = cropped(x.layout, pads, 1);
    if (source.size < out.numel()) backend.kernels.fill([], [operand(out)], { value });
    if (source.size > 0 && out.numel() > 0) {
      backend.kernels.copy([operand(x, source)], [operand(out, cropped(out.layout, pads, -1))], {});
    }
    return [out];
  },
  gradient: {
    name: 'ConstantPadNdBackward0',
    backward: ({ grad, attrs: { pads } }) => {
      const opposite = pads.map(([before, behind]) => [-before, -behind] as const);
      return [dispatch(constantPad, [grad], { pads: opposite, value: 0 })[0]];
    },
  },
};

/** Which element of a dimension of size n, padded like this, stands at position i, counted from its start. */
type Border = (i: number, n: number, pads: Pads[number]) => number;

const reflect: Border = (i, n) => (i < 0 ? -i : i >= n ? 2 * (n - 1) - i : i);
const replicate: Border = (i, n) => Math.min(Math.max(i, 0), n - 1);
/** What is cut off does not come back at the other end. */
const wrap: Border = (i, n, [before, behind]) => {
  const start = Math.max(-before, 0);
  const left = n - start - Math.max(-behind, 0);
  return start + ((i - start + left) % left);
};

/** Dimensions with padding, and for each which element stands where. */
function borderPositions(
  x: { readonly shape: Shape; readonly device: string },
  { pads }: PadAttrs,
  border: Border,
): { readonly dim: number; readonly index: Tensor }[] {
  const first = x.shape.length - pads.length;
  return pads.flatMap(([before, behind], i) => {
    if (before === 0 && behind === 0) return [];
    const n = x.shape[first + i]!;
    const index = Int32Array.from({ length: n + before + behind }, (_, j) => border(j - before, n, [before, behind]));
    return [{ dim: first + i, index: tensor(index, { device: x.device }) }];
  });
}

/** A padding whose values are taken from the tensor itself. */
export type BorderPadOp = Op<readonly [x: Tensor], PadAttrs, readonly [Tensor]>;

/** Each element's gradient is the sum over the places that it went to. */
function fromBorder(kind: string, border: Border): BorderPadOp['gradient'] {
  return {
    name: ({ pads }) => `${kind}Pad${pads.length}DBackward0`,
    backward: ({ grad, attrs, inputs: [x] }) => {
      // the last dimension was padded last, and comes first on the way back
      const steps = borderPositions(x!, attrs, border).toReversed();
      return [
        steps.reduce((g, { dim, index }) => {
          const zeros = zerosOf({ ...x!, shape: g.shape.with(dim, x!.shape[dim]!) });
          return zeros.indexAdd(dim, index, g);
        }, grad),
      ];
    },
  };
}

function borderPad(
  name: string,
  border: Border,
  largest: (n: number) => number,
  gradient?: BorderPadOp['gradient'],
): BorderPadOp {
  return composite(
    name,
    ([x], { pads }) => {
      paddedShape(name, x.shape, pads);
      const first = x.ndim - pads.length;
      pads.forEach(([before, behind], i) => {
        const n = x.shape[first + i]!;
        if (Math.max(before, behind) <= largest(n)) return;
        throw new ShapeError(
          name,
          `padding [${before}, ${behind}] of dimension ${first + i} of ${shapeText(x.shape)} must not be larger than ${largest(n)}`,
          { shapes: [x.shape], dim: first + i },
        );
      });
    },
    ([x], attrs) => borderPositions(x, attrs, border).reduce((part, { dim, index }) => part.indexSelect(dim, index), x),
    gradient,
  );
}

/** The tensor mirrored at its edges, which are not repeated. */
export const reflectionPad: BorderPadOp = borderPad(
  'reflectionPad',
  reflect,
  (n) => n - 1,
  fromBorder('Reflection', reflect),
);

/** The edges repeated. */
export const replicationPad: BorderPadOp = borderPad(
  'replicationPad',
  replicate,
  (n) => (n > 0 ? Infinity : 0),
  fromBorder('Replication', replicate),
);

/** The tensor continued from its other end. */
export const circularPad: BorderPadOp = borderPad('circularPad', wrap, (n) => n);
