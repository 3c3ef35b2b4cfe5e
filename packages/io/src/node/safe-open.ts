import { open } from 'node:fs/promises';
import type { Backend, Tensor } from '@x/tensor/core';
import { targetBackend, toTensor } from '../elements/tensor.js';
import { type Fail, failureIn, quote } from '../failure.js';
import { checkOptions } from '../options.js';
import { readElements } from '../safetensors/archive.js';
import type { LoadOptions } from '../safetensors/deserialize.js';
import type { Header } from '../safetensors/header.js';
import { withFile } from './file-error.js';
import { readHeader } from './read-archive.js';
import { readExactly } from './read-exactly.js';

const OP = 'safeOpen';

/** The file underneath: types of Node are no part of the interface. */
interface OpenFile {
  /** Bytes from a place on. */
  readonly read: (position: number, length: number) => Promise<Uint8Array>;
  readonly close: () => Promise<void>;
}

/** An open safetensors file: its header was read and checked, its tensors are read one by one. */
export class SafeTensorsFile {
  readonly path: string;
  /** The texts that were saved with the tensors. */
  readonly metadata: ReadonlyMap<string, string>;
  readonly #file: OpenFile;
  readonly #header: Header;
  /** Where the data begin. */
  readonly #start: number;
  readonly #backend: Backend;
  readonly #fail: Fail;

  /** Use {@link safeOpen}. */
  constructor(path: string, file: OpenFile, header: Header, start: number, backend: Backend) {
    this.path = path;
    this.metadata = header.metadata;
    this.#file = file;
    this.#header = header;
    this.#start = start;
    this.#backend = backend;
    this.#fail = failureIn(OP, path);
  }

  /** Names of the tensors, in the order of the file. */
  keys(): string[] {
    return [...this.#header.entries.keys()];
  }

  /**
   * Reads one tensor, and no other byte of the file.
   *
   * @throws FormatError when there is no such tensor, or an integer of it does not fit int32; FileError when the system refuses.
   */
  async getTensor(name: string): Promise<Tensor> {
    const entry = this.#header.entries.get(name);
    if (!entry) throw this.#fail(`there is no tensor ${quote(name)}`, { tensor: name });
    const length = entry.end - entry.begin;
    const data = await withFile(OP, this.path, () => this.#file.read(this.#start + entry.begin, length));
    const alone = new Map([[name, { ...entry, begin: 0, end: length }]]);
    const archive = { header: { ...this.#header, entries: alone }, data, fail: this.#fail };
    return toTensor(readElements(archive, name), this.#backend);
  }

  async close(): Promise<void> {
    await this.#file.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }
}

/**
 * Opens a safetensors file to read some of its tensors, however large it is.
 *
 * @throws FileError when there is no such file or the system refuses, FormatError when its header breaks a rule of the format,
 * DeviceError when the device is not registered.
 * @example
 * await using file = await safeOpen('model.safetensors');
 * const weight = await file.getTensor('fc.weight');
 * @see https://huggingface.co/docs/safetensors/api/torch
 */
export async function safeOpen(path: string, options: LoadOptions = {}): Promise<SafeTensorsFile> {
  checkOptions(OP, options, ['device']);
  const backend = targetBackend(OP, options.device);
  return withFile(OP, path, async () => {
    const file = await open(path, 'r');
    try {
      const fail = failureIn(OP, path);
      const { header, start } = await readHeader(file, fail);
      const read: OpenFile['read'] = (position, length) => readExactly(file, position, length, fail);
      return new SafeTensorsFile(path, { read, close: () => file.close() }, header, start, backend);
    } catch (error) {
      await file.close();
      throw error;
    }
  });
}
