/**
 * @file Arguments of a golden call as values: tensors, slices, modules; and the call as text, for the names of tests.
 */
import { isTensor, type Slice, slice, type Tensor, tensor } from '../../packages/tensor/src/index.js';
import { decodeNumber, type EncodedTensor, isEncodedTensor, isRecord } from './file.js';

/** Makes `{ new: [class, ...args] }`. */
export type Construct = (name: string, args: readonly unknown[]) => unknown;

/** An input of a call: `leaf` holds the values, `value` is what the call gets (a view of leaf, or leaf itself). */
export interface Input {
  readonly leaf: Tensor;
  readonly value: Tensor;
}

/** The tensor without its views. */
export function decodeTensor([dtype, shape, values]: EncodedTensor): Tensor {
  return tensor(values.map(decodeNumber), { dtype }).reshape([...shape]);
}

/** Calls a method by name. */
export function callMethod(self: object, name: string, args: readonly unknown[]): unknown {
  const method: unknown = Reflect.get(self, name);
  if (typeof method !== 'function') throw new TypeError(`there is no method ${name}`);
  return Reflect.apply(method, self, args);
}

function asTensor(value: unknown, from: string): Tensor {
  if (!isTensor(value)) throw new TypeError(`${from} gives no tensor`);
  return value;
}

const numberOrNull = (value: unknown): number | null => (typeof value === 'number' ? value : null);

function sliceOf([start, stop, step]: readonly unknown[]): Slice {
  return slice(numberOrNull(start), numberOrNull(stop), numberOrNull(step) ?? undefined);
}

/** The tensors of a row by name; `prepare` sees each leaf before views are made of it. */
export class Inputs {
  readonly #byName = new Map<string, Input>();
  readonly #stored: Readonly<Record<string, readonly unknown[]>>;
  readonly #prepare: (leaf: Tensor, name: string) => void;
  readonly #construct: Construct | undefined;

  constructor(
    stored: Readonly<Record<string, readonly unknown[]>>,
    prepare: (leaf: Tensor, name: string) => void = () => {},
    construct?: Construct,
  ) {
    this.#stored = stored;
    this.#prepare = prepare;
    this.#construct = construct;
  }

  /** Names and tensors of the inputs that were asked for so far. */
  get used(): ReadonlyMap<string, Input> {
    return this.#byName;
  }

  /** The input called `name`, the same one each time. */
  get(name: string): Input {
    let input = this.#byName.get(name);
    if (!input) {
      input = this.#make(name);
      this.#byName.set(name, input);
    }
    return input;
  }

  /** The elements that the input called `name` starts with. */
  encoded(name: string): EncodedTensor {
    const encoded = this.#stored[name];
    if (!isEncodedTensor(encoded)) throw new TypeError(`the golden file has no input ${name}`);
    return encoded;
  }

  #make(name: string): Input {
    const encoded = this.encoded(name);
    const leaf = decodeTensor(encoded);
    this.#prepare(leaf, name);
    let value = leaf;
    for (const [method, ...args] of encoded[3] ?? [])
      value = asTensor(callMethod(value, method, this.args(args)), method);
    return { leaf, value };
  }

  /** Arguments as the call gets them. */
  args(encoded: readonly unknown[]): unknown[] {
    return encoded.map((a) => this.#argument(a));
  }

  #argument(a: unknown): unknown {
    if (typeof a === 'string' && a.startsWith('$')) return this.get(a.slice(1)).value;
    if (Array.isArray(a)) return this.args(a);
    if (!isRecord(a)) return a;
    if (Array.isArray(a.slice)) return sliceOf(a.slice);
    if (typeof a.number === 'string') return decodeNumber(a.number);
    if (Array.isArray(a.new)) return this.construct(a.new);
    return Object.fromEntries(Object.entries(a).map(([key, v]) => [key, this.#argument(v)]));
  }

  /** The module that `[class, ...args]` stands for. */
  construct(encoded: readonly unknown[]): unknown {
    const [name, ...args] = encoded;
    if (!this.#construct || typeof name !== 'string') throw new TypeError('this golden file makes no modules');
    return this.#construct(name, this.args(args));
  }
}

/** An argument as one would write it. */
export function argumentText(a: unknown): string {
  if (typeof a === 'string') return a.startsWith('$') ? a.slice(1) : `'${a}'`;
  if (Array.isArray(a)) return `[${a.map(argumentText).join(', ')}]`;
  if (!isRecord(a)) return String(a);
  if (Array.isArray(a.slice)) return `slice(${a.slice.map(String).join(', ')})`;
  if (typeof a.number === 'string') return a.number;
  if (Array.isArray(a.new)) return `new ${String(a.new[0])}(${a.new.slice(1).map(argumentText).join(', ')})`;
  const entries = Object.entries(a).map(([key, v]) => `${key}: ${argumentText(v)}`);
  return entries.length > 0 ? `{ ${entries.join(', ')} }` : '{}';
}

/** `add(x, row, { alpha: 2 })` */
export function callText(fn: string, args: readonly unknown[]): string {
  return `${fn}(${args.map(argumentText).join(', ')})`;
}
