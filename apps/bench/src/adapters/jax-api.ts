/**
 * @file What the adapter uses of jax-js 0.1. A function uses up the arrays that it gets: `x.ref` is one more use of `x`.
 */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Shape } from '../cases/case.js';

export interface JaxArray {
  readonly ref: JaxArray;
  dispose(): void;
  blockUntilReady(): Promise<JaxArray>;
  dataSync(): Float32Array | Int32Array;
  reshape(shape: Shape): JaxArray;
}

export type Operand = JaxArray | number;
type Unary = (x: JaxArray) => JaxArray;
type Binary = (x: Operand, y: Operand) => JaxArray;
type Reduction = (x: JaxArray, axis?: number | readonly number[], options?: { keepdims?: boolean }) => JaxArray;

interface Numpy {
  readonly exp: Unary;
  readonly log: Unary;
  readonly sqrt: Unary;
  readonly tanh: Unary;
  readonly square: Unary;
  readonly add: Binary;
  readonly subtract: Binary;
  readonly multiply: Binary;
  readonly divide: Binary;
  readonly matmul: Binary;
  readonly sum: Reduction;
  readonly max: Reduction;
  readonly mean: Reduction;
  argmax(x: JaxArray, axis: number): JaxArray;
  array(values: Float32Array | Int32Array): JaxArray;
  zeros(shape: Shape): JaxArray;
  transpose(x: JaxArray, order?: readonly number[]): JaxArray;
  cumsum(x: JaxArray, axis: number): JaxArray;
  sort(x: JaxArray, axis: number): JaxArray;
  concatenate(parts: readonly JaxArray[], axis: number): JaxArray;
  split(x: JaxArray, parts: number, axis: number): JaxArray[];
  unstack(x: JaxArray, axis: number): JaxArray[];
  take(x: JaxArray, indices: JaxArray, axis: number): JaxArray;
}

/** A function of arrays with one or several results. */
export type Many = (...xs: JaxArray[]) => JaxArray[];

/** The functions of the library. */
export interface Jax {
  readonly numpy: Numpy;
  readonly nn: {
    readonly relu: Unary;
    readonly sigmoid: Unary;
    softmax(x: JaxArray, axis: number): JaxArray;
    logSoftmax(x: JaxArray, axis: number): JaxArray;
    oneHot(x: JaxArray, classes: number): JaxArray;
  };
  readonly lax: {
    conv(x: JaxArray, w: JaxArray, strides: Shape, padding: readonly (readonly [number, number])[]): JaxArray;
    reduceWindow(x: JaxArray, reduce: Unary, window: Shape, strides: Shape): JaxArray;
  };
  jit(f: Many): Many;
  vjp(
    f: (...xs: JaxArray[]) => JaxArray,
    primals: readonly JaxArray[],
  ): [JaxArray, ((cotangent: JaxArray) => JaxArray[]) & { dispose(): void }];
  valueAndGrad(
    f: (params: JaxArray[], ...rest: JaxArray[]) => JaxArray,
  ): (params: readonly JaxArray[], ...rest: JaxArray[]) => [JaxArray, JaxArray[]];
  init(device: 'wasm'): Promise<readonly string[]>;
  defaultDevice(device: 'wasm'): string;
}

/** Loads the library, on its WebAssembly backend, from the folder of the peers. */
export async function loadJax(folder: string): Promise<Jax> {
  const { resolve } = createRequire(join(folder, 'package.json'));
  const jax: Jax = await import(pathToFileURL(resolve('@jax-js/jax')).href);
  await jax.init('wasm');
  jax.defaultDevice('wasm');
  return jax;
}
