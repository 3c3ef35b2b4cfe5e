/**
 * @file What exists once per process: backends, the default device, the current scope, memory counters, the generator.
 *
 * It lives under one `Symbol.for` key, so that the ESM and the CommonJS copy of this package share it. Copies of different
 * versions cannot: importing the second one is an error that names both.
 */
import type { Backend, Buffer } from './backend.js';
import { DeviceError, XError } from './errors.js';
import type { Tracer } from './op.js';
import type { Tensor } from './tensor.js';
import { version } from './version.js';

/** Number and bytes of the storages that are alive on a device. */
export interface Usage {
  readonly storages: number;
  readonly bytes: number;
}

/** Takes the tensors that are created while it is the current one. */
export interface TensorOwner {
  add(tensor: Tensor): void;
  remove(tensor: Tensor): void;
}

/** Looks at every tensor that a creation function returns, with the options it was called with. */
export type CreationListener = (tensor: Tensor, options: object) => void;

interface Shared {
  readonly version: string;
  readonly backends: Map<string, Backend>;
  defaultDevice: string;
  readonly usage: Map<string, { storages: number; bytes: number }>;
  owner: TensorOwner | undefined;
  /** Number of scopes that were opened so far. */
  scopes: number;
  /** The owner of the running asynchronous task; undefined while no asynchronous scope is open. */
  taskOwner: (() => TensorOwner | undefined) | undefined;
  readonly creationListeners: Map<string, CreationListener>;
  /** Sees every tensor as it is made, views included. */
  tensorListener: ((tensor: Tensor) => void) | undefined;
  /** Watches ops and memory; see `trace.ts`. */
  tracer: Tracer | undefined;
  readonly values: Map<string, unknown>;
}

/** Two versions of @x/tensor were loaded into one program. */
export class VersionError extends XError<{ versions: readonly string[] }> {}

const key: unique symbol = Symbol.for('@x/tensor');
const host: typeof globalThis & { [key]?: Shared } = globalThis;
host[key] ??= {
  version,
  backends: new Map(),
  defaultDevice: 'cpu',
  usage: new Map(),
  owner: undefined,
  scopes: 0,
  taskOwner: undefined,
  creationListeners: new Map(),
  tensorListener: undefined,
  tracer: undefined,
  values: new Map(),
};

/** The per-process state. */
export const shared: Shared = host[key];

if (shared.version !== version) {
  throw new VersionError(
    '@x/tensor',
    `versions ${shared.version} and ${version} were loaded into one program: make all packages depend on one of them`,
    { versions: [shared.version, version] },
  );
}

/** A value that exists once per process under `name`, made by `make` the first time. */
export function perProcess<T>(name: string, make: () => T, is: (value: unknown) => value is T): T {
  const known = shared.values.get(name);
  if (is(known)) return known;
  const made = make();
  shared.values.set(name, made);
  return made;
}

/**
 * Makes a device available under its backend's name; a backend registered later under the same name replaces it.
 *
 * @example registerBackend(await cpu())
 */
export function registerBackend<B extends Buffer>(backend: Backend<B>): void {
  shared.backends.set(backend.name, backend);
}

/**
 * The backend of a device.
 *
 * @throws DeviceError when no backend has that name.
 */
export function backendOf(op: string, device: string): Backend {
  const backend = shared.backends.get(device);
  if (backend) return backend;
  const known = [...shared.backends.keys()];
  const wayOut = `call registerBackend() first${device === 'cpu' ? ": registerBackend(await cpu()) from '@x/backend-cpu'" : ''}`;
  throw new DeviceError(
    op,
    `device '${device}' is not registered (registered: ${known.length > 0 ? known.join(', ') : 'none'}); ${wayOut}`,
    { devices: known },
  );
}

/** Whether a backend is registered for `device`. */
export function isDeviceAvailable(device: string): boolean {
  return shared.backends.has(device);
}

/** The device on which tensors are created unless they say otherwise; `cpu` at the start. */
export function getDefaultDevice(): string {
  return shared.defaultDevice;
}

/**
 * Sets the device on which tensors are created unless they say otherwise.
 *
 * @throws DeviceError when no backend has that name.
 * @see https://pytorch.org/docs/stable/generated/torch.set_default_device.html
 */
export function setDefaultDevice(device: string): void {
  backendOf('setDefaultDevice', device);
  shared.defaultDevice = device;
}

/** Calls `listener` with every tensor that is made from here on, views included (@x/autograd: inference tensors). */
export function onTensor(listener: (tensor: Tensor) => void): void {
  shared.tensorListener = listener;
}

/** Registers what a package does with its own creation options (@x/autograd: `requiresGrad`), once per name. */
export function onCreate(option: string, listener: CreationListener): void {
  shared.creationListeners.set(option, listener);
}
