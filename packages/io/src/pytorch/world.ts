/**
 * @file The closed list of what a file of PyTorch may name: enough for state dicts of modules, optimizers and schedulers,
 * and the plain values that are saved beside them.
 */
import type { Fail } from '../failure.js';
import type { World } from '../pickle/machine.js';
import { Dict, kindOf, Tuple, type Value } from '../pickle/values.js';
import { isStorageClass, orderedDict, rebuildParameter, rebuildTensor, storageOf } from './records.js';

/** `torch.Size`, of a list or a tuple. */
function size([items]: readonly Value[], fail: Fail): Tuple {
  if (items instanceof Tuple) return items;
  if (Array.isArray(items)) return new Tuple(items);
  throw fail(`torch.Size is made of a ${kindOf(items)}`);
}

/** `dict` and its like, of a dict or of nothing. */
function dict([contents]: readonly Value[], fail: Fail): Dict {
  const made = new Dict(false);
  if (contents === undefined) return made;
  if (!(contents instanceof Dict)) throw fail(`a dict is made of a ${kindOf(contents)}`);
  for (const [key, value] of contents.entries) made.entries.set(key, value);
  return made;
}

/** `set`, of a list. */
function set([items = []]: readonly Value[], fail: Fail): Set<Value> {
  if (Array.isArray(items)) return new Set(items);
  throw fail(`a set is made of a ${kindOf(items)}`);
}

/** `torch.device('cuda', 0)` is the text `cuda:0`. */
function device([type, index]: readonly Value[], fail: Fail): string {
  if (typeof type === 'string') return typeof index === 'number' ? `${type}:${index}` : type;
  throw fail(`torch.device is made of a ${kindOf(type)}`);
}

const callables: World['callables'] = new Map<string, (args: readonly Value[], fail: Fail) => Value>([
  ['collections.OrderedDict', orderedDict],
  // its items are set afterwards; the factory makes none here
  ['collections.defaultdict', () => new Dict(false)],
  ['collections.Counter', dict],
  ['torch._utils._rebuild_tensor', rebuildTensor],
  ['torch._utils._rebuild_tensor_v2', rebuildTensor],
  ['torch._utils._rebuild_parameter', rebuildParameter],
  ['torch.Size', size],
  ['torch.device', device],
  ['builtins.set', set],
  ['__builtin__.set', set],
  ['builtins.dict', dict],
  ['__builtin__.dict', dict],
]);

/** Element types, which stand for themselves. */
const DTYPE = /^torch\.(?:float|bfloat|int|uint)\d+$|^torch\.(?:bool|double|half|float|int|long|short)$/;
/** What `defaultdict` is told to make missing values of: it makes none here. */
const FACTORY = /^(?:builtins|__builtin__)\.(?:dict|list|int|float|set)$/;

/** What the pickles of PyTorch may name. */
export const pytorch: World = {
  callables,
  names: (path) => isStorageClass(path) || DTYPE.test(path) || FACTORY.test(path),
  persistent: storageOf,
};
