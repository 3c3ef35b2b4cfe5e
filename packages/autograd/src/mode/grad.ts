/**
 * @file Whether ops record what gradients need.
 */
import { guard } from './guard.js';
import { switches } from './state.js';
import { within } from './within.js';

/**
 * Whether ops are being recorded.
 *
 * @see https://pytorch.org/docs/stable/generated/torch.is_grad_enabled.html
 */
export function isGradEnabled(): boolean {
  return switches().enabled;
}

/**
 * Runs `fn` without recording: its results require no gradient. Without a function, switches recording off until the end of
 * the block: `using _ = noGrad()`.
 *
 * An async function keeps the mode over every `await`; other tasks do not see it.
 *
 * @throws ValueError for an async function where the platform cannot tell tasks apart (browsers), for a plain function that
 *   returns a promise, and when a block with `using` waits.
 * @example const accuracy = noGrad(() => evaluate(net))
 * @see https://pytorch.org/docs/stable/generated/torch.no_grad.html
 */
export function noGrad(): Disposable;
export function noGrad<T>(fn: () => T): T;
export function noGrad<T>(fn?: () => T): T | Disposable {
  return fn ? within('noGrad', { enabled: false }, fn) : guard('noGrad', { enabled: false });
}

/**
 * Runs `fn` with recording, also inside of `noGrad`; without a function, until the end of the block.
 *
 * @throws ValueError as `noGrad` does.
 * @example noGrad(() => enableGrad(() => net(x)).requiresGrad) // true
 * @see https://pytorch.org/docs/stable/generated/torch.enable_grad.html
 */
export function enableGrad(): Disposable;
export function enableGrad<T>(fn: () => T): T;
export function enableGrad<T>(fn?: () => T): T | Disposable {
  return fn ? within('enableGrad', { enabled: true }, fn) : guard('enableGrad', { enabled: true });
}

/**
 * Switches recording on or off: while `fn` runs, or without one from here on. What it returns then goes back when it is
 * disposed of.
 *
 * @throws ValueError as `noGrad` does, when there is a function.
 * @example
 * setGradEnabled(false);
 * const loss = setGradEnabled(training, () => criterion(net(x), y));
 * @see https://pytorch.org/docs/stable/generated/torch.set_grad_enabled.html
 */
export function setGradEnabled(enabled: boolean): Disposable;
export function setGradEnabled<T>(enabled: boolean, fn: () => T): T;
export function setGradEnabled<T>(enabled: boolean, fn?: () => T): T | Disposable {
  if (fn) return within('setGradEnabled', { enabled }, fn);
  const now = switches();
  const before = now.enabled;
  now.enabled = enabled;
  return {
    [Symbol.dispose]: () => {
      now.enabled = before;
    },
  };
}
