/**
 * @file WebGPU, in a page and, through Dawn, in Node.
 */
import type {
  DeviceArray,
  GPU,
  KernelFunction,
  WebGPUBufferResult,
  WebGPUContextValue,
  WebGPUKernelInternals,
} from '#gpu.js';
import type { GpuJs } from '../load.js';
import { wgslHelpers } from '../helpers.js';
import { type Handle, identity, settings, SOFTWARE, source, type Target } from './target.js';

/** Bits of `GPUBufferUsage`. */
const [COPY_SRC, COPY_DST, UNIFORM, STORAGE] = [4, 8, 64, 128];
const COMPUTE_STAGE = 4;

/** gpu.js asks for 8 storage buffers at most, one of which is the output. */
const ARRAYS = 7;

/**
 * Replaces a kernel's build, which waits for the compiler's messages, by the same without waiting: launches are then synchronous,
 * and WebGPU's own queue keeps them in order. What the compiler has to say comes through the error scope.
 */
function buildAtOnce(
  kernel: WebGPUKernelInternals,
  context: WebGPUContextValue,
  failed: (message: string) => void,
): void {
  const { device } = context;
  kernel.context = context;
  kernel._device = device;
  kernel._buildAsync = () => {
    device.pushErrorScope('validation');
    const reads = kernel.paramsLayout.arrayArgs.map(() => 'read-only-storage');
    const types = ['uniform', ...reads, 'storage'];
    const entries = types.map((type, binding) => ({ binding, visibility: COMPUTE_STAGE, buffer: { type } }));
    kernel.bindGroupLayout = device.createBindGroupLayout({ entries });
    kernel.computePipeline = device.createComputePipeline({
      layout: device.createPipelineLayout({ bindGroupLayouts: [kernel.bindGroupLayout] }),
      compute: { module: device.createShaderModule({ code: kernel.compiledSource }), entryPoint: 'main' },
    });
    void device.popErrorScope().then((error) => error && failed(error.message));
    const { byteLength } = kernel.paramsLayout;
    kernel.paramsBuffer = device.createBuffer({ size: byteLength, usage: UNIFORM | COPY_DST });
    kernel.paramsMirror = new ArrayBuffer(byteLength);
    kernel.paramsU32 = new Uint32Array(kernel.paramsMirror);
    kernel.paramsI32 = new Int32Array(kernel.paramsMirror);
    kernel.paramsF32 = new Float32Array(kernel.paramsMirror);
    kernel.constantBuffers = [];
    kernel._ensureOutputBuffer();
    kernel.bindGroupDirty = true;
    kernel.built = true;
    return Promise.resolve();
  };
}

class WebGpuTarget implements Target {
  readonly mode = 'webgpu';
  readonly outside = true;
  readonly quads = true;
  readonly adapter: string;
  readonly hardware: boolean;
  readonly limits: { readonly elements: number; readonly arrays: number };
  readonly #gpu: GPU;
  readonly #Result: typeof WebGPUBufferResult;
  readonly #context: WebGPUContextValue;
  /** Reads handles that no kernel made. */
  readonly #reader: KernelFunction;
  #lost: string | undefined;
  /** What a compiler refused; nothing after it can be trusted. */
  #broken: string | undefined;

  constructor(gpujs: GpuJs, context: WebGPUContextValue, adapter: { name: string; hardware: boolean }) {
    this.#gpu = new gpujs.GPU({ mode: 'webgpu' });
    this.#Result = gpujs.WebGPUBufferResult;
    this.#context = context;
    this.adapter = adapter.name;
    this.hardware = adapter.hardware;
    const { maxStorageBufferBindingSize, maxBufferSize } = context.device.limits;
    const bytes = Math.min(maxStorageBufferBindingSize, maxBufferSize);
    this.limits = { elements: Math.min(Math.floor(bytes / 4), 2 ** 31 - 1), arrays: ARRAYS };
    void this.#watch();
    this.#reader = this.#kernel(identity);
  }

  async #watch(): Promise<void> {
    const { reason, message } = await this.#context.device.lost;
    this.#lost = message || reason;
  }

  #kernel(program: Parameters<Target['compile']>[0]): KernelFunction {
    const functions = wgslHelpers(program.body);
    const kernel = this.#gpu.createKernel(source(program), { ...settings(program, 'Array'), functions });
    buildAtOnce(kernel.kernel, this.#context, (message) => {
      this.#broken ??= `${program.name}: ${message}`;
    });
    return kernel;
  }

  readonly compile: Target['compile'] = (program) => {
    const kernel = this.#kernel(program);
    return (size, arrays, numbers) => {
      kernel.setOutput([size / (program.width ?? 1)]);
      const running = kernel(...arrays, ...numbers);
      const result = this.#wrap(kernel.kernel.outputBuffer, size);
      // gpu.js's own handle of the same buffer
      if (running instanceof Promise) void running.then((own) => own.delete());
      return result;
    };
  };

  #wrap(buffer: WebGPUBufferResult['buffer'], size: number): WebGPUBufferResult {
    const { kernel } = this.#reader;
    return new this.#Result({ buffer, output: [size], componentCount: 1, context: this.#context, kernel });
  }

  upload(values: Float32Array): Handle {
    const { device } = this.#context;
    const usage = STORAGE | COPY_SRC | COPY_DST;
    const buffer = device.createBuffer({ size: values.byteLength, usage, mappedAtCreation: true });
    new Float32Array(buffer.getMappedRange()).set(values);
    buffer.unmap();
    return this.#wrap(buffer, values.length);
  }

  async download(handle: Handle): Promise<Float32Array> {
    const elements = await deviceArray(handle).toArray();
    if (this.#broken !== undefined) throw new Error(`a kernel was refused: ${this.#broken}`);
    return elements;
  }

  free(handle: Handle): void {
    deviceArray(handle).delete();
  }

  async sync(): Promise<void> {
    await this.#context.device.queue.onSubmittedWorkDone();
  }

  lost(): string | undefined {
    return this.#lost;
  }
}

function deviceArray(handle: Handle): DeviceArray {
  if (handle instanceof Float32Array) throw new TypeError('internal: an array of another device');
  return handle;
}

/** The target over the adapter that the platform prefers; undefined where there is none. */
export async function webgpuTarget(gpujs: GpuJs): Promise<Target | undefined> {
  if (!gpujs.WebGPUContext.isSupported) return undefined;
  const context = await gpujs.WebGPUContext.acquire().catch(() => undefined);
  if (!context) return undefined;
  const { vendor = '', architecture = '', device = '', description = '', isFallbackAdapter } = context.adapter.info;
  const name = [...new Set([vendor, architecture, device, description])].filter(Boolean).join(' ');
  return new WebGpuTarget(gpujs, context, { name, hardware: !isFallbackAdapter && !SOFTWARE.test(name) });
}
