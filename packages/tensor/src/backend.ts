/**
 * @file What a device has to offer: four storage methods, a dozen required kernels, and any number of fused ones.
 *
 * Kernels trust their operands: shapes, dtypes and devices were checked by the op, broadcasting is done by zero strides,
 * inputs may have any layout. Outputs are fresh and contiguous except where a kernel says otherwise.
 */
import type { DType } from './dtype.js';
import type { ArgReduceKind, BinaryKind, CompareKind, ReduceKind, ScanKind, UnaryKind } from './kinds.js';
import type { Layout } from './layout.js';

/** Opaque memory of one storage: a backend returns its own class from `alloc` and gets it back in operands. */
export interface Buffer {
  readonly byteLength: number;
  /**
   * Gives back memory that the garbage collector does not manage (a heap block, a GPU buffer). Called when a storage was
   * collected without `dispose()`; it must not refer to the buffer itself, or the storage could never be collected.
   */
  readonly reclaim?: () => void;
}

/** A tensor as kernels see it. Layouts count in elements of `dtype`. */
export interface Operand<B extends Buffer = Buffer> {
  readonly buffer: B;
  readonly layout: Layout;
  readonly dtype: DType;
}

interface OperandTuples<B extends Buffer> {
  0: readonly [];
  1: readonly [Operand<B>];
  2: readonly [Operand<B>, Operand<B>];
  3: readonly [Operand<B>, Operand<B>, Operand<B>];
}

/** N operands. */
export type Operands<B extends Buffer, N extends 0 | 1 | 2 | 3> = OperandTuples<B>[N];

/** Attributes of a convolution over two spatial dimensions. */
export interface Conv2dAttrs {
  readonly stride: readonly [number, number];
  readonly padding: readonly [number, number];
  readonly dilation: readonly [number, number];
  readonly groups: number;
}

/** Attributes of a pooling window over two spatial dimensions. */
export interface Pool2dAttrs {
  readonly kernelSize: readonly [number, number];
  readonly stride: readonly [number, number];
  readonly padding: readonly [number, number];
  readonly dilation: readonly [number, number];
}

/** Attributes of average pooling: what a window's sum is divided by. */
export interface AvgPool2dAttrs {
  readonly kernelSize: readonly [number, number];
  readonly stride: readonly [number, number];
  readonly padding: readonly [number, number];
  readonly countIncludePad: boolean;
  /** Divisor instead of the window's size. */
  readonly divisorOverride: number | undefined;
}

/** One SGD step of PyTorch's rule (see @x/optim). */
export interface SgdStepAttrs {
  readonly lr: number;
  readonly momentum: number;
  readonly dampening: number;
  readonly weightDecay: number;
  readonly nesterov: boolean;
  readonly maximize: boolean;
  /** The momentum buffers hold nothing yet: they start as the gradients. */
  readonly first: boolean;
}

/** One Adam or AdamW step of PyTorch's rule (see @x/optim). */
export interface AdamStepAttrs {
  readonly lr: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly eps: number;
  readonly weightDecay: number;
  /** Weight decay acts on the parameter (AdamW), not on the gradient (Adam). */
  readonly decoupled: boolean;
  /** Divide by the largest mean square so far. */
  readonly amsgrad: boolean;
  readonly maximize: boolean;
  /** Number of this step, from 1. */
  readonly step: number;
}

/** One RMSprop step of PyTorch's rule (see @x/optim). */
export interface RmspropStepAttrs {
  readonly lr: number;
  readonly alpha: number;
  readonly eps: number;
  readonly weightDecay: number;
  readonly momentum: number;
  /** Divide by the standard deviation instead of the root mean square. */
  readonly centered: boolean;
  readonly maximize: boolean;
}

/** What follows when mean and variance are 0 and 1. The parameters come after the other inputs, the weight first. */
export interface NormAttrs {
  /** Added to the variance. */
  readonly eps: number;
  readonly hasWeight: boolean;
  readonly hasBias: boolean;
}

/** Gradients of a normalisation. The weight, if there is one, is the last input. */
export interface NormBackwardAttrs {
  readonly eps: number;
  /** The gradients that are wanted; these are the outputs, in this order. At least one is. */
  readonly needs: readonly [input: boolean, weight: boolean, bias: boolean];
}

