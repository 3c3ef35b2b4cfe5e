/**
 * @file Single ops, forward only.
 */
import {
  type BinaryName,
  type Case,
  type CaseOf,
  type ReductionName,
  type Shape,
  sizeOf,
  type UnaryName,
} from './case.js';

const million: Shape = [1_048_576];
const square: Shape = [1024, 1024];
const bytesOf = (...shapes: Shape[]): number => 4 * shapes.reduce((sum, shape) => sum + sizeOf(shape), 0);

function matmul(name: string, lead: Shape, n: number): CaseOf<'matmul'> {
  const a = [...lead, n, n];
  return { name, op: 'matmul', kind: 'compute', a, b: a, flops: 2 * n * sizeOf(a), bytes: bytesOf(a, a, a) };
}

function unary(fn: UnaryName, offset = 0): CaseOf<'unary'> {
  const a = million;
  return { name: `${fn}/1M`, op: 'unary', kind: 'memory', fn, a, offset, flops: sizeOf(a), bytes: bytesOf(a, a) };
}

function binary(name: string, fn: BinaryName, a: Shape, b: Shape, offset = 0): CaseOf<'binary'> {
  return { name, op: 'binary', kind: 'memory', fn, a, b, offset, flops: sizeOf(a), bytes: bytesOf(a, b, a) };
}

function reduce(name: string, fn: ReductionName, dim: number): CaseOf<'reduce'> {
  const a = square;
  return { name, op: 'reduce', kind: 'memory', fn, a, dim, flops: sizeOf(a), bytes: bytesOf(a, [1024]) };
}

function softmax(a: Shape): CaseOf<'softmax'> {
  return {
    name: `softmax/${a.join('x')}`,
    op: 'softmax',
    kind: 'memory',
    a,
    flops: 5 * sizeOf(a),
    bytes: bytesOf(a, a),
  };
}

const moved = { kind: 'memory', flops: 0 } as const;

/** Matrix products, elementwise functions, reductions, and ops that move numbers. */
export const primitiveCases: readonly Case[] = [
  ...[64, 128, 256, 512, 1024].map((n) => matmul(`matmul/${n}`, [], n)),
  matmul('bmm/32x64', [32], 64),
  binary('add/1M', 'add', million, million),
  binary('mul/1M', 'mul', million, million),
  binary('div/1M', 'div', million, million, 1.5),
  unary('relu'),
  unary('exp'),
  unary('log', 1.5),
  unary('sqrt', 1.5),
  unary('tanh'),
  unary('sigmoid'),
  binary('add-row/1024', 'add', square, [1024]),
  binary('add-column/1024', 'add', square, [1024, 1]),
  reduce('sum-last/1024', 'sum', 1),
  reduce('sum-first/1024', 'sum', 0),
  reduce('max-last/1024', 'max', 1),
  reduce('argmax-last/1024', 'argmax', 1),
  softmax([1024, 1000]),
  { name: 'transpose/1024', op: 'transpose', ...moved, a: square, bytes: bytesOf(square, square) },
  { name: 'cat/2x512x1024', op: 'cat', ...moved, a: [512, 1024], b: [512, 1024], bytes: bytesOf(square, square) },
  { name: 'rows/5000x128', op: 'indexSelect', ...moved, a: [5000, 128], ids: [2048], bytes: 2 * bytesOf([2048, 128]) },
  { name: 'cumsum/1024', op: 'cumsum', ...moved, a: square, flops: sizeOf(square), bytes: bytesOf(square, square) },
  { name: 'sort/256x1024', op: 'sort', ...moved, a: [256, 1024], bytes: 2 * bytesOf([256, 1024]) },
];
