/**
 * @file Modules by name, parameters by name.
 */
import { type Tensor, ValueError } from '@x/tensor/core';
import type { AnyModule } from '../module/any-module.js';
import type { Copy } from '../module/copy.js';
import { Module } from '../module/module.js';
import type { Parameter } from '../module/parameter.js';
import { type ByName, NamedItems } from './items.js';
import { asParameter, parameterLine } from './parameters.js';

/** Base of dictionaries. A dictionary is a module without `forward`: its owner says what is done with the items. */
abstract class ItemDict<T> extends Module<never, never> {
  readonly #op: string;
  readonly #kind: string;
  readonly #items: NamedItems<T>;

  constructor(op: string, kind: string) {
    super();
    this.#op = op;
    this.#kind = kind;
    this.#items = new NamedItems(op);
  }

  /** @throws ValueError always: a dictionary says nothing about what is done with its items. */
  override forward(): never {
    throw new ValueError(this.#op, `a dictionary has no forward; call its ${this.#kind}s`);
  }

  /** Number of items. */
  get length(): number {
    return this.#items.size;
  }

  /** The item of a name. @throws ValueError when there is none. */
  get(name: string): T {
    const item = this.#items.get(name);
    if (item) return item;
    const known = [...this.#items.keys()];
    throw new ValueError(this.#op, `there is no ${this.#kind} '${name}' (there are: ${known.join(', ')})`, {
      name,
      known,
    });
  }

  /** Whether there is a item of that name. */
  has(name: string): boolean {
    return this.#items.has(name);
  }

  /** Adds a item, or puts it in the place of the one of that name. @throws ValueError when the name is empty or has a dot. */
  set(name: string, item: T): this {
    this.#items.set(name, item);
    return this;
  }

  /** Adds, or replaces, several items. */
  update(items: ByName<T>): this {
    this.#items.assign(items);
    return this;
  }

  /** Removes a item; false when there was none. */
  delete(name: string): boolean {
    return this.#items.delete(name);
  }

  /** Removes all items. */
  clear(): void {
    this.#items.clear();
  }

  /** The names, in order. */
  keys(): IterableIterator<string> {
    return this.#items.keys();
  }

  /** The items, in order. */
  values(): IterableIterator<T> {
    return this.#items.values();
  }

  /** Names and items, in order. */
  [Symbol.iterator](): IterableIterator<[name: string, item: T]> {
    return this.#items[Symbol.iterator]();
  }

  override emptyCopy(copy: Copy): this {
    const made = super.emptyCopy(copy, ItemDict, [this.#op, this.#kind]);
    for (const [name, item] of this.#items) made.#items.set(name, copy(item));
    return made;
  }

  override ownEntries(): Iterable<readonly [name: string, value: unknown]> {
    return [...super.ownEntries(), ...this.#items];
  }
}

/**
 * Modules by name, in the order they were added. A dictionary is a module without `forward`: its owner says what is done with
 * the modules.
 *
 * @throws ValueError when a name is empty or has a dot.
 * @example
 * const heads = new ModuleDict({ digits: new Linear(84, 10), letters: new Linear(84, 26) });
 * heads.get('digits')(randn(1, 84))
 * @see https://pytorch.org/docs/stable/generated/torch.nn.ModuleDict.html
 */
export class ModuleDict<M extends AnyModule = Module> extends ItemDict<M> {
  static readonly name: string = 'ModuleDict';

  constructor(modules: ByName<M> = {}) {
    super('ModuleDict', 'module');
    this.update(modules);
  }
}

/**
 * Parameters by name, in the order they were added; other tensors become parameters.
 *
 * @throws ValueError when a name is empty or has a dot, DTypeError when a tensor is not floating point.
 * @example new ParameterDict({ left: ones(2), right: zeros(2) }).get('left') // [1, 1]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.ParameterDict.html
 */
export class ParameterDict extends ItemDict<Parameter> {
  static readonly name: string = 'ParameterDict';

  constructor(parameters: ByName<Tensor> = {}) {
    super('ParameterDict', 'parameter');
    this.update(parameters);
  }

  override set(name: string, parameter: Tensor): this {
    return super.set(name, asParameter(parameter));
  }

  override update(parameters: ByName<Tensor>): this {
    const entries: Iterable<readonly [string, Tensor]> =
      parameters instanceof Map ? parameters : Object.entries(parameters);
    for (const [name, parameter] of entries) this.set(name, parameter);
    return this;
  }

  override extraRepr(): string {
    return Array.from(this, ([name, parameter]) => parameterLine(name, parameter)).join('\n');
  }
}
