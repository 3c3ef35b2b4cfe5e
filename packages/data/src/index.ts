export { ChainDataset } from './dataset/chain-dataset.js';
export { ConcatDataset } from './dataset/concat-dataset.js';
export { Dataset, IterableDataset } from './dataset/dataset.js';
export { type IdxDatasetOptions, idxDataset } from './dataset/idx-dataset.js';
export { ImageDataset, type ImageDatasetOptions, type Pictures } from './dataset/image-dataset.js';
export { type DatasetsOf, StackDataset } from './dataset/stack-dataset.js';
export { type RandomSplitOptions, randomSplit, Subset } from './dataset/subset.js';
export { SyntheticDigits, type SyntheticDigitsOptions } from './dataset/synthetic-digits.js';
export { TensorDataset, type TensorTuple } from './dataset/tensor-dataset.js';
export { type IdxArray, type IdxOptions, parseIdx, readIdx } from './idx/idx.js';
export type { IdxData, IdxType } from './idx/types.js';
export type { Collate } from './loader/batches.js';
export { type Collated, defaultCollate } from './loader/collate.js';
export { DataLoader, type DataLoaderOptions } from './loader/data-loader.js';
export type { LoaderState } from './loader/progress.js';
export {
  BatchSampler,
  RandomSampler,
  type RandomSamplerOptions,
  Sampler,
  SequentialSampler,
  type Sized,
} from './loader/samplers.js';
export {
  DistributedSampler,
  type DistributedSamplerOptions,
  type DrawOptions,
  SubsetRandomSampler,
  WeightedRandomSampler,
  type WeightedRandomSamplerOptions,
} from './loader/subset-samplers.js';
export { type Digits, drawDigits } from './synthetic/digits.js';
export {
  type AffineOptions,
  RandomAffine,
  type RandomAffineOptions,
  RandomRotation,
  type Range,
} from './transforms/affine.js';
export {
  ColorJitter,
  type ColorJitterOptions,
  Grayscale,
  type GrayscaleOptions,
  RandomGrayscale,
  type RandomGrayscaleOptions,
} from './transforms/color.js';
export { Compose, Lambda } from './transforms/compose.js';
export {
  CenterCrop,
  RandomCrop,
  type RandomCropOptions,
  RandomResizedCrop,
  type RandomResizedCropOptions,
} from './transforms/crop.js';
export { RandomErasing, type RandomErasingOptions } from './transforms/erase.js';
export { type ProbabilityOptions, RandomHorizontalFlip, RandomVerticalFlip } from './transforms/flip.js';
export { Normalize } from './transforms/normalize.js';
export { Pad, type Padding, type PadOptions } from './transforms/pad.js';
export type { Size } from './transforms/picture.js';
export { type Interpolation, Resize, type ResizeOptions, type ResizeTransformOptions } from './transforms/resize.js';
export { ToTensor } from './transforms/to-tensor.js';
export { Transform } from './transforms/transform.js';
export type { AnyWorker, NodeWorker, WebWorker } from './workers/port.js';
export { getWorkerInfo, serveDataset, type ServeOptions, type WorkerInfo } from './workers/serve.js';
export type { WorkerOptions } from './workers/staff.js';
export { WorkerError } from './workers/worker-error.js';
