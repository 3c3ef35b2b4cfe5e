/**
 * @file Switching for the length of a function, which may be asynchronous where the platform can tell tasks apart.
 */
import { ValueError } from '@x/tensor/core';
import { type Switches, switches, taskSwitches } from './state.js';

const asyncFunction = '[object AsyncFunction]';

function isAsync(fn: () => unknown): boolean {
  return Object.prototype.toString.call(fn) === asyncFunction;
}

/** Runs a task with switches of its own, which it keeps over every `await`. */
function asTask<T>(op: string, change: Partial<Switches>, fn: () => T): T {
  const tasks = taskSwitches();
  if (tasks) return tasks.run({ ...switches(), ...change }, fn);
  throw new ValueError(
    op,
    'this platform has no task-local storage, so that the mode of an asynchronous function would leak into other tasks; call it around the synchronous parts',
  );
}

/**
 * Runs `fn` with some switches changed.
 *
 * @throws ValueError when `fn` returns a promise without being an async function, and for an async function on a platform
 *   without task-local storage.
 */
export function within<T>(op: string, change: Partial<Switches>, fn: () => T): T {
  if (isAsync(fn)) return asTask(op, change, fn);
  const now = switches();
  const before = { ...now };
  Object.assign(now, change);
  let result: T;
  try {
    result = fn();
  } finally {
    Object.assign(now, before);
  }
  if (!(result instanceof Promise)) return result;
  result.catch(() => undefined);
  throw new ValueError(
    op,
    `the function is asynchronous: it returned a promise, which the mode does not follow; write ${op}(async () => …)`,
  );
}
