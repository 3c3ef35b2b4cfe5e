/**
 * @file Checkpoints: the whole state of a training run in one safetensors file. Tensors have the names of their places
 * (`model.conv1.weight`, `optimizer.state.0.momentum_buffer`), everything else is JSON in the file's metadata, so that
 * any reader of safetensors sees the tensors.
 */
import { failureIn } from '../failure.js';
import { checkOptions } from '../options.js';
import { targetBackend } from '../elements/tensor.js';
import { openArchive } from '../safetensors/archive.js';
import type { DeserializeOptions } from '../safetensors/deserialize.js';
import { chunks, chunksAsync, concat, type Plan, plan } from '../safetensors/plan.js';
import { pack } from './pack.js';
import { STRUCTURE, VERSION } from './tags.js';
import { unpack } from './unpack.js';

/**
 * What a checkpoint holds under names of your choice: tensors, numbers, bigints, texts, booleans, null, typed arrays
 * (Float32Array, Float64Array, Int32Array, Uint8Array), and arrays, maps and plain objects of these, to any depth up to 100.
 */
export type Checkpoint = Readonly<Record<string, unknown>>;

/** Lays out the file of a checkpoint. */
export function planCheckpoint(op: string, checkpoint: Checkpoint): Plan {
  const { structure, sources } = pack(op, checkpoint);
  const metadata = { [STRUCTURE]: JSON.stringify({ version: VERSION, value: structure }) };
  return plan(op, sources, { metadata });
}

/**
 * The bytes of a safetensors file that holds the checkpoint. A tensor that appears in two places is stored once.
 *
 * @throws ValueError for what a checkpoint cannot hold (undefined, functions, class instances, cycles), with its place.
 * @example
 * const bytes = serializeCheckpoint({ model: net.stateDict(), optimizer: optimizer.stateDict(), rng: getRngState(), epoch: 3 });
 * @see https://pytorch.org/tutorials/recipes/recipes/saving_and_loading_a_general_checkpoint.html
 */
export function serializeCheckpoint(checkpoint: Checkpoint): Uint8Array<ArrayBuffer> {
  return concat(chunks(planCheckpoint('serializeCheckpoint', checkpoint)));
}

/** `serializeCheckpoint` on every device. What happens to the tensors after the call is not in the bytes. */
export async function serializeCheckpointAsync(checkpoint: Checkpoint): Promise<Uint8Array<ArrayBuffer>> {
  return concat(await chunksAsync(planCheckpoint('serializeCheckpointAsync', checkpoint)));
}

/**
 * Reads what {@link serializeCheckpoint} wrote: the same structure with the same values; a tensor that appeared in two
 * places is one tensor again.
 *
 * @throws FormatError when the bytes are damaged or hold no checkpoint, DeviceError when the device is not registered.
 * @example
 * const { model, epoch } = deserializeCheckpoint(bytes) as { model: Map<string, Tensor>; epoch: number };
 */
export function deserializeCheckpoint(bytes: Uint8Array, options: DeserializeOptions = {}): Record<string, unknown> {
  const op = 'deserializeCheckpoint';
  checkOptions(op, options, ['device', 'name']);
  const backend = targetBackend(op, options.device);
  return unpack(openArchive(bytes, failureIn(op, options.name ?? 'bytes')), backend);
}
