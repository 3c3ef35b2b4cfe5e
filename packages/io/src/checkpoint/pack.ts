import { isTensor, ValueError } from '@x/tensor/core';
import { quote } from '../failure.js';
import { METADATA } from '../safetensors/header.js';
import { dtypeOfArray, type Source } from '../safetensors/plan.js';
import { DEEPEST, type Json, TAG, type Tag, unusualNumbers } from './tags.js';

/** A checkpoint taken apart. */
export interface Packed {
  readonly structure: Json;
  /** Tensors and arrays by their names in the file: where they are in the checkpoint, joined by dots. */
  readonly sources: ReadonlyMap<string, Source>;
}

/**
 * Takes nested plain data apart into JSON and tensors. A tensor that appears twice is stored once.
 *
 * @throws ValueError for what is not plain data (functions, class instances, undefined, cycles).
 */
export function pack(op: string, value: unknown): Packed {
  const packer = new Packer(op);
  return { structure: packer.encode(value, []), sources: packer.sources };
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}

function describe(value: unknown): string {
  if (typeof value !== 'object' || value === null) return typeof value;
  return `a ${value.constructor?.name ?? 'object'}`;
}

/** Why a value cannot be saved, and what can. */
function unsuitable(value: unknown): string {
  if (value === undefined) return 'undefined cannot be saved (null, or leaving the key out, can)';
  const stateful = (typeof value === 'object' || typeof value === 'function') && value !== null && 'stateDict' in value;
  return `${describe(value)} cannot be saved, only plain data and tensors${stateful ? ' (save its stateDict())' : ''}`;
}

const isSource = (value: object): value is Source => isTensor(value) || dtypeOfArray(value) !== undefined;

class Packer {
  readonly sources = new Map<string, Source>();
  readonly #names = new Map<Source, string>();
  readonly #op: string;

  constructor(op: string) {
    this.#op = op;
  }

  encode(value: unknown, path: readonly string[]): Json {
    if (value === null || typeof value === 'boolean' || typeof value === 'string') return value;
    if (typeof value === 'number') return this.#number(value);
    if (typeof value === 'bigint') return this.#tagged('bigint', { text: String(value) });
    if (typeof value === 'object') return this.#object(value, path);
    throw this.#refuse(path, unsuitable(value));
  }

  #number(value: number): Json {
    const text = Object.is(value, -0) ? '-0' : String(value);
    return unusualNumbers.has(text) ? this.#tagged('number', { text }) : value;
  }

  #object(value: object, path: readonly string[]): Json {
    if (isSource(value)) return this.#tagged(isTensor(value) ? 'tensor' : 'array', { name: this.#store(value, path) });
    if (path.length > DEEPEST) throw this.#refuse(path.slice(0, 3), `nested deeper than ${DEEPEST} (a cycle?)`);
    if (Array.isArray(value)) return Array.from(value, (item: unknown, i) => this.encode(item, [...path, String(i)]));
    if (value instanceof Map) return this.#tagged('map', { entries: this.#entries([...value], path) });
    if (!isPlain(value)) throw this.#refuse(path, unsuitable(value));
    const pairs = Object.entries(value);
    if (Object.hasOwn(value, TAG)) return this.#tagged('object', { entries: this.#entries(pairs, path) });
    return Object.fromEntries(pairs.map(([key, item]) => [key, this.encode(item, [...path, key])]));
  }

  #entries(pairs: readonly (readonly [unknown, unknown])[], path: readonly string[]): Json {
    return pairs.map(([key, item]) => {
      if (typeof key !== 'string' && typeof key !== 'number')
        throw this.#refuse(path, `keys of maps are text or numbers, got ${describe(key)}`);
      return [this.encode(key, path), this.encode(item, [...path, String(key)])];
    });
  }

  #tagged(tag: Tag, fields: { readonly [key: string]: Json }): Json {
    return { [TAG]: tag, ...fields };
  }

  #store(source: Source, path: readonly string[]): string {
    const known = this.#names.get(source);
    if (known !== undefined) return known;
    let name = path.join('.');
    while (name === METADATA || this.sources.has(name)) name += '_';
    this.sources.set(name, source);
    this.#names.set(source, name);
    return name;
  }

  #refuse(path: readonly string[], rule: string): ValueError {
    return new ValueError(this.#op, `${quote(path.join('.'))}: ${rule}`, { path });
  }
}
