/**
 * @file Finding a part of a module by its dotted name.
 */
import { ValueError } from '@x/tensor/core';
import type { AnyModule } from './any-module.js';
import { type Named, type Owned, owned } from './registration.js';

function find<T>(op: string, module: AnyModule, list: readonly Named<T>[], name: string, kind: string): T {
  const found = list.find(([known]) => known === name);
  if (found) return found[1];
  const known = list.map(([n]) => n);
  throw new ValueError(
    op,
    `${module.constructor.name} has no ${kind} '${name}' (it has: ${known.length > 0 ? known.join(', ') : 'none'})`,
    { name, known },
  );
}

/** The module called `path`; the module itself for ''. */
export function findModule(root: AnyModule, path: string): AnyModule {
  const names = path === '' ? [] : path.split('.');
  return names.reduce((module, name) => find('getSubmodule', module, owned(module).modules, name, 'module'), root);
}

/** The parameter or buffer called `path`. */
export function findMember<T>(
  op: string,
  root: AnyModule,
  path: string,
  kind: string,
  pick: (of: Owned) => readonly Named<T>[],
): T {
  const dot = path.lastIndexOf('.');
  const module = findModule(root, path.slice(0, Math.max(dot, 0)));
  return find(op, module, pick(owned(module)), path.slice(dot + 1), kind);
}
