/**
 * @file Lists of modules and of parameters.
 */
import { type Tensor, ValueError } from '@x/tensor/core';
import type { AnyModule } from '../module/any-module.js';
import type { Copy } from '../module/copy.js';
import { Module } from '../module/module.js';
import type { Parameter } from '../module/parameter.js';
import { NamedItems, positions } from './items.js';
import { asParameter, parameterLine } from './parameters.js';

/** Base of lists. A list is a module without `forward`: its owner says what is done with the items. */
abstract class ItemList<T> extends Module<never, never> {
  readonly #op: string;
  readonly #items: NamedItems<T>;

  constructor(op: string, items: Iterable<T>) {
    super();
    this.#op = op;
    this.#items = new NamedItems(op);
    this.extend(items);
  }

  /** @throws ValueError always: a list says nothing about what is done with its items. */
  override forward(): never {
    throw new ValueError(this.#op, 'a list has no forward; call its items');
  }

  /** Number of items. */
  get length(): number {
    return this.#items.size;
  }

  /** The item at a position; negative ones count from the end. @throws IndexError when there is none. */
  get(index: number): T {
    return this.#items.at(index);
  }

  /** Puts another item at a position. @throws IndexError when there is none. */
  set(index: number, item: T): void {
    this.#items.replace(index, item);
  }

  /** Adds an item at the end. */
  append(item: T): this {
    this.#items.set(String(this.length), item);
    return this;
  }

  /** Adds items at the end. */
  extend(items: Iterable<T>): this {
    for (const item of items) this.append(item);
    return this;
  }

  /** Adds an item in front of the one at a position; those behind it are renamed. */
  insert(index: number, item: T): this {
    this.#items.reset(positions(this.#items.inserted(index, item)));
    return this;
  }

  [Symbol.iterator](): IterableIterator<T> {
    return this.#items.values();
  }

  override emptyCopy(copy: Copy): this {
    const made = super.emptyCopy(copy, ItemList, [this.#op, []]);
    for (const [name, item] of this.#items) made.#items.set(name, copy(item));
    return made;
  }

  override ownEntries(): Iterable<readonly [name: string, value: unknown]> {
    return [...super.ownEntries(), ...this.#items];
  }
}

/**
 * A list of modules.
 *
 * @example
 * class Stack extends Module {
 *   layers = new ModuleList([new Linear(4, 4), new Linear(4, 4)]);
 *   forward(x: Tensor): Tensor {
 *     for (const layer of this.layers) x = layer(x);
 *     return x;
 *   }
 * }
 * @see https://pytorch.org/docs/stable/generated/torch.nn.ModuleList.html
 */
export class ModuleList<M extends AnyModule = Module> extends ItemList<M> {
  static readonly name: string = 'ModuleList';

  constructor(modules: Iterable<M> = []) {
    super('ModuleList', modules);
  }
}

/**
 * A list of parameters; other tensors become parameters.
 *
 * @throws DTypeError when a tensor is not floating point.
 * @example new ParameterList([randn(3), randn(3)]).get(0)
 * @see https://pytorch.org/docs/stable/generated/torch.nn.ParameterList.html
 */
export class ParameterList extends ItemList<Parameter> {
  static readonly name: string = 'ParameterList';

  constructor(parameters: Iterable<Tensor> = []) {
    super('ParameterList', Array.from(parameters, asParameter));
  }

  override append(parameter: Tensor): this {
    return super.append(asParameter(parameter));
  }

  override set(index: number, parameter: Tensor): void {
    super.set(index, asParameter(parameter));
  }

  override insert(index: number, parameter: Tensor): this {
    return super.insert(index, asParameter(parameter));
  }

  override extraRepr(): string {
    return Array.from(this, (parameter, i) => parameterLine(String(i), parameter)).join('\n');
  }
}
