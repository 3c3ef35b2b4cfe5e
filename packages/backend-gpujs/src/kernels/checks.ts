/**
 * @file Contents that a kernel may not meet: found at once where the host knows them, otherwise when something is next read.
 */
import type { Device } from '../device.js';
import type { Elementwise } from '../expression.js';
import { type GpuOperand, input } from '../operands.js';
import type { Value } from '../value.js';
import { reduceValue } from './reduce.js';

/**
 * Refuses an operand of which an element is `bad`.
 *
 * @param flag - the same on the device: 1 for a bad element and 0 for others.
 * @param error - makes the error from a bad element, where the host knows it.
 * @throws what `error` makes, at once or when something is read.
 */
export function refuse(
  device: Device,
  x: GpuOperand,
  bad: (element: number) => boolean,
  flag: Elementwise,
  error: (element?: number) => Error,
): void {
  const { value, access } = input(x);
  if (value.host) {
    const { host } = value;
    const at = positions(x).find((p) => bad(host[p]!));
    if (at !== undefined) throw error(host[at]);
    return;
  }
  const flags = device.elementwise(flag, x.layout.size, [{ value, access }]);
  const any = reduceValue(device, flags, 'max', 'float32');
  flags.release();
  device.expect(checkFlag(device, any, error));
}

async function checkFlag(device: Device, flag: Value, error: () => Error): Promise<void> {
  const [found] = await device.fetch(flag);
  flag.release();
  if (found === 1) throw error();
}

/** Positions of the operand's elements. */
function positions({ layout: { shape, strides, offset } }: GpuOperand): number[] {
  return shape.reduce(
    (list, n, d) => list.flatMap((p) => Array.from({ length: n }, (_, i) => p + i * strides[d]!)),
    [offset],
  );
}
