/**
 * @file Modules one after the other.
 */
import type { Tensor } from '@x/tensor/core';
import { isModule } from '../module/brand.js';
import type { Copy } from '../module/copy.js';
import { Module } from '../module/module.js';
import { type ByName, NamedItems, positions } from './items.js';

/**
 * Modules one after the other, each given what the one before it gives. They are named by their position, or by the keys of a
 * record or map.
 *
 * @throws ValueError when a name is empty or has a dot.
 * @example
 * new Sequential(new Linear(784, 512), new ReLU(), new Linear(512, 10))
 * new Sequential({ conv: new Conv2d(1, 20, 5), relu: new ReLU() })
 * @see https://pytorch.org/docs/stable/generated/torch.nn.Sequential.html
 */
export class Sequential extends Module {
  static readonly name: string = 'Sequential';
  readonly #items = new NamedItems<Module>('Sequential');

  constructor(...modules: readonly Module[]);
  constructor(modules: ByName<Module>);
  constructor(...args: readonly Module[] | readonly [ByName<Module>]) {
    super();
    for (const arg of args) {
      if (isModule(arg)) this.append(arg);
      else this.#items.assign(arg);
    }
  }

  override forward(input: Tensor): Tensor {
    let x = input;
    for (const module of this) x = module(x);
    return x;
  }

  /** Number of modules. */
  get length(): number {
    return this.#items.size;
  }

  /** The module at a position; negative ones count from the end. @throws IndexError when there is none. */
  get(index: number): Module {
    return this.#items.at(index);
  }

  /** Puts another module at a position. @throws IndexError when there is none. */
  set(index: number, module: Module): void {
    this.#items.replace(index, module);
  }

  /** Adds a module at the end. */
  append(module: Module): this {
    this.#items.set(String(this.length), module);
    return this;
  }

  /** Adds modules at the end. */
  extend(modules: Iterable<Module>): this {
    for (const module of modules) this.append(module);
    return this;
  }

  /** Adds a module in front of the one at a position; those behind it are renamed. */
  insert(index: number, module: Module): this {
    this.#items.reset(positions(this.#items.inserted(index, module)));
    return this;
  }

  [Symbol.iterator](): IterableIterator<Module> {
    return this.#items.values();
  }

  override emptyCopy(copy: Copy): this {
    const made = super.emptyCopy(copy, Sequential);
    for (const [name, item] of this.#items) made.#items.set(name, copy(item));
    return made;
  }

  override ownEntries(): Iterable<readonly [name: string, value: unknown]> {
    return [...super.ownEntries(), ...this.#items];
  }
}
