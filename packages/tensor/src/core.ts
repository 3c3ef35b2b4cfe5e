/**
 * @module @x/tensor/core
 *
 * The lean entry: what training needs, for programs that count bytes and for the other packages. `@x/tensor` has all of it and more.
 */
import './install.js';

export * from './api/arithmetic.js';
export { clamp, clampMax, clampMin, addcdiv, addcmul, frac, lerp, maskedFill, nanToNum, round } from './api/choose.js';
export { where } from './api/where-function.js';
export * from './api/comparison.js';
export { clone } from './api/convert.js';
export { exponential_, normal_ } from './api/distributions.js';
export { max, min, type ValuesIndices } from './api/extrema.js';
export { gather, indexAdd, indexCopy, indexFill, indexSelect, scatter, scatterAdd, take } from './api/gather.js';
export { indexPut, maskedSelect, nonzero } from './api/indexing.js';
export * from './api/join.js';
export { emptyLike, fullLike, onesLike, zerosLike } from './api/like.js';
export { randLike, randnLike } from './api/random-like.js';
export * from './api/matrix.js';
export type { NestedArray } from './api/read.js';
export * from './api/rearrange.js';
export * from './api/reduction.js';
export * from './api/scan.js';
export * from './api/softmax.js';
export * from './api/split.js';
export * from './api/statistics.js';
export * from './api/unary.js';
export * from './api/permute.js';
export { diagonal, narrow, select, unbind } from './api/select.js';
export * from './api/trigonometry.js';
export { asStrided, broadcastTo, detach, flatten, ravel, reshape, squeeze, unflatten, unsqueeze } from './api/view.js';
export type { AlphaOptions, DivOptions, Ints, RoundingMode, ToTarget } from './args.js';
export type * from './backend.js';
export {
  arange,
  empty,
  eye,
  full,
  linspace,
  ones,
  tensor,
  zeros,
  zerosOf,
} from './create.js';
export type { Bound, ClampBounds, ValueOptions } from './calls.js';
export type { SizeArgs } from './construct.js';
export { dispatch, execute } from './dispatch.js';
export {
  canCast,
  category,
  type DType,
  dtypes,
  hostArray,
  hostView,
  isDType,
  isFloatingPoint,
  itemSize,
  promoteTypes,
  resultType,
  type TypedArray,
  type TypedArrays,
} from './dtype.js';
export * from './errors.js';
export {
  type Again,
  type Backward,
  type Forward,
  type Gradient,
  gradientRule,
  recomputed,
  recomputedAtZeros,
  type Rule,
  type Saved,
  type TensorMeta,
} from './gradient.js';
export { dispatchInplace, executeInplace, type InplaceInputs } from './inplace.js';
export { allocate, broadcast, commonBackend, compact, converted, discard, operand } from './kernel.js';
export * from './kinds.js';
export { binaryFunctions, unaryFunctions } from './scalar-functions.js';
export { contiguousStrides, Layout, type Shape, sizeOf } from './layout.js';
export { type NoAttrs, noAttrs, type Op, type OpHook, type Tensors, type Tracer } from './op.js';
export type { NestedData } from './nested.js';
export { formatTensor, getPrintoptions, type PrintOptions, type PrintProfile, setPrintoptions } from './print/index.js';
export {
  defaultGenerator,
  forkRng,
  Generator,
  getRngState,
  initialSeed,
  manualSeed,
  randpermArray,
  seed,
  setRngState,
} from './random/index.js';
export {
  bernoulli,
  multinomial,
  rand,
  randint,
  randn,
  type RandomOptions,
  type RandomSizeArgs,
  randperm,
} from './random-tensors.js';
export {
  backendOf,
  type CreationListener,
  getDefaultDevice,
  isDeviceAvailable,
  onCreate,
  onTensor,
  perProcess,
  registerBackend,
  setDefaultDevice,
  type Usage,
  VersionError,
} from './registry.js';
export {
  currentOwner,
  keep,
  openScope,
  type OpenScope,
  release,
  scope,
  scopeAsync,
  scopeCount,
  taskLocal,
  type TaskLocal,
} from './scope.js';
export { broadcastShapes, checkBroadcastable, inferShape, sameShape, shapeText, wrapDim, wrapDims } from './shape.js';
export { type Index, type IndexOrText, Slice, slice } from './slice.js';
export { memory, Storage } from './storage.js';
// re-exported whole, so that packages can add to Tensor and TensorOptions by declaration merging
export * from './options.js';
export * from './tensor.js';
export { traced } from './trace.js';
export { version } from './version.js';
