/**
 * @file Channels and pixels in each other's place.
 */
import { dispatch } from '../../dispatch.js';
import { ShapeError, ValueError } from '../../errors.js';
import type { Op } from '../../op.js';
import { shapeText } from '../../shape.js';
import type { Tensor } from '../../tensor.js';
import { composite } from './composite.js';

export interface PixelShuffleAttrs {
  /** Edge of the square of pixels that channels become, or come from. */
  readonly factor: number;
}

export type PixelShuffleOp = Op<readonly [x: Tensor], PixelShuffleAttrs, readonly [Tensor]>;

function pixelOp(
  name: string,
  fits: (channels: number, height: number, width: number, factor: number) => boolean,
  rule: string,
  compute: (x: Tensor, factor: number) => Tensor,
  gradient: PixelShuffleOp['gradient'],
): PixelShuffleOp {
  return composite(
    name,
    ([x], { factor }) => {
      if (!Number.isInteger(factor) || factor < 1) {
        throw new ValueError(name, `the factor must be a positive integer, got ${factor}`, { factor });
      }
      if (x.ndim >= 3 && fits(x.size(-3), x.size(-2), x.size(-1), factor)) return;
      throw new ShapeError(
        name,
        `expected an input [*, C, H, W] with ${rule}, got ${shapeText(x.shape)} and ${factor}`,
        {
          shapes: [x.shape],
        },
      );
    },
    ([x], { factor }) => compute(x, factor),
    gradient,
  );
}

/** `[*, C·r², H, W] → [*, C, H·r, W·r]` */
export const pixelShuffle: PixelShuffleOp = pixelOp(
  'pixelShuffle',
  (channels, _, __, factor) => channels % (factor * factor) === 0,
  'a number of channels divisible by the square of the factor',
  (x, r) => {
    const [channels, height, width] = [x.size(-3) / (r * r), x.size(-2), x.size(-1)];
    const lead = x.shape.slice(0, -3);
    const n = lead.length;
    const rest = [n, n + 3, n + 1, n + 4, n + 2];
    const parts = x.reshape([...lead, channels, r, r, height, width]);
    return parts.permute([...lead.map((_, d) => d), ...rest]).reshape([...lead, channels, height * r, width * r]);
  },
  {
    name: 'PixelShuffleBackward0',
    backward: ({ grad, attrs }) => [dispatch(pixelUnshuffle, [grad], attrs)[0]],
  },
);

/** `[*, C, H·r, W·r] → [*, C·r², H, W]` */
export const pixelUnshuffle: PixelShuffleOp = pixelOp(
  'pixelUnshuffle',
  (_, height, width, factor) => height % factor === 0 && width % factor === 0,
  'a height and a width divisible by the factor',
  (x, r) => {
    const [channels, height, width] = [x.size(-3), x.size(-2) / r, x.size(-1) / r];
    const lead = x.shape.slice(0, -3);
    const n = lead.length;
    const rest = [n, n + 2, n + 4, n + 1, n + 3];
    const parts = x.reshape([...lead, channels, height, r, width, r]);
    return parts.permute([...lead.map((_, d) => d), ...rest]).reshape([...lead, channels * r * r, height, width]);
  },
  {
    name: 'PixelUnshuffleBackward0',
    backward: ({ grad, attrs }) => [dispatch(pixelShuffle, [grad], attrs)[0]],
  },
);
