export { ConcatDataset } from './dataset/concat-dataset.js';
export { Dataset, IterableDataset } from './dataset/dataset.js';
export { type IdxDatasetOptions, idxDataset } from './dataset/idx-dataset.js';
export { ImageDataset, type ImageDatasetOptions, type Pictures } from './dataset/image-dataset.js';
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
export { type Digits, drawDigits } from './synthetic/digits.js';
export { Compose, Lambda } from './transforms/compose.js';
export { Normalize } from './transforms/normalize.js';
export { Pad, type Padding, type PadOptions } from './transforms/pad.js';
export { ToTensor } from './transforms/to-tensor.js';
export { Transform } from './transforms/transform.js';
