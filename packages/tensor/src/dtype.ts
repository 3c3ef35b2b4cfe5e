/**
 * @file Element types and PyTorch's promotion rules over them.
 *
 * `int32` takes the place of PyTorch's int64: integer data and indices default to it.
 */

/** Element type of a tensor. */
export type DType = 'float32' | 'float64' | 'int32' | 'uint8' | 'bool';

/** The typed array that holds elements of each dtype on the host; a bool is a byte that is 0 or 1. */
export interface TypedArrays {
  float32: Float32Array;
  float64: Float64Array;
  int32: Int32Array;
  uint8: Uint8Array;
  bool: Uint8Array;
}

/** A typed array of any dtype. */
export type TypedArray = TypedArrays[DType];

/** All dtypes, in the order in which they promote: the result of mixing two is the later one. */
export const dtypes: readonly DType[] = ['bool', 'uint8', 'int32', 'float32', 'float64'];

const rank: Readonly<Record<DType, number>> = { bool: 0, uint8: 1, int32: 2, float32: 3, float64: 4 };

/** Bytes of one element. */
export const itemSize: Readonly<Record<DType, number>> = { bool: 1, uint8: 1, int32: 4, float32: 4, float64: 8 };

const constructors: {
  readonly [D in DType]: {
    new (length: number): TypedArrays[D];
    new (buffer: ArrayBufferLike, byteOffset?: number, length?: number): TypedArrays[D];
  };
} = {
  float32: Float32Array,
  float64: Float64Array,
  int32: Int32Array,
  uint8: Uint8Array,
  bool: Uint8Array,
};

/** A zeroed host array of `length` elements. */
export function hostArray<D extends DType>(dtype: D, length: number): TypedArrays[D] {
  return new constructors[dtype](length);
}

/** The elements of `dtype` that `bytes` hold; a view without a copy, so `bytes` must start at a multiple of the item size. */
export function hostView<D extends DType>(dtype: D, bytes: Uint8Array): TypedArrays[D] {
  return new constructors[dtype](bytes.buffer, bytes.byteOffset, bytes.byteLength / itemSize[dtype]);
}

/** Whether `dtype` is float32 or float64. */
export function isFloatingPoint(dtype: DType): boolean {
  return rank[dtype] >= rank.float32;
}

/** Whether `value` names a dtype. */
export function isDType(value: unknown): value is DType {
  return typeof value === 'string' && Object.hasOwn(rank, value);
}

/**
 * The dtype that holds values of both types.
 *
 * @see https://pytorch.org/docs/stable/generated/torch.promote_types.html
 * @example promoteTypes('uint8', 'float32') // 'float32'
 */
export function promoteTypes(a: DType, b: DType): DType {
  return rank[a] >= rank[b] ? a : b;
}

/** Whether a value of type `from` may be written into a tensor of type `to` (never from a higher category to a lower one). */
export function canCast(from: DType, to: DType): boolean {
  return category(from) <= category(to);
}

/** 0 bool, 1 integer, 2 floating point. */
export function category(dtype: DType): 0 | 1 | 2 {
  return dtype === 'bool' ? 0 : isFloatingPoint(dtype) ? 2 : 1;
}

/** What promotion has to know of an operand: plain numbers are `wrapped`, 0-d tensors count less than others. */
export interface PromotionOperand {
  readonly dtype: DType;
  readonly ndim: number;
  readonly wrapped: boolean;
}

/**
 * The common dtype of operands by PyTorch's rule: tensors with dimensions decide, then 0-d tensors, then plain numbers;
 * a later group only counts when its category (bool, integer, floating point) is higher.
 *
 * @see https://pytorch.org/docs/stable/tensor_attributes.html#type-promotion-doc
 */
export function resultType(operands: readonly PromotionOperand[]): DType {
  let result: DType | undefined;
  for (const group of [0, 1, 2]) {
    let own: DType | undefined;
    for (const o of operands) {
      const g = o.wrapped ? 2 : o.ndim === 0 ? 1 : 0;
      if (g === group) own = own === undefined ? o.dtype : promoteTypes(own, o.dtype);
    }
    if (own === undefined) continue;
    if (result === undefined) result = own;
    else if (category(own) > category(result)) result = promoteTypes(result, own);
  }
  return result ?? 'float32';
}
