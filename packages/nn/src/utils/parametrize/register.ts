/**
 * @file Replacing a tensor of a module by a function of others, and putting it back.
 */
import { noGrad } from '@x/autograd';
import { withDefaults } from '@x/functional';
import { isTensor, type Tensor, ValueError } from '@x/tensor/core';
import { ModuleDict } from '../../containers/dict.js';
import type { AnyModule } from '../../module/any-module.js';
import { isBuffer, isParameter } from '../../module/brand.js';
import { snakeCase } from '../../module/names.js';
import { unregister } from '../../module/registration.js';
import { forget, valueOf } from './cache.js';
import { checkComputed, ParametrizationList, type Parametrization, put, registeredAs } from './list.js';

/** A module with parametrized tensors. */
export interface Parametrized {
  /** What computes each tensor, by its name in `stateDict()`. */
  readonly parametrizations: ModuleDict<ParametrizationList>;
}

export interface RegisterOptions {
  /** Do not check that the tensor keeps its dtype and shape. Default: false. */
  readonly unsafe?: boolean;
}

export interface RemoveOptions {
  /** Keep the computed value; otherwise the original becomes the tensor again. Default: true. */
  readonly leaveParametrized?: boolean;
}

interface Class {
  readonly name: string;
  readonly prototype: object;
}

/** What is known of a class that was made for a module with parametrized tensors. */
interface Derivation {
  readonly base: Class;
  /** Properties that are computed. */
  readonly properties: readonly string[];
}

const derivations = new WeakMap<Class, Derivation>();

function derivationOf(module: AnyModule): Derivation {
  return derivations.get(module.constructor) ?? { base: module.constructor, properties: [] };
}

function listOf(module: AnyModule, property: string): ParametrizationList | undefined {
  const dict: unknown = Reflect.get(module, 'parametrizations');
  const key = snakeCase(property);
  if (!(dict instanceof ModuleDict) || !dict.has(key)) return undefined;
  const list: unknown = dict.get(key);
  return list instanceof ParametrizationList ? list : undefined;
}

/** The accessor of a computed property. */
function accessor(property: string): PropertyDescriptor {
  return {
    configurable: true,
    get(this: AnyModule): Tensor | undefined {
      const list = listOf(this, property);
      return list && valueOf(list);
    },
    set(this: AnyModule, value: unknown): void {
      const list = listOf(this, property);
      if (!list || !isTensor(value)) {
        throw new ValueError('parametrize', `only a tensor can be assigned to '${property}', which is parametrized`, {
          property,
        });
      }
      list.rightInverse(value);
      forget(list);
    },
  };
}

/** Gives a module a class of its own, in which these properties are computed; its own class back if there are none. */
function derive(module: AnyModule, properties: readonly string[]): void {
  const { base } = derivationOf(module);
  if (properties.length === 0) {
    Object.setPrototypeOf(module, base.prototype);
    return;
  }
  const derived = function Parametrized(): void {};
  derived.prototype = Object.create(base.prototype, {
    constructor: { value: derived, configurable: true, writable: true },
    ...Object.fromEntries(properties.map((property) => [property, accessor(property)])),
  });
  Object.setPrototypeOf(derived, base);
  Object.defineProperty(derived, 'name', { value: `Parametrized${base.name}` });
  derivations.set(derived, { base, properties });
  Object.setPrototypeOf(module, derived.prototype);
}

/** Adds a parametrization to those that compute a tensor. */
function append(module: AnyModule, list: ParametrizationList, parametrization: Parametrization, unsafe: boolean): void {
  if (!unsafe) {
    const before = list();
    const after = parametrization(before);
    checkComputed('a parametrization', after, before.dtype, before.shape);
    if (parametrization.rightInverse) {
      const inverse: unknown = noGrad(() => parametrization.rightInverse?.(after));
      checkComputed('rightInverse of a further parametrization', inverse, before.dtype, before.shape);
    }
  }
  list.append(parametrization);
  forget(list);
}

