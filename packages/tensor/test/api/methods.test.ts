import { cpu } from '@x/backend-cpu';
import { describe, expect, it } from 'vitest';
import * as arithmetic from '../../src/api/arithmetic.js';
import * as choose from '../../src/api/choose.js';
import * as comparison from '../../src/api/comparison.js';
import * as extrema from '../../src/api/extrema.js';
import * as gather from '../../src/api/gather.js';
import * as matrix from '../../src/api/matrix.js';
import * as permute from '../../src/api/permute.js';
import * as rearrange from '../../src/api/rearrange.js';
import * as reduction from '../../src/api/reduction.js';
import * as scan from '../../src/api/scan.js';
import * as select from '../../src/api/select.js';
import * as softmax from '../../src/api/softmax.js';
import * as sort from '../../src/api/sort.js';
import * as split from '../../src/api/split.js';
import * as statistics from '../../src/api/statistics.js';
import * as trigonometry from '../../src/api/trigonometry.js';
import * as unary from '../../src/api/unary.js';
import * as api from '../../src/index.js';

const { eye, isTensor, registerBackend, tensor } = api;
registerBackend(await cpu());

const families = {
  arithmetic,
  choose,
  comparison,
  extrema,
  gather,
  matrix,
  permute,
  rearrange,
  reduction,
  scan,
  select,
  softmax,
  sort,
  split,
  statistics,
  trigonometry,
  unary,
};

/** Functions that PyTorch has as methods only. */
const methodsOnly = new Set(['where', 'unfold']);

const x = tensor([
  [0.5, 0.25],
  [0.75, 0.125],
]);
const y = tensor([
  [0.5, 2],
  [3, 0.25],
]);
const whole = tensor([
  [1, 2],
  [3, 4],
]);
const truth = whole.gt(2);
const index = tensor([[0, 1]]);
const line = tensor([1, 0]);
const row = tensor([0.5, 2]);

/** The receiver (x, unless it says otherwise) and the arguments; functions that are not named take (y) or nothing. */
const calls: Readonly<Record<string, { readonly self?: api.Tensor; readonly args: readonly unknown[] }>> = {
  addcdiv: { args: [x, y] },
  addcmul: { args: [x, y] },
  addmm: { args: [x, y] },
  addmv: { self: row, args: [x, row] },
  baddbmm: { self: x.unsqueeze(0), args: [x.unsqueeze(0), y.unsqueeze(0)] },
  bitwiseAnd: { self: whole, args: [3] },
  bitwiseNot: { self: whole, args: [] },
  bitwiseOr: { self: whole, args: [whole] },
  bitwiseXor: { self: whole, args: [1] },
  bmm: { self: x.unsqueeze(0), args: [y.unsqueeze(0)] },
  chunk: { args: [2] },
  clamp: { args: [{ min: 0.3 }] },
  clampMax: { args: [0.3] },
  clampMin: { args: [y] },
  cumprod: { args: [0] },
  cumsum: { args: [1] },
  dot: { self: row, args: [row] },
  flip: { args: [0] },
  gather: { args: [0, index] },
  indexAdd: { args: [0, line, y] },
  indexCopy: { args: [0, line, y] },
  indexFill: { args: [0, line, 3] },
  indexSelect: { args: [1, line] },
  lerp: { args: [y, 0.5] },
  logSoftmax: { args: [0] },
  logsumexp: { args: [0] },
  maskedFill: { args: [truth, 7] },
  max: { args: [1] },
  min: { args: [y] },
  movedim: { args: [0, 1] },
  mv: { args: [row] },
  narrow: { args: [0, 1, 1] },
  outer: { self: row, args: [row] },
  permute: { args: [1, 0] },
  repeat: { args: [2, 1] },
  roll: { args: [1] },
  scatter: { args: [0, index, y] },
  scatterAdd: { args: [0, index, y] },
  select: { args: [0, 1] },
  softmax: { args: [1] },
  split: { args: [1] },
  swapaxes: { args: [0, 1] },
  take: { args: [line] },
  tile: { args: [2] },
  topk: { args: [1] },
  transpose: { args: [0, 1] },
  unfold: { args: [0, 2, 1] },
  where: { args: [truth, y] },
};

