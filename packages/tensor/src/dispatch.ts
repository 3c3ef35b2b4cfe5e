/**
 * @file Running ops. An op runs as its backend's kernel, else as its decomposition into other ops, else not at all, with an
 * error that names both.
 */
import { DeviceError } from './errors.js';
import type { Op, Tensors } from './op.js';
import { shared } from './registry.js';
import { scope } from './scope.js';

/** Runs an op: the hook of the first input that has one decides, otherwise it is executed. */
export function dispatch<I extends Tensors, A, O extends Tensors>(op: Op<I, A, O>, inputs: I, attrs: A): O {
  const { tracer } = shared;
  return tracer ? tracer.op(op.name, inputs, () => routed(op, inputs, attrs)) : routed(op, inputs, attrs);
}

function routed<I extends Tensors, A, O extends Tensors>(op: Op<I, A, O>, inputs: I, attrs: A): O {
  for (let i = 0; i < inputs.length; i++) {
    const hook = inputs[i]!.hook;
    if (hook) return hook.intercept(op, inputs, attrs);
  }
  return execute(op, inputs, attrs);
}

/**
 * Runs an op without looking at hooks: for results that nobody records. A decomposition dispatches its parts, which do look;
 * what they leave behind is freed.
 */
export function execute<I extends Tensors, A, O extends Tensors>(op: Op<I, A, O>, inputs: I, attrs: A): O {
  const outputs = op.run(inputs, attrs) ?? scope(() => op.decompose?.(inputs, attrs));
  if (outputs) return outputs;
  const device = inputs[0]?.device ?? 'none';
  throw new DeviceError(op.name, `device '${device}' has no kernel for it and it has no decomposition`, {
    devices: [device],
  });
}
