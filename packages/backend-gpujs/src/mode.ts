/**
 * @file The modes of gpu.js and what they can hold.
 */

/** The modes of gpu.js that tensors can live on. */
export type GpuMode = 'webgpu' | 'webgl2' | 'headlessgl' | 'webasm' | 'cpu';

/** What a device can hold. */
export interface Limits {
  /** Elements of one tensor. */
  readonly elements: number;
  /** Arrays that one kernel reads. */
  readonly arrays: number;
}
