import type { Backend, Tensor } from '@x/tensor/core';
import { toTensor } from '../elements/tensor.js';
import { type Archive, readElements } from './archive.js';

/** Tensors by name: what `stateDict()` returns, any other pairs, or a plain object. */
export type NamedTensors = Iterable<readonly [string, Tensor]> | Readonly<Record<string, Tensor>>;

/**
 * The tensors of a safetensors file by name, in the order of the file, and its texts.
 *
 * @example
 * net.loadStateDict(tensors);
 * tensors.metadata.get('format'); // 'pt'
 */
export class SafeTensors extends Map<string, Tensor> {
  /** The texts that were saved with the tensors; empty when there are none. */
  readonly metadata: ReadonlyMap<string, string>;

  constructor(metadata: ReadonlyMap<string, string>) {
    super();
    this.metadata = metadata;
  }
}

/** All tensors of a file; when one cannot be read, those before it are disposed. */
export function readAll(archive: Archive, backend: Backend): SafeTensors {
  const { entries, metadata } = archive.header;
  const tensors = new SafeTensors(metadata);
  try {
    for (const name of entries.keys()) tensors.set(name, toTensor(readElements(archive, name), backend));
  } catch (error) {
    for (const tensor of tensors.values()) tensor.dispose();
    throw error;
  }
  return tensors;
}
