/**
 * @file The memory that a tensor and its views share: a slot for a backend's buffer, with a version and a count of its tensors.
 */
import type { Backend, Buffer } from './backend.js';
import { DisposedError } from './errors.js';
import { shared, type Usage } from './registry.js';

/** What is left to do after a storage was collected: it holds no reference to the memory itself. */
interface Estate {
  readonly device: string;
  readonly byteLength: number;
  reclaim: (() => void) | undefined;
}

function account(device: string, storages: number, bytes: number): void {
  const usage = shared.usage.get(device) ?? { storages: 0, bytes: 0 };
  usage.storages += storages;
  usage.bytes += bytes;
  shared.usage.set(device, usage);
  shared.tracer?.memory(device, bytes);
}

const collected = new FinalizationRegistry<Estate>((estate) => {
  account(estate.device, -1, -estate.byteLength);
  estate.reclaim?.();
});

/** Memory on one device, shared by a tensor and its views. */
export class Storage {
  readonly backend: Backend;
  readonly byteLength: number;
  #buffer: Buffer | undefined;
  readonly #estate: Estate;
  #tensors = 0;
  #version = 0;

  constructor(backend: Backend, byteLength: number) {
    this.backend = backend;
    this.byteLength = byteLength;
    this.#buffer = backend.alloc(byteLength);
    this.#estate = { device: backend.name, byteLength, reclaim: this.#buffer.reclaim };
    collected.register(this, this.#estate, this);
    account(backend.name, 1, byteLength);
  }

  /** @throws DisposedError after the last tensor was disposed. */
  get buffer(): Buffer {
    if (!this.#buffer) throw new DisposedError('storage', 'its memory was given back');
    return this.#buffer;
  }

  /** Number of in-place writes so far. A tensor saved for backward remembers it. */
  get version(): number {
    return this.#version;
  }

  /** Number of tensors that look at this storage. */
  get tensors(): number {
    return this.#tensors;
  }

  /** Counts an in-place write. */
  bumpVersion(): void {
    this.#version++;
  }

  /** One more tensor looks at this storage. */
  retain(): void {
    this.#tensors++;
  }

  /** One tensor less; the last one frees the memory. */
  release(): void {
    if (--this.#tensors > 0 || !this.#buffer) return;
    collected.unregister(this);
    account(this.backend.name, -1, -this.byteLength);
    this.backend.free(this.#buffer);
    this.#buffer = undefined;
  }

  /** Exchanges the contents of two storages of equal size on one device without copying. */
  swap(other: Storage): void {
    const mine = this.#buffer;
    this.#buffer = other.#buffer;
    other.#buffer = mine;
    this.#estate.reclaim = this.#buffer?.reclaim;
    other.#estate.reclaim = other.#buffer?.reclaim;
  }
}

/**
 * Number and bytes of the storages that are alive, per device. Storages that were neither disposed nor left by a scope count until
 * the garbage collector has found them.
 *
 * @example memory() // { cpu: { storages: 12, bytes: 246824 } }
 */
export function memory(): Readonly<Record<string, Usage>> {
  return Object.fromEntries([...shared.usage].map(([device, usage]) => [device, { ...usage }]));
}
