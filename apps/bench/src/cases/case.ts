/**
 * @file What a case is: the name of a computation, its shapes, and the work in it.
 */
export type Shape = readonly number[];

/** Functions of one tensor, element by element. */
export type UnaryName = 'relu' | 'exp' | 'log' | 'sqrt' | 'tanh' | 'sigmoid';
export type BinaryName = 'add' | 'mul' | 'div';
export type ReductionName = 'sum' | 'max' | 'argmax';

interface Convolution {
  readonly x: Shape;
  /** `[out, in, height, width]`. */
  readonly w: Shape;
  readonly pad: number;
  readonly y: Shape;
}

interface Normalization {
  readonly x: Shape;
  readonly eps: number;
}

export interface SgdCase {
  readonly name: 'sgd';
  readonly lr: number;
  readonly momentum: number;
}

export interface AdamCase {
  readonly name: 'adam' | 'adamw';
  readonly lr: number;
  readonly betas: readonly [number, number];
  readonly eps: number;
  readonly weightDecay: number;
}

export type OptimizerCase = SgdCase | AdamCase;

/** A parameter and how it starts: uniform within ±1/√init, or all zeros or ones. */
export interface ParameterCase {
  readonly name: string;
  readonly shape: Shape;
  readonly init: number | 'zero' | 'one';
}

interface Training {
  readonly x: Shape;
  /** null: a step ends with the gradients. */
  readonly optimizer: OptimizerCase | null;
  readonly params: readonly ParameterCase[];
}

interface Classification extends Training {
  readonly classes: number;
}

/** What belongs to the cases of each op. */
interface Details {
  readonly matmul: { readonly a: Shape; readonly b: Shape };
  readonly unary: { readonly fn: UnaryName; readonly a: Shape /** Added to the input. */; readonly offset: number };
  readonly binary: { readonly fn: BinaryName; readonly a: Shape; readonly b: Shape; readonly offset: number };
  readonly reduce: { readonly fn: ReductionName; readonly a: Shape; readonly dim: number };
  readonly softmax: { readonly a: Shape };
  readonly transpose: { readonly a: Shape };
  readonly cumsum: { readonly a: Shape };
  readonly sort: { readonly a: Shape };
  readonly cat: { readonly a: Shape; readonly b: Shape };
  /** Rows of `a`. */
  readonly indexSelect: { readonly a: Shape; readonly ids: Shape };
  readonly conv2d: Convolution;
  readonly conv2dGrad: Convolution;
  readonly maxpoolGrad: { readonly x: Shape; readonly y: Shape; readonly k: number };
  readonly batchnormGrad: Normalization;
  readonly layernormGrad: Normalization;
  readonly embeddingGrad: { readonly table: Shape; readonly ids: Shape };
  readonly lenet: Classification;
  readonly mlp: Classification;
  readonly cnn: Classification;
  /** `x` is `[step, batch, feature]`. */
  readonly lstm: Classification & { readonly hidden: number };
  /** `x` is `[batch, step, feature]`. */
  readonly transformer: Training & { readonly heads: number; readonly eps: number };
  /** `n` sums one after the other, then their gradient. */
  readonly tiny: { readonly a: Shape; readonly n: number };
}

export type Op = keyof Details;

/** A case of one op. */
export type CaseOf<K extends Op> = Details[K] & {
  readonly op: K;
  readonly name: string;
  /** What limits it on an ideal machine: the report shows GFLOP/s or GB/s. */
  readonly kind: 'compute' | 'memory' | 'overhead';
  /** Additions and multiplications. */
  readonly flops: number;
  /** Bytes that must move: every operand once. */
  readonly bytes: number;
};

export type Case = { [K in Op]: CaseOf<K> }[Op];

export const sizeOf = (shape: Shape): number => shape.reduce((size, n) => size * n, 1);