/**
 * Makes a parameter or buffer of a module the result of another module, which is called whenever the tensor is used:
 * `module.weight` is `parametrization(original)`. Called again, it puts a parametrization behind those that are there.
 *
 * The original lies in `module.parametrizations`, and in `stateDict()` under `parametrizations.weight.original`. Assigning a
 * tensor to the property calls `rightInverse` of the parametrizations, which also makes the first originals.
 *
 * @param name - the property, such as 'weight'.
 * @returns the module.
 * @throws ValueError when there is no such parameter or buffer, when the parametrization changes its dtype or shape (unless
 * `unsafe`), or for an unknown option.
 * @example
 * class Symmetric extends Module {
 *   forward(x: Tensor): Tensor {
 *     return x.triu().add(x.triu({ diagonal: 1 }).t());
 *   }
 * }
 * utils.parametrize.registerParametrization(new Linear(3, 3), 'weight', new Symmetric())
 * @see https://pytorch.org/docs/stable/generated/torch.nn.utils.parametrize.register_parametrization.html
 */
export function registerParametrization<M extends AnyModule>(
  module: M,
  name: string,
  parametrization: Parametrization,
  options: RegisterOptions = {},
): M & Parametrized {
  const op = 'registerParametrization';
  const { unsafe } = withDefaults(op, options, { unsafe: false });
  parametrization.train(module.training);
  const list = listOf(module, name);
  if (list) append(module, list, parametrization, unsafe);
  else {
    const original: unknown = Reflect.get(module, name);
    if (!isParameter(original) && !isBuffer(original)) {
      const known = [...module.namedParameters({ recurse: false }), ...module.namedBuffers({ recurse: false })];
      throw new ValueError(
        op,
        `${module.constructor.name} has no parameter or buffer '${name}' (it has: ${known.map(([key]) => key).join(', ') || 'none'})`,
        { name },
      );
    }
    const made = new ParametrizationList([parametrization], original, unsafe);
    made.train(module.training);
    Reflect.deleteProperty(module, name);
    unregister(module, snakeCase(name));
    if (!isParametrized(module)) put(module, 'parametrizations', new ModuleDict());
    dictOf(module).set(snakeCase(name), made);
    derive(module, [...derivationOf(module).properties, name]);
  }
  return withParametrizations(module);
}

function dictOf(module: AnyModule): ModuleDict<AnyModule> {
  const dict: unknown = Reflect.get(module, 'parametrizations');
  if (dict instanceof ModuleDict) return dict;
  throw new ValueError('parametrize', `${module.constructor.name} has no parametrizations`);
}

/** What the registration has made of the module. */
function withParametrizations<M extends AnyModule>(module: M): M & Parametrized {
  return module as M & Parametrized;
}

/**
 * Whether a tensor of a module, or any, is parametrized.
 *
 * @param name - the property. Default: any.
 * @example utils.parametrize.isParametrized(new Linear(2, 2)) // false
 * @see https://pytorch.org/docs/stable/generated/torch.nn.utils.parametrize.is_parametrized.html
 */
export function isParametrized(module: AnyModule, name?: string): boolean {
  return name === undefined ? derivationOf(module).properties.length > 0 : listOf(module, name) !== undefined;
}

/**
 * Makes a parametrized tensor a parameter, or buffer, again: with its computed value, or with `leaveParametrized: false` the
 * original.
 *
 * @returns the module.
 * @throws ValueError when the tensor is not parametrized, when several originals shall become one tensor, or for an unknown
 * option.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.utils.parametrize.remove_parametrizations.html
 */
export function removeParametrizations<M extends AnyModule>(module: M, name: string, options: RemoveOptions = {}): M {
  const op = 'removeParametrizations';
  const { leaveParametrized } = withDefaults(op, options, { leaveParametrized: true });
  const list = listOf(module, name);
  if (!list) throw new ValueError(op, `${module.constructor.name} has no parametrization on '${name}'`, { name });
  const [original] = list.originals;
  if (!original || (list.isSequence && !leaveParametrized)) {
    throw new ValueError(op, `'${name}' is made of several originals; only leaveParametrized: true makes one of them`);
  }
  const value = leaveParametrized ? noGrad(() => list()) : original;
  if (!list.isSequence) original.data = value;
  const restored = list.isSequence ? registeredAs(original, value) : original;
  const dict = dictOf(module);
  dict.delete(snakeCase(name));
  if (dict.length === 0) Reflect.deleteProperty(module, 'parametrizations');
  derive(
    module,
    derivationOf(module).properties.filter((property) => snakeCase(property) !== snakeCase(name)),
  );
  put(module, name, restored);
  return module;
}
