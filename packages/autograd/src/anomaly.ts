/**
 * @file Finding the op that made a NaN: nodes remember where their op was called, and gradients are looked at as they are made.
 */
import { type Gradient, isFloatingPoint, XError } from '@x/tensor/core';
import { GradError } from './errors.js';
import { guard } from './mode/guard.js';
import { switches } from './mode/state.js';
import { within } from './mode/within.js';
import { checkOptions } from './options.js';

/** Options of `detectAnomaly`. */
export interface AnomalyOptions {
  /** Look for NaN in every gradient. Default: true. */
  readonly checkNan?: boolean;
}

/** A node as far as anomalies go. */
interface Traced {
  readonly name: string;
  readonly trace: string | undefined;
  apply(grads: readonly Gradient[]): readonly Gradient[];
}

/** The calls that led here, without the first line, which names an error that there is none of. */
export function forwardTrace(): string {
  // V8's setting, which other engines ignore
  const settings: ErrorConstructor & { stackTraceLimit?: number | undefined } = Error;
  const { stackTraceLimit } = settings;
  settings.stackTraceLimit = 50;
  const stack = new Error('trace').stack ?? '';
  settings.stackTraceLimit = stackTraceLimit;
  return stack.replace(/^Error: trace\n/, '');
}

const forwardCall = ({ trace }: Traced): string =>
  trace
    ? `forward call:\n${trace}`
    : 'the forward call is not known: run the forward pass within detectAnomaly as well';

/** Runs a node's function; what goes wrong in it is told together with the forward call. */
export function watched(node: Traced, grads: readonly Gradient[]): readonly Gradient[] {
  const { anomaly } = switches();
  if (!anomaly) return node.apply(grads);
  const results = explained(node, () => node.apply(grads));
  if (anomaly.checkNan) results.forEach((grad, i) => checkNan(node, grad, i));
  return results;
}

function explained<T>(node: Traced, run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof XError)) throw error;
    throw new GradError(
      node.name,
      `${error.message}\n${forwardCall(node)}`,
      { node: node.name, trace: node.trace },
      { cause: error },
    );
  }
}

function checkNan(node: Traced, grad: Gradient, index: number): void {
  if (!grad || !isFloatingPoint(grad.dtype) || grad.detach().isnan().any().item() === 0) return;
  throw new GradError(
    node.name,
    `Function '${node.name}' returned nan values in its ${index}th output.\n${forwardCall(node)}`,
    { node: node.name, output: index, trace: node.trace },
  );
}

/**
 * Runs `fn`, in which nodes remember where their op was called and backward passes look for NaN in every gradient; without a
 * function, until the end of the block: `using _ = detectAnomaly()`. It is slow: for finding mistakes only.
 *
 * @throws GradError in a backward pass, with the stack of the forward call of the op whose gradient has a NaN or fails.
 * @example detectAnomaly(() => criterion(net(x), y).backward())
 * @see https://pytorch.org/docs/stable/autograd.html#torch.autograd.detect_anomaly
 */
export function detectAnomaly(): Disposable;
export function detectAnomaly<T>(fn: () => T, options?: AnomalyOptions): T;
export function detectAnomaly<T>(fn?: () => T, options: AnomalyOptions = {}): T | Disposable {
  checkOptions('detectAnomaly', options, ['checkNan']);
  const change = { anomaly: { checkNan: options.checkNan ?? true } };
  return fn ? within('detectAnomaly', change, fn) : guard('detectAnomaly', change);
}

/**
 * Switches anomaly detection on or off from here on.
 *
 * @see https://pytorch.org/docs/stable/autograd.html#torch.autograd.set_detect_anomaly
 */
export function setDetectAnomaly(enabled: boolean, options: AnomalyOptions = {}): void {
  checkOptions('setDetectAnomaly', options, ['checkNan']);
  switches().anomaly = enabled ? { checkNan: options.checkNan ?? true } : undefined;
}

/**
 * Whether anomalies are being detected.
 *
 * @see https://pytorch.org/docs/stable/autograd.html#anomaly-detection
 */
export function isAnomalyEnabled(): boolean {
  return switches().anomaly !== undefined;
}
