/**
 * @file Watching the ops that run.
 */
import { ValueError } from './errors.js';
import type { Tracer } from './op.js';
import { shared } from './registry.js';

/**
 * Runs `fn` while `tracer` watches every op and allocation.
 *
 * @throws ValueError when another tracer is watching, or when `fn` is asynchronous: it would see other tasks' ops.
 * @example
 * const names: string[] = [];
 * traced({ op: (name, _inputs, run) => (names.push(name), run()), memory: () => {} }, () => net(x));
 */
export function traced<T>(tracer: Tracer, fn: () => T): T {
  if (shared.tracer) throw new ValueError('traced', 'ops are being traced already; one tracer at a time');
  shared.tracer = tracer;
  let result: T;
  try {
    result = fn();
  } finally {
    shared.tracer = undefined;
  }
  if (!(result instanceof Promise)) return result;
  result.catch(() => undefined);
  throw new ValueError('traced', 'the function is asynchronous: trace its synchronous parts');
}
