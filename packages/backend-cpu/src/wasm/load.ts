/**
 * @file The WebAssembly module: which variant this runtime takes, and an instance of it over its memory.
 */
import { type Exports, maximumPages, relaxed, sharedFlag, simd } from '../generated/module.js';
import { sharesMemory } from '../threads/start.js';

/** What the kernels are compiled to: plain SIMD or with the relaxed instructions, over an ordinary or a shared memory. */
export interface Variant {
  /** Fused multiply-add where the processor has it: results may differ in the last bits between machines. */
  readonly relaxed: boolean;
  /** Several threads may use the memory. */
  readonly shared: boolean;
}

/** An instance of the module. */
export interface Instance {
  readonly variant: Variant;
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  readonly exports: Exports;
}

/** Bytes of a WebAssembly page. */
export const PAGE = 65_536;

/** `i8x16.relaxed_swizzle` in a function: valid where the runtime has the relaxed instructions. */
const relaxedProbe = 'AGFzbQEAAAABBQFgAAF7AwIBAAoPAQ0AQQH9D0EC/Q/9gAIL';

/** `i8x16.popcnt` in a function: valid where the runtime has SIMD. */
const simdProbe = 'AGFzbQEAAAABBQFgAAF7AwIBAAoKAQgAQQD9D/1iCw==';

function decode(base64: string): Uint8Array<ArrayBuffer> {
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < bytes.length; i++) bytes[i] = text.charCodeAt(i);
  return bytes;
}

/** Whether the runtime has SIMD, without which there is no module. */
export function hasSimd(): boolean {
  return typeof WebAssembly === 'object' && WebAssembly.validate(decode(simdProbe));
}

/** The fastest variant that the runtime takes. */
export function bestVariant(): Variant {
  return { relaxed: WebAssembly.validate(decode(relaxedProbe)), shared: sharesMemory() };
}

function moduleBytes(variant: Variant): Uint8Array<ArrayBuffer> {
  const bytes = decode(variant.relaxed ? relaxed : simd);
  if (variant.shared) bytes[sharedFlag] = 3;
  return bytes;
}

function makeMemory({ shared }: Variant): WebAssembly.Memory {
  return new WebAssembly.Memory({ initial: 1, maximum: maximumPages, shared });
}

// the build makes the interface and the module of one source
const exportsOf = (instance: WebAssembly.Instance): Exports => instance.exports as WebAssembly.Exports & Exports;

/** An instance at once. */
export function instantiateSync(variant: Variant): Instance {
  const memory = makeMemory(variant);
  const module = new WebAssembly.Module(moduleBytes(variant));
  return { variant, module, memory, exports: exportsOf(new WebAssembly.Instance(module, { env: { memory } })) };
}

/** An instance, compiled beside the caller's thread. */
export async function instantiate(variant: Variant): Promise<Instance> {
  const memory = makeMemory(variant);
  const { module, instance } = await WebAssembly.instantiate(moduleBytes(variant), { env: { memory } });
  return { variant, module, memory, exports: exportsOf(instance) };
}
