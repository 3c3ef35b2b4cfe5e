import type { Backend, Tensor, TypedArray } from '@x/tensor/core';
import { type Fail, quote } from '../failure.js';
import { toTensor } from '../elements/tensor.js';
import { type Archive, readElements } from '../safetensors/archive.js';
import { DEEPEST, STRUCTURE, TAG, type Tag, unusualNumbers, VERSION } from './tags.js';

/**
 * Puts a checkpoint together again; when a part of it cannot be read, the tensors before it are disposed.
 *
 * @throws FormatError when the file holds no checkpoint, or a damaged one.
 */
export function unpack(archive: Archive, backend: Backend): Record<string, unknown> {
  const structure = readStructure(archive);
  const unpacker = new Unpacker(archive, backend);
  try {
    const value = unpacker.decode(structure, 0);
    unpacker.checkComplete();
    if (isRecord(value)) return value;
    throw archive.fail('the checkpoint is not an object');
  } catch (error) {
    unpacker.dispose();
    throw error;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Map);
}

function readStructure({ header, fail }: Archive): unknown {
  const text = header.metadata.get(STRUCTURE);
  if (text === undefined)
    throw fail(
      `holds no checkpoint: there is no metadata '${STRUCTURE}' (loadFile and deserialize read plain tensors)`,
    );
  const document = parse(text, fail);
  if (!isRecord(document) || !Object.hasOwn(document, 'value')) throw fail('the checkpoint has no structure');
  if (document.version !== VERSION)
    throw fail(`the checkpoint has version ${quote(String(document.version))}, this library reads version ${VERSION}`, {
      version: document.version,
    });
  return document.value;
}

function parse(text: string, fail: Fail): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw fail("the checkpoint's structure is not valid JSON");
  }
}

type Fields = Readonly<Record<string, unknown>>;

class Unpacker {
  readonly #archive: Archive;
  readonly #backend: Backend;
  readonly #tensors = new Map<string, Tensor>();
  readonly #arrays = new Map<string, TypedArray>();
  readonly #tags: Readonly<Record<Tag, (fields: Fields, depth: number) => unknown>> = {
    tensor: ({ name }) => this.#tensor(name),
    array: ({ name }) => this.#array(name),
    map: ({ entries }, depth) => new Map(this.#entries(entries, depth)),
    object: ({ entries }, depth) => Object.fromEntries(this.#entries(entries, depth)),
    number: ({ text }) => this.#number(text),
    bigint: ({ text }) => this.#bigint(text),
  };

  constructor(archive: Archive, backend: Backend) {
    this.#archive = archive;
    this.#backend = backend;
  }

  decode(json: unknown, depth: number): unknown {
    if (depth > DEEPEST + 1) throw this.#damaged(`it is nested deeper than ${DEEPEST}`);
    if (Array.isArray(json)) return json.map((item) => this.decode(item, depth + 1));
    if (!isRecord(json)) return json;
    if (Object.hasOwn(json, TAG)) return this.#tagged(json, depth);
    // fromEntries defines properties, so a key `__proto__` is one like any other
    return Object.fromEntries(Object.entries(json).map(([key, item]) => [key, this.decode(item, depth + 1)]));
  }

  /** Every tensor of the file must have found its place. */
  checkComplete(): void {
    for (const name of this.#archive.header.entries.keys()) {
      if (!this.#tensors.has(name) && !this.#arrays.has(name))
        throw this.#damaged(`tensor ${quote(name)} has no place in it`);
    }
  }

  dispose(): void {
    for (const tensor of this.#tensors.values()) tensor.dispose();
  }

  #tagged(fields: Fields, depth: number): unknown {
    const tag = fields[TAG];
    if (typeof tag !== 'string' || !this.#isTag(tag)) throw this.#damaged(`unknown tag ${quote(String(tag))}`);
    return this.#tags[tag](fields, depth);
  }

  #isTag(tag: string): tag is Tag {
    return Object.hasOwn(this.#tags, tag);
  }

  #tensor(name: unknown): Tensor {
    const key = this.#text(name);
    const tensor = this.#tensors.get(key) ?? toTensor(readElements(this.#archive, key), this.#backend);
    this.#tensors.set(key, tensor);
    return tensor;
  }

  #array(name: unknown): TypedArray {
    const key = this.#text(name);
    const values = this.#arrays.get(key) ?? readElements(this.#archive, key).values;
    this.#arrays.set(key, values);
    return values;
  }

  #entries(entries: unknown, depth: number): [string | number, unknown][] {
    if (!Array.isArray(entries)) throw this.#damaged('a map has no entries');
    return entries.map((entry: unknown) => {
      if (!Array.isArray(entry) || entry.length !== 2) throw this.#damaged('an entry of a map is no pair');
      const key = this.decode(entry[0], depth + 1);
      if (typeof key !== 'string' && typeof key !== 'number')
        throw this.#damaged('a key of a map is neither text nor number');
      return [key, this.decode(entry[1], depth + 1)];
    });
  }

  #number(text: unknown): number {
    const value = unusualNumbers.get(this.#text(text));
    if (value === undefined) throw this.#damaged(`unknown number ${quote(String(text))}`);
    return value;
  }

  #bigint(text: unknown): bigint {
    const digits = this.#text(text);
    if (!/^-?\d{1,1000}$/.test(digits)) throw this.#damaged(`${quote(digits)} is no integer`);
    return BigInt(digits);
  }

  #text(value: unknown): string {
    if (typeof value !== 'string') throw this.#damaged('a name or number is missing');
    return value;
  }

  #damaged(problem: string): Error {
    return this.#archive.fail(`the checkpoint's structure is damaged: ${problem}`);
  }
}
