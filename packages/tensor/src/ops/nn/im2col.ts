/**
 * @file The windows of a picture as columns of a matrix, and back.
 */
import { tensor } from '../../create.js';
import { dispatch } from '../../dispatch.js';
import { ShapeError } from '../../errors.js';
import type { Op } from '../../op.js';
import { shapeText } from '../../shape.js';
import type { Tensor } from '../../tensor.js';
import { checkFloating, composite } from './composite.js';
import { constantPad } from './pad.js';
import { type Pair, padPlane, planeOf, type Window, windowCount, windows } from './window.js';

function countOf(op: string, plane: Pair, window: Window): Pair {
  const count: Pair = [windowCount(plane[0], window, 0, false), windowCount(plane[1], window, 1, false)];
  if (count[0] >= 1 && count[1] >= 1) return count;
  throw new ShapeError(
    op,
    `windows of ${shapeText(window.kernelSize)} do not fit into the padded plane ${shapeText(plane)}`,
    { shapes: [plane] },
  );
}

/** `[N, C, H, W] → [N, C·kh·kw, windows]`; N may be missing. */
export const im2col: Op<readonly [x: Tensor], Window, readonly [Tensor]> = composite(
  'im2col',
  ([x], window) => {
    checkFloating('unfold', x);
    if (x.ndim !== 3 && x.ndim !== 4) {
      throw new ShapeError('unfold', `expected an input [N, C, H, W] or [C, H, W], got ${shapeText(x.shape)}`, {
        shapes: [x.shape],
      });
    }
    countOf('unfold', planeOf(x.shape), window);
  },
  ([input], window) => {
    const x = input.ndim === 3 ? input.unsqueeze(0) : input;
    const count = countOf('unfold', planeOf(x.shape), window);
    const taps = windows(padPlane(x, window, count, 0), window).permute(0, 1, 4, 5, 2, 3);
    const columns = x.size(1) * window.kernelSize[0] * window.kernelSize[1];
    const lead = input.ndim === 3 ? [] : [x.size(0)];
    return taps.reshape([...lead, columns, count[0] * count[1]]);
  },
  {
    name: 'Im2ColBackward0',
    backward: ({ grad, attrs, inputs: [x] }) => [
      dispatch(col2im, [grad], { ...attrs, outputSize: planeOf(x!.shape) })[0],
    ],
  },
);

export interface Col2imAttrs extends Window {
  /** Height and width of the picture. */
  readonly outputSize: Pair;
}

/** Where each tap of each window lies in a padded plane of this width. */
function positions({ kernelSize, stride, dilation }: Window, count: Pair, width: number): Int32Array {
  const list: number[] = [];
  for (let kh = 0; kh < kernelSize[0]; kh++) {
    for (let kw = 0; kw < kernelSize[1]; kw++) {
      for (let i = 0; i < count[0]; i++) {
        for (let j = 0; j < count[1]; j++) {
          list.push((i * stride[0] + kh * dilation[0]) * width + j * stride[1] + kw * dilation[1]);
        }
      }
    }
  }
  return Int32Array.from(list);
}

/** `[N, C·kh·kw, windows] → [N, C, H, W]`: what several windows cover is summed. N may be missing. */
export const col2im: Op<readonly [x: Tensor], Col2imAttrs, readonly [Tensor]> = composite(
  'col2im',
  ([x], attrs) => {
    checkFloating('fold', x);
    const [height, width] = countOf('fold', attrs.outputSize, attrs);
    const taps = attrs.kernelSize[0] * attrs.kernelSize[1];
    const rank = x.ndim === 2 || x.ndim === 3;
    if (rank && x.size(-2) % taps === 0 && x.size(-1) === height * width) return;
    throw new ShapeError(
      'fold',
      `expected an input [N, C·${taps}, ${height * width}] or [C·${taps}, ${height * width}] for windows of ${shapeText(attrs.kernelSize)} in a plane of ${shapeText(attrs.outputSize)}, got ${shapeText(x.shape)}`,
      { shapes: [x.shape] },
    );
  },
  ([input], attrs) => {
    const x = input.ndim === 2 ? input.unsqueeze(0) : input;
    const { outputSize, padding, kernelSize } = attrs;
    const count = countOf('fold', outputSize, attrs);
    const padded: Pair = [outputSize[0] + 2 * padding[0], outputSize[1] + 2 * padding[1]];
    const taps = kernelSize[0] * kernelSize[1];
    const [n, channels] = [x.size(0), x.size(1) / taps];
    const values = x.reshape(n, channels, taps * x.size(2));
    const index = tensor(positions(attrs, count, padded[1]), { device: x.device }).expand(values.shape);
    const sums = x.newZeros([n, channels, padded[0] * padded[1]]).scatterAdd(2, index, values);
    const pads = padding.map((p): Pair => [-p, -p]);
    const [out] = dispatch(constantPad, [sums.view(n, channels, padded[0], padded[1])], { pads, value: 0 });
    return input.ndim === 2 ? out.squeeze(0) : out;
  },
  {
    name: 'Col2ImBackward0',
    backward: ({ grad, attrs }) => [dispatch(im2col, [grad], attrs)[0]],
  },
);
