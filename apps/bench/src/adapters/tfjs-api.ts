/**
 * @file What the adapter uses of TensorFlow.js 4.22, and how it is loaded.
 */
import { createRequire } from 'node:module';
import { dirname, join, sep } from 'node:path';
import type { Shape } from '../cases/case.js';

export interface Tensor {
  dispose(): void;
  /** The numbers, as soon as they exist. */
  dataSync(): Float32Array | Int32Array;
}

export interface Variable extends Tensor {
  assign(value: Tensor): void;
}

interface Optimizer {
  applyGradients(gradients: Readonly<Record<string, Tensor>>): void;
}

type Binary = (a: Tensor, b: Tensor | number) => Tensor;
type Unary = (x: Tensor) => Tensor;

/** The functions of the library. */
export interface Tfjs {
  readonly add: Binary;
  readonly sub: Binary;
  readonly mul: Binary;
  readonly div: Binary;
  readonly relu: Unary;
  readonly exp: Unary;
  readonly log: Unary;
  readonly sqrt: Unary;
  readonly rsqrt: Unary;
  readonly tanh: Unary;
  readonly sigmoid: Unary;
  readonly square: Unary;
  tensor(values: Float32Array | Int32Array, shape: Shape, dtype?: 'float32' | 'int32'): Tensor;
  variable(value: Tensor, trainable?: boolean, name?: string): Variable;
  tidy<T extends Tensor | Tensor[] | void>(run: () => T): T;
  dispose(container: unknown): void;
  matMul(a: Tensor, b: Tensor, transposeA?: boolean, transposeB?: boolean): Tensor;
  sum(x: Tensor, axis?: number | readonly number[], keepDims?: boolean): Tensor;
  mean(x: Tensor, axis?: number | readonly number[], keepDims?: boolean): Tensor;
  max(x: Tensor, axis?: number): Tensor;
  argMax(x: Tensor, axis?: number): Tensor;
  softmax(x: Tensor, dim?: number): Tensor;
  transpose(x: Tensor, perm: readonly number[]): Tensor;
  reshape(x: Tensor, shape: Shape): Tensor;
  cumsum(x: Tensor, axis: number): Tensor;
  topk(x: Tensor, k: number, sorted: boolean): { readonly values: Tensor };
  reverse(x: Tensor, axis: number): Tensor;
  concat(parts: readonly Tensor[], axis: number): Tensor;
  split(x: Tensor, parts: number, axis: number): Tensor[];
  unstack(x: Tensor, axis: number): Tensor[];
  gather(x: Tensor, indices: Tensor, axis?: number): Tensor;
  oneHot(indices: Tensor, depth: number): Tensor;
  zeros(shape: Shape): Tensor;
  conv2d(x: Tensor, filter: Tensor, strides: number, pad: number | 'valid' | 'same'): Tensor;
  maxPool(x: Tensor, size: number, strides: number, pad: 'valid'): Tensor;
  grads(f: (...xs: Tensor[]) => Tensor): (args: readonly Tensor[], dy?: Tensor) => Tensor[];
  variableGrads(
    f: () => Tensor,
    variables: readonly Variable[],
  ): { readonly value: Tensor; readonly grads: Readonly<Record<string, Tensor>> };
  readonly losses: { softmaxCrossEntropy(labels: Tensor, logits: Tensor): Tensor };
  readonly train: {
    sgd(lr: number): Optimizer;
    momentum(lr: number, momentum: number): Optimizer;
    adam(lr: number, beta1: number, beta2: number, epsilon: number): Optimizer;
  };
  enableProdMode(): void;
  setBackend(name: string): Promise<boolean>;
}

interface WasmBackend {
  setWasmPaths(folder: string): void;
}

/** Loads the library with one of its backends from the folder of the peers. */
export async function loadTfjs(folder: string, backend: 'wasm' | 'cpu'): Promise<Tfjs> {
  const require = createRequire(join(folder, 'package.json'));
  const tf: Tfjs = require('@tensorflow/tfjs'); // brings the gradients and the backend cpu
  tf.enableProdMode();
  if (backend === 'wasm') {
    const name = '@tensorflow/tfjs-backend-wasm';
    const wasm: WasmBackend = require(name);
    wasm.setWasmPaths(`${dirname(require.resolve(name))}${sep}`);
  }
  if (!(await tf.setBackend(backend))) throw new Error(`the backend ${backend} does not start`);
  return tf;
}

/** Orders of dimensions: PyTorch's arrays in the library's layout, and back. */
export const orders = {
  image: { to: [0, 2, 3, 1], from: [0, 3, 1, 2] },
  filter: { to: [2, 3, 1, 0], from: [3, 2, 0, 1] },
  matrix: { to: [1, 0], from: [1, 0] },
} as const;
