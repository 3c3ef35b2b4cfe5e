/**
 * @file Whether ops record what gradients need.
 */
import { perProcess, ValueError } from '@x/tensor';

interface Mode {
  enabled: boolean;
}

const mode: Mode = perProcess(
  'autograd.mode',
  (): Mode => ({ enabled: true }),
  (value): value is Mode => typeof value === 'object',
);

/**
 * Whether ops are being recorded.
 *
 * @see https://pytorch.org/docs/stable/generated/torch.is_grad_enabled.html
 */
export function isGradEnabled(): boolean {
  return mode.enabled;
}

/** Runs `fn` with recording on or off; the engine's own switch. */
export function withGradMode<T>(enabled: boolean, fn: () => T): T {
  const before = mode.enabled;
  mode.enabled = enabled;
  try {
    return fn();
  } finally {
    mode.enabled = before;
  }
}

function scoped<T>(name: string, enabled: boolean, fn: () => T): T {
  const result = withGradMode(enabled, fn);
  if (result instanceof Promise) {
    result.catch(() => undefined);
    throw new ValueError(
      name,
      'the function is asynchronous: the mode would leak into other tasks; call it around the synchronous parts',
    );
  }
  return result;
}

/**
 * Runs `fn` without recording: its results require no gradient.
 *
 * @throws ValueError when `fn` is asynchronous.
 * @example const accuracy = noGrad(() => evaluate(net))
 * @see https://pytorch.org/docs/stable/generated/torch.no_grad.html
 */
export function noGrad<T>(fn: () => T): T {
  return scoped('noGrad', false, fn);
}

/**
 * Runs `fn` with recording, also inside of `noGrad`.
 *
 * @throws ValueError when `fn` is asynchronous.
 * @see https://pytorch.org/docs/stable/generated/torch.enable_grad.html
 */
export function enableGrad<T>(fn: () => T): T {
  return scoped('enableGrad', true, fn);
}

/**
 * Switches recording on or off from here on.
 *
 * @see https://pytorch.org/docs/stable/generated/torch.set_grad_enabled.html
 */
export function setGradEnabled(enabled: boolean): void {
  mode.enabled = enabled;
}
