/**
 * @file Calling a module with other parameters than its own.
 */
import { isTensor, type Tensor, ValueError } from '@x/tensor/core';
import type { AnyModule } from '../module/any-module.js';
import type { Module } from '../module/module.js';
import { snakeCase } from '../module/names.js';
import type { StateSource } from '../module/state-dict.js';

/** A property that holds a parameter or buffer. */
interface Place {
  readonly owner: AnyModule;
  readonly property: string;
}

/** @throws ValueError when no property has that name. */
function placeOf(root: AnyModule, path: string): Place {
  const dot = path.lastIndexOf('.');
  const owner = root.getSubmodule(path.slice(0, Math.max(dot, 0)));
  const name = path.slice(dot + 1);
  const property = Object.keys(owner).find((key) => snakeCase(key) === name && isTensor(Reflect.get(owner, key)));
  if (property !== undefined) return { owner, property };
  const known = [...root.namedParameters(), ...root.namedBuffers()].map(([key]) => key);
  throw new ValueError(
    'functionalCall',
    `there is no parameter or buffer '${path}' that could be replaced (there are: ${known.join(', ')})`,
    { name: path, known },
  );
}

/**
 * Calls a module with some parameters and buffers replaced, for this call only; gradients go to the replacements.
 *
 * @param parametersAndBuffers - tensors by name, as in `stateDict()`.
 * @throws ValueError when the module has no such parameter or buffer.
 * @example utils.stateless.functionalCall(layer, { bias: zeros(2) }, [ones(3)]).shape // [2]
 * @see https://pytorch.org/docs/stable/generated/torch.func.functional_call.html
 */
export function functionalCall<In extends readonly unknown[], Out>(
  module: Module<In, Out>,
  parametersAndBuffers: StateSource,
  args: In,
): Out {
  const entries: Iterable<readonly [string, Tensor]> =
    parametersAndBuffers instanceof Map ? parametersAndBuffers : Object.entries(parametersAndBuffers);
  const replaced = [...entries].map(([path, value]) => [placeOf(module, path), value] as const);
  const before = replaced.map(([{ owner, property }]): unknown => Reflect.get(owner, property));
  try {
    for (const [{ owner, property }, value] of replaced) Reflect.set(owner, property, value);
    return module(...args);
  } finally {
    for (const [i, [{ owner, property }]] of replaced.entries()) Reflect.set(owner, property, before[i]);
  }
}
