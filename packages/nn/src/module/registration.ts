/**
 * @file What a module owns, found by looking at its properties, and everything in the tree below it.
 */
import { withDefaults } from '@x/functional';
import { isTensor, ValueError } from '@x/tensor/core';
import { isBuffer, isModule, isParameter } from './brand.js';
import type { Buffer } from './buffer.js';
import type { AnyModule } from './any-module.js';
import type { Parameter } from './parameter.js';

/** A value and its name, such as `fc1.weight`. */
export type Named<T> = [name: string, value: T];

/** What a module owns itself, in the order written. */
export interface Owned {
  readonly parameters: readonly Named<Parameter>[];
  readonly buffers: readonly Named<Buffer>[];
  readonly modules: readonly Named<AnyModule>[];
}

/** Names of the properties of each module that have held a parameter or buffer, with what it was. */
const registered = new WeakMap<AnyModule, Map<string, 'Parameter' | 'Buffer'>>();

function namesOf(module: AnyModule): Map<string, 'Parameter' | 'Buffer'> {
  let names = registered.get(module);
  if (!names) {
    names = new Map();
    registered.set(module, names);
  }
  return names;
}

/** A plain tensor in place of a parameter would no longer be learned, or saved. */
function checkStillRegistered(name: string, value: unknown, kind: 'Parameter' | 'Buffer' | undefined): void {
  if (!kind || !isTensor(value)) return;
  throw new ValueError(
    'Module',
    `cannot assign a tensor as '${name}', which is a ${kind}; assign new ${kind}(tensor), or write into it with copy_`,
    { name },
  );
}

/**
 * What a module owns itself.
 *
 * @throws ValueError when two properties have one name in snake_case, or a plain tensor took the place of a parameter or buffer.
 */
export function owned(module: AnyModule): Owned {
  const parameters: Named<Parameter>[] = [];
  const buffers: Named<Buffer>[] = [];
  const modules: Named<AnyModule>[] = [];
  const known = namesOf(module);
  const taken = new Set<string>();
  for (const [name, value] of module.ownEntries()) {
    if (isParameter(value)) {
      known.set(name, 'Parameter');
      parameters.push([name, value]);
    } else if (isBuffer(value)) {
      known.set(name, 'Buffer');
      buffers.push([name, value]);
    } else if (isModule(value)) {
      modules.push([name, value]);
    } else {
      checkStillRegistered(name, value, known.get(name));
      continue;
    }
    if (taken.has(name)) throw new ValueError('Module', `two properties have the name '${name}'`, { name });
    taken.add(name);
  }
  return { parameters, buffers, modules };
}

/** `a` and `b` as `a.b`; `b` at the root. */
export function joinNames(prefix: string, name: string): string {
  return prefix === '' ? name : `${prefix}.${name}`;
}

/** The module and all modules below it, parents first, each once. */
export function namedModules(root: AnyModule, prefix: string, seen: Set<AnyModule> = new Set()): Named<AnyModule>[] {
  if (seen.has(root)) return [];
  seen.add(root);
  const below = owned(root).modules.flatMap(([name, child]) => namedModules(child, joinNames(prefix, name), seen));
  return [[prefix, root], ...below];
}

export interface NamedOptions {
  /** Put before every name, with a dot. Default: ''. */
  readonly prefix?: string;
  /** Also look into the modules below. Default: true. */
  readonly recurse?: boolean;
}

/** Parameters or buffers of a module, those of the modules below included, each once. */
export function namedMembers<T>(
  root: AnyModule,
  pick: (of: Owned) => readonly Named<T>[],
  options: NamedOptions,
): Named<T>[] {
  const { prefix, recurse } = withDefaults('Module', options, { prefix: '', recurse: true });
  const found = new Map<T, string>();
  const modules: readonly Named<AnyModule>[] = recurse ? namedModules(root, prefix) : [[prefix, root]];
  for (const [path, module] of modules) {
    for (const [name, value] of pick(owned(module))) {
      if (!found.has(value)) found.set(value, joinNames(path, name));
    }
  }
  return [...found].map(([value, name]) => [name, value]);
}

/** The child modules, each once. */
export function namedChildren(module: AnyModule): Named<AnyModule>[] {
  const found = new Map<AnyModule, string>();
  for (const [name, child] of owned(module).modules) if (!found.has(child)) found.set(child, name);
  return [...found].map(([child, name]) => [name, child]);
}

/** Lets a plain tensor take the place of the parameter or buffer that a property held. */
export function unregister(module: AnyModule, name: string): void {
  namesOf(module).delete(name);
}