const binary = new Set([...Object.keys(arithmetic), ...Object.keys(comparison), 'mm', 'matmul']);
const oneOperand = new Set(['square', 'logicalNot', 'isnan', 'isinf', 'isfinite']);

function callOf(name: string): { self: api.Tensor; args: readonly unknown[] } {
  const call = calls[name] ?? { args: binary.has(name) && !oneOperand.has(name) ? [y] : [] };
  return { self: x, ...call };
}

/** Tensors as text, so that whole results can be compared. */
function text(result: unknown): unknown {
  if (isTensor(result)) return `${result.dtype} ${JSON.stringify(result.shape)} ${String(result)}`;
  return typeof result === 'object' && result !== null ? Object.values(result).map(text) : result;
}

const rows = Object.entries(families).flatMap(([family, functions]) =>
  Object.keys(functions).map((name) => ({ family, name })),
);

describe('a function of a family', () => {
  it.each(rows)('$family: $name is exported, and a method with the same result', ({ name }) => {
    const { self, args } = callOf(name);
    const method: unknown = Reflect.get(self, name);
    expect(method).toBeTypeOf('function');
    if (typeof method !== 'function') return;
    const result = text(Reflect.apply(method, self, args));
    expect(result).toBeDefined();
    const exported: unknown = Reflect.get(api, name);
    if (methodsOnly.has(name)) return;
    expect(exported).toBeTypeOf('function');
    if (typeof exported === 'function')
      expect(text(Reflect.apply(exported, undefined, [self, ...args]))).toEqual(result);
  });
});

/** Kinds of the tables whose in-place form needs another receiver: integers, or a result that fits. */
const kinds = [...Object.keys(api.unaryKinds), ...Object.keys(api.binaryKinds), ...Object.keys(api.compareKinds)];
const others = [
  'frac',
  'square',
  'lerp',
  'addcmul',
  'addcdiv',
  'clamp',
  'clampMin',
  'clampMax',
  'maskedFill',
  'scatter',
];
const more = ['scatterAdd', 'indexAdd', 'indexCopy', 'indexFill', 'cumsum', 'tril', 'triu'];
const withInplace = [...kinds, ...others, ...more].filter((name) => `${name}_` in api.Tensor.prototype);

describe('an in-place form', () => {
  it('exists for every unary, binary and comparing function', () => {
    const functions = [...Object.keys(unary), ...Object.keys(trigonometry), ...Object.keys(arithmetic)];
    const without = functions.filter((name) => !(`${name}_` in api.Tensor.prototype)).sort();
    expect(without).toEqual(['rsub']);
  });

  it.each(withInplace)('%s_ writes what %s gives, into a whole storage and into a view', (name) => {
    const { self, args } = callOf(name);
    const result: unknown = Reflect.apply(Reflect.get(self, name), self, args);
    if (!isTensor(result)) throw new TypeError(`${name} gives no tensor`);
    const expected = result.to(self.dtype).tolist();
    const copy = self.clone();
    expect(Reflect.apply(Reflect.get(copy, `${name}_`), copy, args)).toBe(copy);
    expect(copy.tolist()).toEqual(expected);
    const wide = eye(4, { dtype: self.dtype });
    const view = wide.t().narrow(0, 1, 2).narrow(1, 1, 2);
    view.copy_(self);
    Reflect.apply(Reflect.get(view, `${name}_`), view, args);
    expect(view.tolist()).toEqual(expected);
    expect([wide.get(0, 0).item(), wide.get(3, 3).item(), wide.get(0, 3).item()]).toEqual([1, 1, 0]);
  });
});
