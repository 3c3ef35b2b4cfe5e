/**
 * @file Functions that users hang onto the graph. At a node, the hooks of the tensors that it made run first, then those that
 * keep a tensor's gradient, then those before and after the node's own function.
 */
import { type Gradient, isTensor, sameShape, shapeText, type Tensor } from '@x/tensor/core';
import { GradError } from './errors.js';

/** Looks at the gradient of a tensor while it passes, and may replace it. */
export type TensorHook = (grad: Tensor) => Tensor | null | undefined | void;

/** Gradients as hooks see them: null where there is none. */
export type HookGradients = readonly (Tensor | null)[];

/** Looks at the gradients that come into a node, and may replace them. */
export type NodePrehook = (gradOutputs: HookGradients) => HookGradients | null | undefined | void;

/** Looks at what a node made of the gradients that came in, and may replace it. */
export type NodeHook = (
  gradInputs: HookGradients,
  gradOutputs: HookGradients,
) => HookGradients | null | undefined | void;

/** Undoes a registration. */
export interface RemovableHandle {
  remove(): void;
}

/** One registration: the same function may be registered twice. */
interface Entry<F> {
  readonly fn: F;
}

/** A list of registered functions. A run calls those that were there when it started. */
export class HookList<F> {
  readonly #entries = new Set<Entry<F>>();

  add(fn: F): RemovableHandle {
    const entry: Entry<F> = { fn };
    this.#entries.add(entry);
    return { remove: () => void this.#entries.delete(entry) };
  }

  all(): readonly F[] {
    return Array.from(this.#entries, ({ fn }) => fn);
  }
}

/** The hooks of one node; made when the first is registered. */
export class NodeHooks {
  /** Hooks on the gradient of each output, by output number. */
  readonly tensor: Map<number, HookList<TensorHook>> = new Map();
  /** What keeps the gradient of an output, by output number. */
  readonly retained: Map<number, (grad: Tensor) => void> = new Map();
  readonly before: HookList<NodePrehook> = new HookList();
  readonly after: HookList<NodeHook> = new HookList();

  ofTensor(index: number): HookList<TensorHook> {
    const list = this.tensor.get(index) ?? new HookList();
    this.tensor.set(index, list);
    return list;
  }
}

const nameOf = (hook: { readonly name: string }): string => hook.name || '<anonymous>';

/** @throws GradError when what a hook returned cannot take the place of the gradient. */
function checkReplacement(op: string, hook: { readonly name: string }, grad: Tensor, value: unknown): Tensor {
  if (!isTensor(value)) {
    const got = value instanceof Promise ? 'a promise (hooks are synchronous)' : typeof value;
    throw new GradError(op, `expected a tensor or nothing, but hook '${nameOf(hook)}' returned ${got}`);
  }
  if (value.dtype !== grad.dtype) {
    throw new GradError(
      op,
      `hook '${nameOf(hook)}' has changed the type of value (was ${grad.dtype} got ${value.dtype})`,
      { dtypes: [grad.dtype, value.dtype] },
    );
  }
  if (!sameShape(value.shape, grad.shape)) {
    throw new GradError(
      op,
      `hook '${nameOf(hook)}' has changed the size of value (was ${shapeText(grad.shape)} got ${shapeText(value.shape)})`,
      { shapes: [grad.shape, value.shape] },
    );
  }
  return value;
}

/** Runs the hooks of the tensors that a node made, and gives what they made of the gradients. */
export function runTensorHooks({ tensor, retained }: NodeHooks, grads: readonly Gradient[]): Gradient[] {
  const hooked = [...grads];
  for (const [index, hooks] of tensor) {
    for (const hook of hooks.all()) {
      const grad = hooked[index];
      const value = grad && hook(grad);
      if (grad && value !== null && value !== undefined)
        hooked[index] = checkReplacement('registerHook', hook, grad, value);
    }
  }
  for (const [index, keepGrad] of retained) {
    const grad = hooked[index];
    if (grad) keepGrad(grad);
  }
  return hooked;
}

const shown = (grads: readonly Gradient[]): HookGradients => Array.from(grads, (grad) => grad ?? null);

/** What a hook on a node returned in place of gradients. */
function replaced(
  op: string,
  hook: { readonly name: string },
  before: readonly Gradient[],
  value: unknown,
): readonly Gradient[] {
  if (value === null || value === undefined) return before;
  if (!Array.isArray(value)) {
    const got = value instanceof Promise ? 'a promise (hooks are synchronous)' : typeof value;
    throw new GradError(op, `hook '${nameOf(hook)}' must return an array of gradients or nothing, got ${got}`);
  }
  const list: readonly unknown[] = value;
  if (list.length !== before.length) {
    throw new GradError(
      op,
      `hook '${nameOf(hook)}' has returned an incorrect number of values (got ${list.length}, but expected ${before.length})`,
    );
  }
  return list.map((item, i) => {
    const grad = before[i];
    if (item === null || item === undefined) return undefined;
    if (grad) return checkReplacement(op, hook, grad, item);
    throw new GradError(op, `hook '${nameOf(hook)}' can't replace a null gradient with a non-null value`, { index: i });
  });
}

/** Runs the hooks before a node's function. */
export function runPrehooks({ before }: NodeHooks, grads: readonly Gradient[]): readonly Gradient[] {
  return before.all().reduce((now, hook) => replaced('registerPrehook', hook, now, hook(shown(now))), grads);
}

/** Runs the hooks after a node's function, which made `results` of `grads`. */
export function runPosthooks(
  { after }: NodeHooks,
  results: readonly Gradient[],
  grads: readonly Gradient[],
): readonly Gradient[] {
  return after
    .all()
    .reduce((now, hook) => replaced('registerHook', hook, now, hook(shown(now), shown(grads))), results);
}
