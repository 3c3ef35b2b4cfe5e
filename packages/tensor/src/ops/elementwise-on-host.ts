/**
 * @file Elementwise ops that bring their function along instead of asking for a kernel: too rare for every device to have one.
 */
import { isFloatingPoint } from '../dtype.js';
import { gradientRule, type Rule } from '../gradient.js';
import type { NoAttrs, Op } from '../op.js';
import { broadcastShapes } from '../shape.js';
import { type Tensor, viewOf } from '../tensor.js';
import { commonType } from './elementwise.js';
import { onHost } from './on-host.js';

export type HostUnary<A = NoAttrs> = Op<readonly [x: Tensor], A, readonly [Tensor]>;
export type HostBinary = Op<readonly [a: Tensor, b: Tensor], NoAttrs, readonly [Tensor]>;

/** `iNdtr` → `INdtr`. */
const capital = (name: string): string => `${name[0]?.toUpperCase()}${name.slice(1)}`;

/** PyTorch's name of a special function's gradient. */
export const backwardName = (name: string): string => `Special${capital(name)}Backward0`;

/** The values of a function of one number and attributes; integers and bools become float32. */
export function mapped<A>(
  name: string,
  label: string,
  fn: (x: number, attrs: A) => number,
  gradient?: Rule<readonly [x: Tensor], A, readonly [Tensor]>,
): HostUnary<A> {
  return {
    name,
    label,
    run([x], attrs) {
      const dtype = isFloatingPoint(x.dtype) ? x.dtype : 'float32';
      const [y] = onHost(label, [x], [{ shape: x.shape, dtype }], ([from], [to]) => {
        for (let i = 0; i < to!.length; i++) to![i] = fn(from![i]!, attrs);
      });
      return [y!];
    },
    gradient,
  };
}

/** An op of a function of one number whose derivative is `slope`, of the input and the result. */
export function hostUnary(name: string, fn: (x: number) => number, slope: (x: Tensor, y: Tensor) => Tensor): HostUnary {
  const rule = gradientRule<readonly [x: Tensor], NoAttrs, readonly [Tensor], readonly [Tensor, Tensor]>({
    name: backwardName(name),
    save: ({ inputs: [x], outputs: [y] }) => [x, y],
    backward: ({ grad, saved: [x, y] }) => [grad.mul(slope(x, y))],
  });
  return mapped(name, `special.${name}`, fn, rule);
}

/** The tensor broadcast to `shape`, for reading. */
function spread(x: Tensor, shape: readonly number[]): Tensor {
  return viewOf(x, x.layout.expand(shape));
}

/** An op of a function of two numbers, broadcast; integers and bools become float32. */
export function hostBinary(
  name: string,
  fn: (a: number, b: number) => number,
  gradient?: Rule<readonly [a: Tensor, b: Tensor], NoAttrs, readonly [Tensor]>,
): HostBinary {
  const label = `special.${name}`;
  return {
    name,
    label,
    run([a, b]) {
      const common = commonType(a, b);
      const dtype = isFloatingPoint(common) ? common : 'float32';
      const shape = broadcastShapes(label, a.shape, b.shape);
      const [y] = onHost(label, [spread(a, shape), spread(b, shape)], [{ shape, dtype }], ([p, q], [to]) => {
        for (let i = 0; i < to!.length; i++) to![i] = fn(p![i]!, q![i]!);
      });
      return [y!];
    },
    gradient,
  };
}
