/**
 * @file The modes of gpu.js and what they can hold.
 */

/** The modes of gpu.js that tensors can live on. */
export const gpuModes = ['webgpu', 'webgl2', 'headlessgl', 'webasm', 'cpu'] as const;

/** One of `gpuModes`. */
export type GpuMode = (typeof gpuModes)[number];

/** What a device can hold. */
export interface Limits {
  /** Elements of one tensor. */
  readonly elements: number;
  /** Arrays that one kernel reads. */
  readonly arrays: number;
}
