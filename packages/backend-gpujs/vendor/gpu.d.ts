/**
 * @file The part of gpu.js 2.24.1 that this package uses, as `#gpu.js`. Members marked private are not documented by gpu.js: its
 * version is pinned because of them.
 */

/** An array on the device. */
export interface DeviceArray {
  /** A copy on the host, at once with WebGL and as a promise with WebGPU. */
  toArray(): Float32Array | Promise<Float32Array>;
  /** Gives the memory back; the handle is dead afterwards. */
  delete(): void;
}

/** The adapter and the device of WebGPU that all instances of gpu.js share. */
export interface WebGPUContextValue {
  readonly adapter: GPUAdapterLike;
  readonly device: GPUDeviceLike;
  readonly isLost: boolean;
}

export interface GPUAdapterLike {
  readonly info: {
    readonly vendor?: string;
    readonly architecture?: string;
    readonly device?: string;
    readonly description?: string;
    readonly isFallbackAdapter?: boolean;
  };
  readonly limits: { readonly maxStorageBufferBindingSize: number; readonly maxBufferSize: number };
}

export interface GPUBufferLike {
  getMappedRange(): ArrayBuffer;
  unmap(): void;
  destroy(): void;
}

export interface GPUDeviceLike {
  readonly limits: { readonly maxStorageBufferBindingSize: number; readonly maxBufferSize: number };
  readonly lost: Promise<{ readonly reason: string; readonly message: string }>;
  readonly queue: { onSubmittedWorkDone(): Promise<undefined> };
  createBuffer(descriptor: { size: number; usage: number; mappedAtCreation?: boolean }): GPUBufferLike;
  createShaderModule(descriptor: { code: string }): object;
  createBindGroupLayout(descriptor: { entries: readonly object[] }): object;
  createPipelineLayout(descriptor: { bindGroupLayouts: readonly object[] }): object;
  createComputePipeline(descriptor: { layout: object; compute: { module: object; entryPoint: string } }): object;
  pushErrorScope(filter: 'validation' | 'out-of-memory'): void;
  popErrorScope(): Promise<{ readonly message: string } | null>;
}

/** What a compiled kernel is made of. */
export interface KernelInternals {
  /** The mode that the kernel runs in: gpu.js may have fallen back to another. */
  readonly constructor: { readonly mode: string };
  /** WebGL: the context, shared by all kernels of an instance. */
  readonly context: WebGL2RenderingContext;
  /** WebAssembly: compiled shapes that are kept. */
  moduleCacheLimit: number;
}

/** Private: the state of a WebGPU kernel that its asynchronous build fills. */
export interface WebGPUKernelInternals {
  context: WebGPUContextValue;
  _device: GPUDeviceLike;
  readonly compiledSource: string;
  readonly paramsLayout: { readonly arrayArgs: readonly object[]; readonly byteLength: number };
  bindGroupLayout: object;
  computePipeline: object;
  paramsBuffer: GPUBufferLike;
  paramsMirror: ArrayBuffer;
  paramsU32: Uint32Array;
  paramsI32: Int32Array;
  paramsF32: Float32Array;
  constantBuffers: readonly object[];
  bindGroupDirty: boolean;
  built: boolean;
  readonly outputBuffer: GPUBufferLike;
  _ensureOutputBuffer(): void;
  _buildAsync(): Promise<void>;
}

export type KernelArgument = DeviceArray | Float32Array | number;
export type KernelResult = DeviceArray | Float32Array | Promise<DeviceArray>;

/** A kernel: a function of arrays and numbers. */
export interface KernelFunction {
  (...args: KernelArgument[]): KernelResult;
  setOutput(size: readonly number[]): this;
  readonly kernel: KernelInternals & WebGPUKernelInternals;
}

export interface HelperFunction {
  readonly source: string;
  readonly settings: { readonly argumentTypes: Readonly<Record<string, string>>; readonly returnType: string };
}

export interface NativeFunction {
  readonly name: string;
  readonly source: string;
  readonly returnType: string;
}

export interface KernelSettings {
  readonly argumentTypes: Readonly<Record<string, string>>;
  readonly output: readonly number[];
  readonly pipeline: boolean;
  readonly immutable: boolean;
  readonly dynamicOutput: boolean;
  readonly dynamicArguments: boolean;
  readonly precision: 'single';
  readonly tactic: 'precision';
  readonly loopMaxIterations: number;
  readonly fixIntegerDivisionAccuracy: boolean;
  readonly functions?: readonly HelperFunction[];
  readonly nativeFunctions?: readonly NativeFunction[];
}

export declare class GPU {
  constructor(settings: { readonly mode: string });
  static readonly isHeadlessGLSupported: boolean;
  static readonly isWebGL2Supported: boolean;
  createKernel(source: string, settings: KernelSettings): KernelFunction;
  destroy(): Promise<void>;
}

/** The device that all instances share. */
export declare const WebGPUContext: {
  readonly isSupported: boolean;
  acquire(): Promise<WebGPUContextValue>;
  destroy(): Promise<void>;
};

export declare class WebGPUBufferResult implements DeviceArray {
  constructor(settings: {
    readonly buffer: GPUBufferLike;
    readonly output: readonly number[];
    readonly componentCount: number;
    readonly context: WebGPUContextValue;
    readonly kernel: KernelInternals;
  });
  readonly buffer: GPUBufferLike;
  toArray(): Promise<Float32Array>;
  delete(): void;
}