/** How queries see keys. */
export interface AttentionKernelAttrs {
  /** Factor of the scores. */
  readonly scale: number;
  /** Query i sees the keys up to i. */
  readonly isCausal: boolean;
}

/** The kernels that every backend has. */
export interface RequiredKernels<B extends Buffer = Buffer> {
  /** Writes `value` into every element of `out`, which may have any layout. */
  fill(inputs: Operands<B, 0>, outputs: Operands<B, 1>, attrs: { readonly value: number }): void;
  /** Copies x to `out` (same shape and dtype), which may have any layout. */
  copy(inputs: Operands<B, 1>, outputs: Operands<B, 1>, attrs: Record<never, never>): void;
  /** Converts x to out's dtype as C does: to integers towards zero and modulo the range, to bool `x != 0`. `out` may have any layout. */
  cast(inputs: Operands<B, 1>, outputs: Operands<B, 1>, attrs: Record<never, never>): void;
  /** Elementwise function of one operand; x and out share the dtype. */
  unary(inputs: Operands<B, 1>, outputs: Operands<B, 1>, attrs: { readonly kind: UnaryKind }): void;
  /** Elementwise function of two operands of the same shape and dtype. Integers wrap; dividing one by zero throws ValueError. */
  binary(inputs: Operands<B, 2>, outputs: Operands<B, 1>, attrs: { readonly kind: BinaryKind }): void;
  /** Comparison of two operands of the same shape and dtype; out is bool. */
  compare(inputs: Operands<B, 2>, outputs: Operands<B, 1>, attrs: { readonly kind: CompareKind }): void;
  /** `condition ? a : b`, condition bool. */
  where(inputs: Operands<B, 3>, outputs: Operands<B, 1>, attrs: Record<never, never>): void;
  /** Reduces `axes` (ascending); out has x's rank with size 1 at `axes`. An empty max or min never comes here. */
  reduce(
    inputs: Operands<B, 1>,
    outputs: Operands<B, 1>,
    attrs: { readonly kind: ReduceKind; readonly axes: readonly number[] },
  ): void;
  /** Index along `axis` of the extreme element; out is int32 with x's rank and size 1 at `axis`. */
  argReduce(
    inputs: Operands<B, 1>,
    outputs: Operands<B, 1>,
    attrs: { readonly kind: ArgReduceKind; readonly axis: number },
  ): void;
  /** `a [...batch, m, k] × b [...batch, k, n] → out [...batch, m, n]`; equal batch dimensions (repeated by zero strides), equal dtypes. */
  matmul(inputs: Operands<B, 2>, outputs: Operands<B, 1>, attrs: Record<never, never>): void;
  /**
   * `out[i…, j, k…] = x[i…, index[i…, j, k…], k…]` with the indexed dimension at `axis`; index is int32, has out's shape and
   * was checked by nobody: an index outside of [0, size) throws IndexError.
   */
  gather(inputs: Operands<B, 2>, outputs: Operands<B, 1>, attrs: { readonly axis: number }): void;
  /** `out[…, index[…], …] += src[…]`: the gradient of gather, into `out` as it stands (any layout). Inputs: index, src; indices are checked as in gather. */
  scatterAdd(inputs: Operands<B, 2>, outputs: Operands<B, 1>, attrs: { readonly axis: number }): void;
  /** `out[…, index[…], …] = src[…]`, into `out` as it stands (any layout); where an index appears twice, the last one wins. Inputs: index, src. */
  scatter(inputs: Operands<B, 2>, outputs: Operands<B, 1>, attrs: { readonly axis: number }): void;
}

/**
 * The kernels that a backend may have because they are faster than the op's decomposition into the required ones.
 * Packages add their own by declaration merging (`declare module '@x/tensor' { interface FusedKernels<B> { … } }`).
 */
