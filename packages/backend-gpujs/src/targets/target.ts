/**
 * @file What the device needs of one of gpu.js's modes.
 */
import type { DeviceArray, KernelSettings } from '#gpu.js';
import type { GpuMode, Limits } from '../mode.js';
import { parameters, type Program } from '../program.js';

/** A flat array where kernels can read it. */
export type Handle = DeviceArray | Float32Array;

/** A compiled program: makes `size` elements of arrays and numbers. */
export type Launch = (size: number, arrays: readonly Handle[], numbers: readonly number[]) => Handle;

/** One of gpu.js's modes: it runs kernels in the order of the calls, which do not wait. */
export interface Target {
  readonly mode: GpuMode;
  /** Name of the adapter or what stands in for one. */
  readonly adapter: string;
  /** Whether a graphics card computes. */
  readonly hardware: boolean;
  readonly limits: Limits;
  /** Whether arrays lie outside of what the garbage collector manages. */
  readonly outside: boolean;
  /** Whether a thread may return four elements. */
  readonly quads: boolean;
  compile(program: Program): Launch;
  /** Copies an array to the device. */
  upload(values: Float32Array): Handle;
  /** Copies `size` elements to the host, after all kernels that were launched before. */
  download(handle: Handle, size: number): Promise<Float32Array>;
  /** The same at once, where the target can. */
  downloadSync?(handle: Handle, size: number): Float32Array;
  free(handle: Handle): void;
  /** Waits until all kernels are done. */
  sync(): Promise<void>;
  /** Why nothing runs any more, if that is so. */
  lost(): string | undefined;
}

/** Source text for gpu.js. */
export function source(program: Program): string {
  const body = program.body.replaceAll(/\bT\b/g, 'this.thread.x');
  return `function (${parameters(program).join(', ')}) { ${body} }`;
}

/** Settings without which gpu.js cuts loops off, keeps old sizes or overwrites results. */
export function settings(program: Program, arrayType: string): KernelSettings {
  const types = parameters(program).map((name): [string, string] => {
    if (program.arrays.includes(name)) return [name, arrayType];
    return [name, program.ints.includes(name) ? 'Integer' : 'Float'];
  });
  return {
    argumentTypes: Object.fromEntries(types),
    output: [1],
    pipeline: true,
    immutable: true,
    dynamicOutput: true,
    dynamicArguments: true,
    precision: 'single',
    tactic: 'precision',
    loopMaxIterations: 0x7ffffff0,
    fixIntegerDivisionAccuracy: false,
  };
}

/** Identity: also the way in for targets without another one. */
export const identity: Program = {
  name: 'identity',
  arrays: ['a'],
  ints: [],
  floats: [],
  body: 'return a[T];',
  large: true,
};

/** Names of adapters that are the processor in disguise. */
export const SOFTWARE: RegExp = /swiftshader|llvmpipe|lavapipe|softpipe|software|basic render/i;
