/**
 * @file Pooling over two spatial dimensions and its gradients.
 */
import { type AvgPool2dAttrs, itemSize, type Layout, type Pool2dAttrs } from '@x/tensor/core';
import { avgPool2d as avgReference, avgPool2dBackward as avgGradReference } from '../kernels/avgPool2d.js';
import { maxPool2d as maxReference, maxPool2dBackward as maxGradReference } from '../kernels/maxPool2d.js';
import type { CpuOperand, Kernel } from '../kernels/types.js';
import { cost } from '../threads/costs.js';
import { accelerate } from './accelerate.js';
import { withContiguous } from './contiguous.js';
import type { Engine } from './engine.js';
import { place } from './operands.js';
import { callsOf, parallel, parts } from './parallel.js';

type Planes = [planes: number, height: number, width: number, outHeight: number, outWidth: number];

function planesOf({ shape }: Layout, { shape: out }: Layout): Planes {
  const [batch, channels, height, width] = shape as [number, number, number, number];
  return [batch * channels, height, width, out[2]!, out[3]!];
}

type Window = [...kernel: [number, number], ...stride: [number, number], ...padding: [number, number]];

const windowOf = ({ kernelSize, stride, padding }: Pool2dAttrs | AvgPool2dAttrs): Window => [
  ...kernelSize,
  ...stride,
  ...padding,
];

export function maxPool2dKernel(engine: Engine, copy: Kernel<'copy'>): Kernel<'maxPool2d'> {
  const { exports, heap } = engine;
  return accelerate(([x], [values, positions], attrs) => {
    const float = x.dtype === 'float32' ? exports.maxPool_f32 : x.dtype === 'float64' ? exports.maxPool_f64 : undefined;
    if (!float) return false;
    return withContiguous(x, values, heap, copy, (image) => {
      const [planes, height, width, outHeight, outWidth] = planesOf(x.layout, values.layout);
      const size = itemSize[x.dtype];
      const [plane, windows] = [height * width, outHeight * outWidth];
      const [from, to, at] = [place(image), place(values), place(positions)];
      const window = [...windowOf(attrs), ...attrs.dilation] as const;
      const bounds = parts(engine, planes, plane * cost.jump);
      const call = (first: number, last: number): Parameters<typeof float> => [
        last - first,
        height,
        width,
        outHeight,
        outWidth,
        from + first * plane * size,
        to + first * windows * size,
        at + first * windows * 4,
        ...window,
      ];
      return parallel(engine, float, callsOf(bounds, call));
    });
  }, maxReference);
}

export function maxPool2dBackwardKernel(engine: Engine, copy: Kernel<'copy'>): Kernel<'maxPool2dBackward'> {
  const { exports, heap } = engine;
  return accelerate(([grad, positions], [out]) => {
    const { dtype } = out;
    const float = dtype === 'float32' ? exports.maxPoolGrad_f32 : dtype === 'float64' ? exports.maxPoolGrad_f64 : null;
    if (!float) return false;
    return withContiguous(grad, positions, heap, copy, (gradient, where) => {
      const [planes, height, width, outHeight, outWidth] = planesOf(out.layout, grad.layout);
      const windows = outHeight * outWidth;
      const size = itemSize[dtype];
      const plane = height * width;
      const [from, at, to] = [place(gradient), place(where), place(out)];
      const bounds = parts(engine, planes, plane * cost.element + windows * cost.jump);
      const call = (first: number, last: number): Parameters<typeof float> => [
        last - first,
        plane,
        windows,
        from + first * windows * size,
        at + first * windows * 4,
        to + first * plane * size,
      ];
      // the reference kernel names the position that is out of bounds
      return parallel(engine, float, callsOf(bounds, call));
    });
  }, maxGradReference);
}

/** Runs the mean or its gradient: `image` and `means` are contiguous. */
function average(
  engine: Engine,
  float: Engine['exports']['avgPool_f32'],
  image: CpuOperand,
  means: CpuOperand,
  attrs: AvgPool2dAttrs,
): boolean {
  const [planes, height, width, outHeight, outWidth] = planesOf(image.layout, means.layout);
  const [x, y] = [place(image), place(means)];
  const size = itemSize[image.dtype];
  const how = [...windowOf(attrs), attrs.countIncludePad, attrs.divisorOverride ?? 0] as const;
  const bounds = parts(engine, planes, height * width * cost.jump);
  const call = (first: number, last: number): Parameters<typeof float> => [
    last - first,
    height,
    width,
    outHeight,
    outWidth,
    x + first * height * width * size,
    y + first * outHeight * outWidth * size,
    ...how,
  ];
  return parallel(engine, float, callsOf(bounds, call));
}

export function avgPool2dKernel(engine: Engine, copy: Kernel<'copy'>): Kernel<'avgPool2d'> {
  const { exports, heap } = engine;
  return accelerate(([x], [out], attrs) => {
    const float = x.dtype === 'float32' ? exports.avgPool_f32 : x.dtype === 'float64' ? exports.avgPool_f64 : undefined;
    return !!float && withContiguous(x, out, heap, copy, (image, means) => average(engine, float, image, means, attrs));
  }, avgReference);
}

export function avgPool2dBackwardKernel(engine: Engine, copy: Kernel<'copy'>): Kernel<'avgPool2dBackward'> {
  const { exports, heap } = engine;
  return accelerate(([grad], [out], attrs) => {
    const { dtype } = out;
    const float = dtype === 'float32' ? exports.avgPoolGrad_f32 : dtype === 'float64' ? exports.avgPoolGrad_f64 : null;
    return (
      !!float && withContiguous(out, grad, heap, copy, (image, means) => average(engine, float, image, means, attrs))
    );
  }, avgGradReference);
}
