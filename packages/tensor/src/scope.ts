/**
 * @file Scopes give the memory of temporary tensors back at once. Nothing needs them: without one the garbage collector does it later.
 */
import { ValueError } from './errors.js';
import { shared, type TensorOwner } from './registry.js';
import { isTensor, type Tensor } from './tensor.js';

/** Number of scopes that were opened so far: whatever was made in a scope was made at its number or a later one. */
export function scopeCount(): number {
  return shared.scopes;
}

class Scope implements TensorOwner {
  readonly #tensors = new Set<Tensor>();
  readonly #opened = ++shared.scopes;

  add(tensor: Tensor): void {
    this.#tensors.add(tensor);
    tensor.owner = this;
  }

  remove(tensor: Tensor): void {
    this.#tensors.delete(tensor);
    tensor.owner = undefined;
  }

  /** Disposes everything but `survivors` and what they need, which go to the scope around this one. */
  close(survivors: ReadonlySet<Tensor>, outer: TensorOwner | undefined): void {
    const needed = this.#needed(survivors);
    for (const tensor of this.#tensors) {
      if (tensor.owner !== this) continue;
      tensor.owner = undefined;
      if (!survivors.has(tensor) && !needed?.has(tensor)) tensor.dispose();
      else outer?.add(tensor);
    }
    this.#tensors.clear();
  }

  /** What survivors need; undefined when that is nothing. */
  #needed(survivors: ReadonlySet<Tensor>): ReadonlySet<Tensor> | undefined {
    let found: Set<Tensor> | undefined;
    const owned = (tensor: Tensor): boolean => tensor.owner === this && !survivors.has(tensor);
    for (const survivor of survivors) {
      const needed = survivor.hook?.needed?.(this.#opened, owned);
      if (needed) for (const tensor of needed) (found ??= new Set()).add(tensor);
    }
    return found;
  }
}

/** A scope that is closed by hand. */
export interface OpenScope extends TensorOwner {
  /** Ends the scope: disposes everything but `survivors` and what they need. */
  end(survivors: ReadonlySet<Tensor>): void;
}

class ManualScope extends Scope implements OpenScope {
  readonly #outer = shared.owner;

  end(survivors: ReadonlySet<Tensor>): void {
    shared.owner = this.#outer;
    this.close(survivors, currentOwner());
  }
}

/**
 * Opens a scope that has to be ended, scopes that were opened later first. For engines, to which a function for each step is
 * too much; programs use `scope`.
 */
export function openScope(): OpenScope {
  const opened = new ManualScope();
  shared.owner = opened;
  return opened;
}

/** The scope that owns the tensors that are created now. */
export function currentOwner(): TensorOwner | undefined {
  return shared.owner ?? shared.taskOwner?.();
}

/** All tensors in a result: itself, or inside of arrays, maps, sets and plain objects. */
function tensorsIn(value: unknown, found: Set<Tensor> = new Set(), seen: Set<object> = new Set()): Set<Tensor> {
  if (isTensor(value)) found.add(value);
  else if (typeof value === 'object' && value !== null && !seen.has(value)) {
    seen.add(value);
    const parts =
      value instanceof Map || value instanceof Set || Array.isArray(value) ? value.values() : plainValues(value);
    for (const part of parts) tensorsIn(part, found, seen);
  }
  return found;
}

function plainValues(value: object): unknown[] {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null ? Object.values(value) : [];
}

/**
 * Runs `fn` and disposes every tensor that was created in it, except those in its result (also inside of arrays, maps and
 * plain objects), what their graphs hold for a backward pass, those handed to `keep`, and gradients and optimizer state, which
 * belong to their owners.
 *
 * @throws ValueError when `fn` is asynchronous: `scopeAsync` is for that.
 * @example
 * const loss = scope(() => criterion(net(x), y).item())
 */
export function scope<T>(fn: () => T): T {
  const outer = shared.owner;
  const inner = new Scope();
  shared.owner = inner;
  let survivors: ReadonlySet<Tensor> = new Set();
  try {
    const result = fn();
    if (result instanceof Promise) {
      result.catch(() => undefined);
      throw new ValueError('scope', 'the function is asynchronous; use scopeAsync(fn)');
    }
    survivors = tensorsIn(result);
    return result;
  } finally {
    shared.owner = outer;
    inner.close(survivors, currentOwner());
  }
}

/** The part of Node's AsyncLocalStorage that scopes need. */
export interface TaskLocal<T> {
  run<R>(value: T, fn: () => R): R;
  getStore(): T | undefined;
}

/** Task-local storage where the platform has it (Node, Deno, Bun); undefined in browsers. */
export function taskLocal<T>(): TaskLocal<T> | undefined {
  const host: typeof globalThis & {
    process?: { getBuiltinModule?: (id: string) => { AsyncLocalStorage?: new () => TaskLocal<T> } | undefined };
  } = globalThis;
  const Local = host.process?.getBuiltinModule?.('node:async_hooks')?.AsyncLocalStorage;
  return Local && new Local();
}

let tasks: TaskLocal<Scope> | undefined;

/** The scopes of asynchronous tasks; from the first one on every new tensor asks which of them it belongs to. */
function taskScopes(): TaskLocal<Scope> | undefined {
  const local = tasks ?? taskLocal<Scope>();
  if (local && !tasks) {
    const earlier = shared.taskOwner; // of another copy of this package
    shared.taskOwner = () => local.getStore() ?? earlier?.();
    tasks = local;
  }
  return local;
}

/**
 * `scope` for an asynchronous function: tensors that other tasks create while it waits are not touched.
 *
 * @throws ValueError where the platform cannot tell tasks apart (browsers): use `scope` around the synchronous parts, or `using`.
 * @example
 * const accuracy = await scopeAsync(async () => (await evaluate(net)).item())
 */
export async function scopeAsync<T>(fn: () => Promise<T>): Promise<T> {
  const local = taskScopes();
  if (!local) {
    throw new ValueError(
      'scopeAsync',
      'this platform has no task-local storage; use scope() around the synchronous parts, or `using`',
    );
  }
  const outer = currentOwner();
  const inner = new Scope();
  let survivors: ReadonlySet<Tensor> = new Set();
  try {
    const result = await local.run(inner, async () => {
      const own = shared.owner;
      shared.owner = undefined;
      try {
        return fn();
      } finally {
        shared.owner = own;
      }
    });
    survivors = tensorsIn(result);
    return result;
  } finally {
    inner.close(survivors, outer);
  }
}

/**
 * Takes tensors out of the scope they were created in: they live until they are disposed or collected.
 *
 * @example const running = keep(zeros(10))
 */
export function keep<T extends Tensor>(tensor: T): T {
  tensor.owner?.remove(tensor);
  return tensor;
}

/** The opposite of `keep`: the current scope, if there is one, becomes the owner of a tensor that nobody needs any more. */
export function release(tensor: Tensor): void {
  if (!tensor.owner && !tensor.disposed) currentOwner()?.add(tensor);
}
