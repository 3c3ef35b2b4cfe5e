import { isTensor, type Tensor, ValueError } from '@x/tensor/core';
import { quote } from '../failure.js';
import { checkOptions } from '../options.js';
import { chunks, chunksAsync, concat, type Plan, plan, type SaveOptions } from './plan.js';
import type { NamedTensors } from './tensors.js';

function isPairs(tensors: NamedTensors): tensors is Iterable<readonly [string, Tensor]> {
  return Symbol.iterator in tensors;
}

/** Names and tensors, checked. */
export function* named(op: string, tensors: NamedTensors): Generator<readonly [string, Tensor]> {
  for (const [name, tensor] of isPairs(tensors) ? tensors : Object.entries(tensors)) {
    if (typeof name !== 'string') throw new ValueError(op, `names are text, got ${typeof name}`);
    if (!isTensor(tensor)) throw new ValueError(op, `${quote(name)} is not a tensor but ${typeof tensor}`, { name });
    yield [name, tensor];
  }
}

/** Lays out a file of named tensors. */
export function planTensors(op: string, tensors: NamedTensors, options: SaveOptions): Plan {
  checkOptions(op, options, ['metadata', 'int32As']);
  if (isTensor(tensors)) throw new ValueError(op, 'tensors come with names: { name: tensor }');
  if (options.int32As !== undefined && options.int32As !== 'I32' && options.int32As !== 'I64')
    throw new ValueError(op, `int32As is 'I32' or 'I64', got '${String(options.int32As)}'`);
  return plan(op, named(op, tensors), options);
}

/**
 * The bytes of a safetensors file that holds the tensors, of any shape and layout.
 *
 * A tensor that appears under two names is written twice.
 * @param tensors - a `stateDict()`, other pairs of names and tensors, or a plain object.
 * @throws ValueError for a name or text that the format does not allow, DisposedError for a tensor that is gone,
 * DeviceError on devices that cannot be read synchronously: use `await serializeAsync()`.
 * @example
 * const bytes = serialize({ weight: tensor([[1.5, 2]]) }, { metadata: { epoch: '3' } });
 * @see https://huggingface.co/docs/safetensors/index
 */
export function serialize(tensors: NamedTensors, options: SaveOptions = {}): Uint8Array<ArrayBuffer> {
  return concat(chunks(planTensors('serialize', tensors, options)));
}

/**
 * `serialize` on every device. What happens to the tensors after the call is not in the bytes.
 *
 * @example
 * const blob = new Blob([await serializeAsync(net.stateDict())]);
 */
export async function serializeAsync(
  tensors: NamedTensors,
  options: SaveOptions = {},
): Promise<Uint8Array<ArrayBuffer>> {
  return concat(await chunksAsync(planTensors('serializeAsync', tensors, options)));
}
