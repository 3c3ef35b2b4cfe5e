/**
 * @file Reading and writing all parameters and buffers of a module by name.
 */
import { noGrad } from '@x/autograd';
import { isTensor, sameShape, type Shape, type Tensor, XError } from '@x/tensor/core';
import type { AnyModule } from './any-module.js';
import { joinNames, type Named, owned } from './registration.js';

/** Tensors by name, as `stateDict()` returns them. */
export type StateDict = Record<string, Tensor>;

/** Tensors by name, in any form that `loadStateDict` reads. */
export type StateSource = Readonly<Record<string, Tensor>> | ReadonlyMap<string, Tensor>;

/** Names on which a module and a state dict differ. */
export interface IncompatibleKeys {
  /** Names that the module has and the state dict lacks. */
  readonly missingKeys: readonly string[];
  /** Names that the state dict has and the module lacks. */
  readonly unexpectedKeys: readonly string[];
}

/** A tensor of a state dict whose shape is not that of the module's. */
export interface SizeMismatch {
  readonly key: string;
  readonly expected: Shape;
  readonly found: Shape;
}

/** A state dict that does not fit the module; `details` has what is missing, unexpected and of another size. */
export class StateDictError extends XError<IncompatibleKeys & { readonly sizeMismatches: readonly SizeMismatch[] }> {}

/** The parameters and persistent buffers of one module. */
function ownState(module: AnyModule): Named<Tensor>[] {
  const { parameters, buffers } = owned(module);
  return [...parameters, ...buffers.filter(([, buffer]) => buffer.persistent)];
}

/** Everything that a state dict holds; a tensor that is shared has several names. */
export function namedState(module: AnyModule, prefix: string): Named<Tensor>[] {
  const own = ownState(module).map(([name, value]): Named<Tensor> => [joinNames(prefix, name), value]);
  const below = owned(module).modules.flatMap(([name, child]) => namedState(child, joinNames(prefix, name)));
  return [...own, ...below];
}

/** Names that lead to nothing in the module, found from the root down. */
function unexpectedKeys(module: AnyModule, keys: readonly string[], prefix: string = ''): string[] {
  const { modules } = owned(module);
  const state = new Set(ownState(module).map(([name]) => name));
  const children = new Set(modules.map(([name]) => name));
  const own = keys.filter((key) => {
    const name = key.slice(prefix.length);
    const dot = name.indexOf('.');
    return !state.has(name) && !(dot >= 0 && children.has(name.slice(0, dot)));
  });
  const below = modules.flatMap(([name, child]) => {
    const path = `${prefix}${name}.`;
    return unexpectedKeys(
      child,
      keys.filter((key) => key.startsWith(path)),
      path,
    );
  });
  return [...own, ...below];
}

const quoted = (keys: readonly string[]): string => keys.map((key) => `"${key}"`).join(', ');
const sizeText = (shape: Shape): string => `torch.Size([${shape.join(', ')}])`;

function mismatchText({ key, expected, found }: SizeMismatch): string {
  const shapes = `with shape ${sizeText(found)} from checkpoint, the shape in current model is ${sizeText(expected)}`;
  return `size mismatch for ${key}: copying a param ${shapes}.`;
}

function refuse(
  module: AnyModule,
  problems: readonly string[],
  keys: IncompatibleKeys,
  sizes: readonly SizeMismatch[],
) {
  const text = `Error(s) in loading state_dict for ${module.constructor.name}:\n\t${problems.join('\n\t')}`;
  return new StateDictError('loadStateDict', text, { ...keys, sizeMismatches: sizes });
}

/** Writes a state dict into a module: all of it, or, when there is an error, nothing. */
export function loadState(module: AnyModule, source: StateSource, strict: boolean): IncompatibleKeys {
  const state = new Map<string, unknown>(source instanceof Map ? source : Object.entries(source));
  const targets = namedState(module, '');
  const keys: IncompatibleKeys = {
    missingKeys: targets.map(([key]) => key).filter((key) => !state.has(key)),
    unexpectedKeys: unexpectedKeys(module, [...state.keys()]),
  };
  const problems: string[] = [];
  if (strict && keys.missingKeys.length > 0)
    problems.push(`Missing key(s) in state_dict: ${quoted(keys.missingKeys)}. `);
  if (strict && keys.unexpectedKeys.length > 0)
    problems.push(`Unexpected key(s) in state_dict: ${quoted(keys.unexpectedKeys)}. `);
  const sizeMismatches: SizeMismatch[] = [];
  const copies: [target: Tensor, value: Tensor][] = [];
  for (const [key, target] of targets) {
    if (!state.has(key)) continue;
    const value = state.get(key);
    if (!isTensor(value) || value.disposed) {
      const got = isTensor(value) ? 'a disposed one' : typeof value;
      problems.push(`While copying the parameter named "${key}", expected a tensor but received ${got}`);
    } else if (sameShape(value.shape, target.shape)) {
      copies.push([target, value]);
    } else {
      const mismatch = { key, expected: target.shape, found: value.shape };
      sizeMismatches.push(mismatch);
      problems.push(mismatchText(mismatch));
    }
  }
  if (problems.length > 0) throw refuse(module, problems, keys, sizeMismatches);
  noGrad(() => {
    for (const [target, value] of copies) target.copy_(value);
  });
  return keys;
}
