/**
 * @module @x/io
 *
 * safetensors files, checkpoints, NumPy's and PyTorch's files as bytes; `@x/io/node` has the functions for files.
 */
export {
  type Checkpoint,
  deserializeCheckpoint,
  serializeCheckpoint,
  serializeCheckpointAsync,
} from './checkpoint/checkpoint.js';
export { deserializeNpy, serializeNpy, serializeNpyAsync } from './numpy/npy.js';
export { deserializeNpz, type NpzOptions, serializeNpz, serializeNpzAsync } from './numpy/npz.js';
export { deserializeTorch } from './pytorch/deserialize.js';
export { type DeserializeOptions, deserialize, type LoadOptions } from './safetensors/deserialize.js';
export type { Int32As } from './elements/dtypes.js';
export type { SaveOptions } from './safetensors/plan.js';
export { serialize, serializeAsync } from './safetensors/serialize.js';
export { type NamedTensors, SafeTensors } from './safetensors/tensors.js';
