/**
 * @file What the adapter uses of js-pytorch 0.7, whose tensors are nested arrays of doubles.
 */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Shape } from '../cases/case.js';

export type Nested = number | Nested[];

export interface Tensor {
  readonly data: Nested[];
  /** The gradient's numbers. */
  readonly grad: Nested[];
  backward(): void;
  zero_grad(): void;
  add(other: Tensor): Tensor;
  mul(other: Tensor): Tensor;
  div(other: Tensor): Tensor;
  matmul(other: Tensor): Tensor;
  exp(): Tensor;
  log(): Tensor;
  sqrt(): Tensor;
  sum(dim?: number, keepdims?: boolean): Tensor;
  transpose(dim0: number, dim1: number): Tensor;
}

interface Layer {
  forward(x: Tensor, dim?: number): Tensor;
  parameters(): Tensor[];
}

export interface Linear extends Layer {
  /** `[in, out]`. */
  W: Tensor;
  b: Tensor;
}

interface LayerNorm extends Layer {
  gamma: Tensor;
  beta: Tensor;
}

interface Embedding extends Layer {
  E: Tensor;
}

/** The functions of the library. */
export interface JsPytorch {
  tensor(data: Nested, requiresGrad?: boolean): Tensor;
  readonly nn: {
    readonly Linear: new (inputs: number, outputs: number) => Linear;
    readonly LayerNorm: new (width: number) => LayerNorm;
    readonly Embedding: new (rows: number, width: number) => Embedding;
    readonly ReLU: new () => Layer;
    readonly Softmax: new () => Layer;
    readonly CrossEntropyLoss: new () => { forward(logits: Tensor, target: Tensor): Tensor };
  };
  readonly optim: {
    readonly Adam: new (
      params: Tensor[],
      lr: number,
      regularization: number,
      betas: readonly number[],
      eps: number,
    ) => { step(): void; zero_grad(): void };
  };
}

/** Numbers in rows, as the library wants them. */
export function nested(values: ArrayLike<number>, shape: Shape): Nested[] {
  return shape
    .slice(1)
    .reduceRight<Nested[]>(
      (rows, width) => Array.from({ length: rows.length / width }, (_, i) => rows.slice(i * width, (i + 1) * width)),
      Array.from(values),
    );
}

export function flat(values: readonly Nested[]): number[] {
  return values.flatMap((value) => (typeof value === 'number' ? [value] : flat(value)));
}

/** Loads the library from the folder of the peers. */
export async function loadJsPytorch(folder: string): Promise<JsPytorch> {
  const { resolve } = createRequire(join(folder, 'package.json'));
  const module: { readonly torch: JsPytorch } = await import(pathToFileURL(resolve('js-pytorch')).href);
  return module.torch;
}
