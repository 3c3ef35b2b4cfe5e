/**
 * @file Modules by name.
 */
import { ValueError } from '@x/tensor';
import type { AnyModule } from '../module/any-module.js';
import { Module } from '../module/module.js';
import { type ByName, NamedItems } from './items.js';

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
export class ModuleDict<M extends AnyModule = Module> extends Module<never, never> {
  static readonly name: string = 'ModuleDict';
  readonly #items = new NamedItems<M>('ModuleDict');

  constructor(modules: ByName<M> = {}) {
    super();
    this.#items.assign(modules);
  }

  /** @throws ValueError always: a dictionary says nothing about what is done with its modules. */
  override forward(): never {
    throw new ValueError('ModuleDict', 'a dictionary has no forward; call its modules');
  }

  /** Number of modules. */
  get length(): number {
    return this.#items.size;
  }

  /** The module of a name. @throws ValueError when there is none. */
  get(name: string): M {
    const module = this.#items.get(name);
    if (module) return module;
    const known = [...this.#items.keys()];
    throw new ValueError('ModuleDict', `there is no module '${name}' (there are: ${known.join(', ')})`, {
      name,
      known,
    });
  }

  /** Whether there is a module of that name. */
  has(name: string): boolean {
    return this.#items.has(name);
  }

  /** Adds a module, or puts it in the place of the one of that name. @throws ValueError when the name is empty or has a dot. */
  set(name: string, module: M): this {
    this.#items.set(name, module);
    return this;
  }

  /** Adds, or replaces, several modules. */
  update(modules: ByName<M>): this {
    this.#items.assign(modules);
    return this;
  }

  /** Removes a module; false when there was none. */
  delete(name: string): boolean {
    return this.#items.delete(name);
  }

  /** Removes all modules. */
  clear(): void {
    this.#items.clear();
  }

  /** The names, in order. */
  keys(): IterableIterator<string> {
    return this.#items.keys();
  }

  /** The modules, in order. */
  values(): IterableIterator<M> {
    return this.#items.values();
  }

  /** Names and modules, in order. */
  [Symbol.iterator](): IterableIterator<[name: string, module: M]> {
    return this.#items[Symbol.iterator]();
  }

  override ownEntries(): Iterable<readonly [name: string, value: unknown]> {
    return [...super.ownEntries(), ...this.#items];
  }
}
