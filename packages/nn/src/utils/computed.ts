/**
 * @file Parameters that are computed from others before every `forward`.
 */
import type { RemovableHandle } from '@x/autograd';
import { type Tensor, ValueError } from '@x/tensor/core';
import type { AnyModule } from '../module/any-module.js';
import { isParameter } from '../module/brand.js';
import { snakeCase } from '../module/names.js';
import { Parameter } from '../module/parameter.js';
import { unregister } from '../module/registration.js';

/** A module of whatever inputs and output. */
export type Target = AnyModule & { registerForwardPreHook(hook: (self: AnyModule) => void): RemovableHandle };

/** A parameter that was taken apart. */
interface Computed {
  /** What did it, such as 'weightNorm'. */
  readonly op: string;
  /** Suffixes of the properties that the value is computed from. */
  readonly sources: readonly string[];
  readonly compute: (module: AnyModule) => Tensor;
  readonly handle: RemovableHandle;
}

const computed = new WeakMap<AnyModule, Map<string, Computed>>();

function put(module: AnyModule, name: string, value: Tensor): void {
  Object.defineProperty(module, name, { value, enumerable: true, configurable: true, writable: true });
}

/** The parameter under a property. @throws ValueError when there is none. */
export function parameterOf(op: string, module: Target, name: string): Parameter {
  const value: unknown = Reflect.get(module, name);
  if (isParameter(value)) return value;
  const known = module.namedParameters({ recurse: false }).map(([key]) => key);
  throw new ValueError(op, `the module has no parameter '${name}' (it has: ${known.join(', ') || 'none'})`, {
    name,
    known,
  });
}

/** A tensor under a property, which `takeApart` put there. */
export function partOf(module: AnyModule, name: string): Tensor {
  return Reflect.get(module, name) as Tensor;
}

/**
 * Takes a parameter off a module; from then on the property is computed, now and before every `forward`. `register` puts
 * what it is computed from into properties that start with the same name; `beforeForward` may do more than compute.
 */
export function takeApart(
  module: Target,
  name: string,
  { op, sources, compute }: Omit<Computed, 'handle'>,
  register: (parameter: Parameter) => void,
  beforeForward: (module: AnyModule) => Tensor = compute,
): void {
  const parameter = parameterOf(op, module, name);
  Reflect.deleteProperty(module, name);
  unregister(module, snakeCase(name));
  register(parameter);
  put(module, name, compute(module));
  const handle = module.registerForwardPreHook((self) => put(self, name, beforeForward(self)));
  const ofModule = computed.get(module) ?? new Map<string, Computed>();
  computed.set(module, ofModule.set(name, { op, sources, compute, handle }));
}

/** Whether a parameter was taken apart by this function. */
export function isTakenApart(op: string, module: AnyModule, name: string): boolean {
  return computed.get(module)?.get(name)?.op === op;
}

/** Makes the computed value a parameter again. @throws ValueError when it is none. */
export function putTogether(op: string, remover: string, module: Target, name: string): void {
  const found = computed.get(module)?.get(name);
  if (!found || found.op !== op) throw new ValueError(remover, `'${name}' was not changed by ${op}`, { name });
  const value = found.compute(module).detach();
  found.handle.remove();
  computed.get(module)?.delete(name);
  for (const source of found.sources) Reflect.deleteProperty(module, `${name}${source}`);
  put(module, name, new Parameter(value));
}
