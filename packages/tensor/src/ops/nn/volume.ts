/**
 * @file Convolution over three spatial dimensions as a sum of convolutions over two: one for each tap of the kernel's depth,
 * with the slices that the tap sees as a batch. `run` convolves planes.
 */
import { stack } from '../../api/join.js';
import { tensor } from '../../create.js';
import { dispatch } from '../../dispatch.js';
import type { Shape } from '../../layout.js';
import { slice } from '../../slice.js';
import type { Tensor } from '../../tensor.js';
import { constantPad } from './pad.js';

/** One number for each of depth, rows and columns, and the number of channel groups. */
export interface VolumeAttrs {
  readonly stride: readonly number[];
  readonly padding: readonly number[];
  readonly dilation: readonly number[];
  readonly groups: number;
}

/** Convolves planes, or computes one of the gradients of that for an operand of `shape`. */
export type PlaneOp = (a: Tensor, b: Tensor, attrs: VolumeAttrs, shape: Shape) => Tensor;

function planeAttrs({ stride, padding, dilation, groups }: VolumeAttrs): VolumeAttrs {
  return { stride: stride.slice(1), padding: padding.slice(1), dilation: dilation.slice(1), groups };
}

/** `[N, C, D, H, W] → [N·D, C, H, W]` */
function planes(x: Tensor): Tensor {
  return x.transpose(1, 2).reshape(x.size(0) * x.size(2), x.size(1), x.size(3), x.size(4));
}

/** `[N·D, C, H, W] → [N, C, D, H, W]` */
function volume(x: Tensor, batch: number, depth: number): Tensor {
  return x.view(batch, depth, x.size(1), x.size(2), x.size(3)).transpose(1, 2);
}

/** The slices of a volume that each tap of the depth sees, as planes; `count` of them for each sample. */
function seen(x: Tensor, taps: number, count: number, { stride, padding, dilation }: VolumeAttrs): Tensor[] {
  const [step, border, apart] = [stride[0]!, padding[0]!, dilation[0]!];
  const pads = [
    [border, border],
    [0, 0],
    [0, 0],
  ] as const;
  const padded = border === 0 ? x : dispatch(constantPad, [x], { pads, value: 0 })[0];
  return Array.from({ length: taps }, (_, tap) => {
    const first = tap * apart;
    return planes(padded.get(slice(), slice(), slice(first, first + (count - 1) * step + 1, step)));
  });
}

function total(parts: readonly Tensor[]): Tensor {
  return parts.reduce((sum, part) => sum.add(part));
}

/** `x [N, C, D, H, W]`, `weight [K, C / groups, kd, kh, kw]` → `[N, K, count, H', W']` */
export function convolveVolume(x: Tensor, weight: Tensor, attrs: VolumeAttrs, count: number, run: PlaneOp): Tensor {
  const parts = seen(x, weight.size(2), count, attrs).map((part, tap) =>
    run(part, weight.select(2, tap), planeAttrs(attrs), []),
  );
  return volume(total(parts), x.size(0), count).contiguous();
}

/** Gradient for an input of `shape`: each tap adds to the slices that it saw. */
export function volumeInputGrad(grad: Tensor, weight: Tensor, attrs: VolumeAttrs, shape: Shape, run: PlaneOp): Tensor {
  const [batch = 0, channels = 0, depth = 0, ...plane] = shape;
  const count = grad.size(2);
  const given = planes(grad);
  let sum = grad.newZeros(shape);
  for (let tap = 0; tap < weight.size(2); tap++) {
    const at = Array.from(
      { length: count },
      (_, i) => i * attrs.stride[0]! + tap * attrs.dilation[0]! - attrs.padding[0]!,
    );
    const inside = at.flatMap((d, i) => (d >= 0 && d < depth ? [i] : []));
    if (inside.length === 0) continue;
    const part = run(given, weight.select(2, tap), planeAttrs(attrs), [batch * count, channels, ...plane]);
    const index = (list: readonly number[]): Tensor => tensor([...list], { dtype: 'int32', device: grad.device });
    const slices = volume(part, batch, count).indexSelect(2, index(inside));
    sum = sum.indexAdd(2, index(inside.map((i) => at[i]!)), slices);
  }
  return sum;
}

/** Gradient for a weight of `shape`. */
export function volumeWeightGrad(grad: Tensor, x: Tensor, attrs: VolumeAttrs, shape: Shape, run: PlaneOp): Tensor {
  const [filters = 0, channels = 0, taps = 0, ...plane] = shape;
  const given = planes(grad);
  const parts = seen(x, taps, grad.size(2), attrs);
  return stack(
    parts.map((part) => run(given, part, planeAttrs(attrs), [filters, channels, ...plane])),
    2,
  );
}
