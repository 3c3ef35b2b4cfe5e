/**
 * @file WebGL 2 in a page, and headless WebGL in Node where the package `gl` is installed.
 */
import type { DeviceArray, GPU, KernelFunction } from '#gpu.js';
import { glslHelpers } from '../helpers.js';
import type { Program } from '../program.js';
import { type Handle, identity, settings, SOFTWARE, source, type Target } from './target.js';

/** Texture units that every implementation has, less one. */
const ARRAYS = 15;

/** Elements above which positions in a texture are not exact everywhere. */
const ELEMENTS = 2 ** 24;

function deviceArray(handle: unknown): DeviceArray {
  if (typeof handle === 'object' && handle !== null && 'toArray' in handle && 'delete' in handle) {
    return handle as DeviceArray;
  }
  throw new TypeError('internal: no texture');
}

class WebGlTarget implements Target {
  readonly mode: 'webgl2' | 'headlessgl';
  readonly outside = true;
  readonly quads = false;
  readonly adapter: string;
  readonly hardware: boolean;
  readonly limits: { readonly elements: number; readonly arrays: number };
  readonly #gpu: GPU;
  readonly #upload: KernelFunction;
  readonly #gl: WebGL2RenderingContext;

  constructor(gpu: GPU, mode: 'webgl2' | 'headlessgl') {
    this.mode = mode;
    this.#gpu = gpu;
    this.#upload = gpu.createKernel(source(identity), settings(identity, 'Array'));
    this.free(this.upload(Float32Array.of(0)));
    this.#gl = this.#upload.kernel.context;
    this.adapter = rendererOf(this.#gl);
    this.hardware = !SOFTWARE.test(this.adapter);
    const side = Number(this.#gl.getParameter(this.#gl.MAX_TEXTURE_SIZE));
    this.limits = { elements: Math.min(side * side, ELEMENTS), arrays: ARRAYS };
  }

  compile(program: Program): (size: number, arrays: readonly Handle[], numbers: readonly number[]) => Handle {
    const nativeFunctions = glslHelpers(program.body);
    const kernel = this.#gpu.createKernel(source(program), {
      ...settings(program, 'ArrayTexture(1)'),
      nativeFunctions,
    });
    return (size, arrays, numbers) => {
      kernel.setOutput([size]);
      return deviceArray(kernel(...arrays, ...numbers));
    };
  }

  upload(values: Float32Array): Handle {
    this.#upload.setOutput([values.length]);
    return deviceArray(this.#upload(values));
  }

  download(handle: Handle): Promise<Float32Array> {
    return Promise.resolve(this.downloadSync(handle));
  }

  downloadSync(handle: Handle): Float32Array {
    const elements = deviceArray(handle).toArray();
    if (elements instanceof Float32Array) return elements;
    throw new TypeError('internal: WebGL gave a promise');
  }

  free(handle: Handle): void {
    deviceArray(handle).delete();
  }

  sync(): Promise<void> {
    this.#gl.finish();
    return Promise.resolve();
  }

  lost(): string | undefined {
    return this.#gl.isContextLost() ? 'the WebGL context is gone' : undefined;
  }
}

function rendererOf(gl: WebGL2RenderingContext): string {
  const info = gl.getExtension('WEBGL_debug_renderer_info');
  return String(gl.getParameter(info ? info.UNMASKED_RENDERER_WEBGL : gl.RENDERER));
}

/** The target over an instance of gpu.js in this mode. */
export const webglTarget = (gpu: GPU, mode: 'webgl2' | 'headlessgl'): Target => new WebGlTarget(gpu, mode);