export interface FusedKernels<B extends Buffer = Buffer> {
  /** Softmax along `axis`. */
  softmax(inputs: Operands<B, 1>, outputs: Operands<B, 1>, attrs: { readonly axis: number }): void;
  /** Logarithm of the softmax along `axis`. */
  logSoftmax(inputs: Operands<B, 1>, outputs: Operands<B, 1>, attrs: { readonly axis: number }): void;
  /** Inputs: gradient of the output, output. */
  softmaxBackward(inputs: Operands<B, 2>, outputs: Operands<B, 1>, attrs: { readonly axis: number }): void;
  /** Inputs: gradient of the output, output. */
  logSoftmaxBackward(inputs: Operands<B, 2>, outputs: Operands<B, 1>, attrs: { readonly axis: number }): void;
  /** `bias + a × b`: bias [n] or [m, n] (by strides), a [m, k], b [k, n] → out [m, n]. */
  addmm(inputs: Operands<B, 3>, outputs: Operands<B, 1>, attrs: Record<never, never>): void;
  /** x [N, C, H, W], weight [K, C / groups, kh, kw], bias [K] or absent → out [N, K, H', W']. */
  conv2d(inputs: Operands<B, 2> | Operands<B, 3>, outputs: Operands<B, 1>, attrs: Conv2dAttrs): void;
  /** Gradient of conv2d for its input. Inputs: gradient of the output, weight; out has the input's shape. */
  conv2dInputGrad(inputs: Operands<B, 2>, outputs: Operands<B, 1>, attrs: Conv2dAttrs): void;
  /** Gradient of conv2d for its weight. Inputs: gradient of the output, input; out has the weight's shape. */
  conv2dWeightGrad(inputs: Operands<B, 2>, outputs: Operands<B, 1>, attrs: Conv2dAttrs): void;
  /** x [N, C, H, W] → largest values [N, C, H', W'] and their int32 positions in the H·W plane; NaN wins (the last one, as in PyTorch), then the first of the largest. */
  maxPool2d(inputs: Operands<B, 1>, outputs: Operands<B, 2>, attrs: Pool2dAttrs): void;
  /** Inputs: gradient of the values, positions; out [N, C, H, W]. */
  maxPool2dBackward(inputs: Operands<B, 2>, outputs: Operands<B, 1>, attrs: Record<never, never>): void;
  /** x [N, C, H, W] → [N, C, H', W']. */
  avgPool2d(inputs: Operands<B, 1>, outputs: Operands<B, 1>, attrs: AvgPool2dAttrs): void;
  /** Input: gradient of the output; out [N, C, H, W]. */
  avgPool2dBackward(inputs: Operands<B, 1>, outputs: Operands<B, 1>, attrs: AvgPool2dAttrs): void;
  /** Rows of x [M, n] with mean 0 and variance 1, times weight [n], plus bias [n]. Outputs: that, the rows' means and biased variances [M]. */
  layerNorm(inputs: readonly Operand<B>[], outputs: Operands<B, 3>, attrs: NormAttrs): void;
  /** Inputs: gradient of the first output, x, means, variances, weight. */
  layerNormBackward(inputs: readonly Operand<B>[], outputs: readonly Operand<B>[], attrs: NormBackwardAttrs): void;
  /** As `layerNorm`, for the channels of x [N, C, S]: weight, bias, means and variances [C]. */
  batchNorm(inputs: readonly Operand<B>[], outputs: Operands<B, 3>, attrs: NormAttrs): void;
  /** As `layerNormBackward`. */
  batchNormBackward(inputs: readonly Operand<B>[], outputs: readonly Operand<B>[], attrs: NormBackwardAttrs): void;
  /** With given statistics. Inputs: x [N, C, S], means and variances [C], weight and bias [C]. */
  batchNormInference(inputs: readonly Operand<B>[], outputs: Operands<B, 1>, attrs: NormAttrs): void;
  /** As `layerNorm`, for groups of as many channels of x [N, C, S] each: weight and bias [C], means and variances [N · groups]. */
  groupNorm(
    inputs: readonly Operand<B>[],
    outputs: Operands<B, 3>,
    attrs: NormAttrs & { readonly groups: number },
  ): void;
  /** As `layerNormBackward`. */
  groupNormBackward(
    inputs: readonly Operand<B>[],
    outputs: readonly Operand<B>[],
    attrs: NormBackwardAttrs & { readonly groups: number },
  ): void;
  /**
   * One step of an LSTM with N rows of H hidden values. Inputs: the gates' parts from input and hidden state [N, 4 H] (input,
   * forget, candidate, output), the memory before [N, H]. Outputs: hidden state and memory [N, H], the gates' values [N, 4 H].
   */
  lstmCell(inputs: Operands<B, 3>, outputs: Operands<B, 3>, attrs: Record<never, never>): void;
  /**
   * Inputs: the gradient of the hidden state as two terms, of the memory, then the gates' values, the memory, the memory before.
   * Outputs: gradients of the gates [N, 4 H], of the memory before.
   */
  lstmCellBackward(inputs: readonly Operand<B>[], outputs: Operands<B, 2>, attrs: Record<never, never>): void;
  /**
   * One step of a GRU. Inputs: the gates' parts from input and hidden state [N, 3 H] (reset, update, candidate), the hidden state
   * before [N, H]. Outputs: hidden state [N, H]; reset, update, candidate and the hidden state's part of that [N, 4 H].
   */
  gruCell(inputs: Operands<B, 3>, outputs: Operands<B, 2>, attrs: Record<never, never>): void;
  /**
   * Inputs: the gradient of the hidden state as two terms, what `gruCell` kept [N, 4 H], the hidden state before. Outputs: gradients
   * of the gates' parts from input and hidden state [N, 3 H], and of the hidden state before, apart from the gates.
   */
  gruCellBackward(inputs: readonly Operand<B>[], outputs: Operands<B, 3>, attrs: Record<never, never>): void;
  /** `softmax(scale · q kᵀ) · v`: q [B, L, E], k [B, S, E], v [B, S, V] → [B, L, V], none of them empty. */
  attention(inputs: Operands<B, 3>, outputs: Operands<B, 1>, attrs: AttentionKernelAttrs): void;
  /** Inputs: gradient of the output, q, k, v. Outputs: gradients of q, k and v. */
  attentionBackward(inputs: readonly Operand<B>[], outputs: Operands<B, 3>, attrs: AttentionKernelAttrs): void;
  /** Running reduction along `axis`. */
  scan(
    inputs: Operands<B, 1>,
    outputs: Operands<B, 1>,
    attrs: { readonly kind: ScanKind; readonly axis: number },
  ): void;
  /** Stable sort along `axis`: values and int32 positions; NaN is the largest. */
  sort(
    inputs: Operands<B, 1>,
    outputs: Operands<B, 2>,
    attrs: { readonly axis: number; readonly descending: boolean },
  ): void;
  /**
   * One step of an optimizer for n parameters of any shapes, in place. Inputs: n gradients. Outputs: n parameters, then n
   * tensors of every state in turn; here, with a momentum other than 0, the momentum buffers. A parameter, its gradient and
   * its states have one shape and one floating point dtype; each may have any layout.
   */
  sgdStep(inputs: readonly Operand<B>[], outputs: readonly Operand<B>[], attrs: SgdStepAttrs): void;
  /** As `sgdStep`. States: mean, mean square and, with AMSGrad, the largest mean square. */
  adamStep(inputs: readonly Operand<B>[], outputs: readonly Operand<B>[], attrs: AdamStepAttrs): void;
  /** As `sgdStep`. States: mean square; with a momentum above 0, the momentum buffer; when centered, the mean. */
  rmspropStep(inputs: readonly Operand<B>[], outputs: readonly Operand<B>[], attrs: RmspropStepAttrs): void;
}

/** All kernels of a backend. */
export type Kernels<B extends Buffer = Buffer> = RequiredKernels<B> & Partial<FusedKernels<B>>;

/**
 * A device: `registerBackend(backend)` makes it available under its name.
 *
 * @example registerBackend(await cpu())
 */
export interface Backend<B extends Buffer = Buffer> {
  /** Device name, such as `cpu`. */
  readonly name: string;
  readonly kernels: Kernels<B>;
  /** Whether tensors of this dtype can live here. */
  supports(dtype: DType): boolean;
  /** Memory for one storage; its contents are undefined. Throws DeviceError with numbers where there is none left. */
  alloc(byteLength: number): B;
  /** Gives the memory back at once. */
  free(buffer: B): void;
  /** Copies host bytes to the start of the buffer. */
  write(buffer: B, bytes: Uint8Array): void;
  /** A host copy of `byteLength` bytes from `byteOffset` on, after all kernels that were called before; its memory is the caller's own. */
  read(buffer: B, byteOffset: number, byteLength: number): Promise<Uint8Array>;
  /** The same at once, on devices that can. */
  readSync?(buffer: B, byteOffset: number, byteLength: number): Uint8Array;
}
