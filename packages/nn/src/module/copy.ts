/**
 * @file Deep copies of modules.
 */
import { isTensor, type Tensor } from '@x/tensor/core';
import type { AnyModule } from './any-module.js';
import { isBuffer, isModule, isParameter } from './brand.js';
import { Buffer } from './buffer.js';
import { Parameter } from './parameter.js';

/** Copies a value that belongs to a module; the same value gives the same copy. */
export type Copy = <T>(value: T) => T;

function copyTensor(tensor: Tensor): Tensor {
  const values = tensor.detach().clone();
  if (isParameter(tensor)) return new Parameter(values, { requiresGrad: tensor.requiresGrad });
  if (isBuffer(tensor)) return new Buffer(values, { persistent: tensor.persistent });
  if (tensor.requiresGrad) values.requiresGrad = true;
  return values;
}

const isPlain = (value: object): boolean => [Object.prototype, null].includes(Object.getPrototypeOf(value));

/** The parts of a copy made so far, by what they are copies of. */
class Copies {
  readonly #made = new Map<unknown, unknown>();

  readonly copy: Copy = <T>(value: T): T => {
    if (!this.#made.has(value)) this.#made.set(value, isModule(value) ? this.module(value) : this.#value(value));
    return this.#made.get(value) as T;
  };

  #value(value: unknown): unknown {
    if (isTensor(value)) return copyTensor(value);
    if (Array.isArray(value)) return value.map((item: unknown) => this.copy(item));
    if (value instanceof Map)
      return new Map([...value].map(([key, item]: [unknown, unknown]) => [key, this.copy(item)]));
    if (value instanceof Set) return new Set([...value].map((item: unknown) => this.copy(item)));
    if (typeof value !== 'object' || value === null || !isPlain(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]: [string, unknown]) => [key, this.copy(item)]));
  }

  module<M extends AnyModule>(module: M): M {
    const made = module.emptyCopy(this.copy);
    this.#made.set(module, made);
    // what a constructor made anew although the module has lost it since
    for (const name of Object.keys(made)) if (!Object.hasOwn(module, name)) Reflect.deleteProperty(made, name);
    for (const [name, property] of Object.entries(Object.getOwnPropertyDescriptors(module))) {
      const copied = 'value' in property ? { ...property, value: this.copy(property.value) } : property;
      Object.defineProperty(made, name, copied);
    }
    return made;
  }
}

/** A module of the same class with copies of everything that belongs to it. */
export function copyModule<M extends AnyModule>(module: M): M {
  return new Copies().module(module);
}
