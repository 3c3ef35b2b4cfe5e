/**
 * @file Softmax, its logarithm and their gradients: numbers of each line first, then an elementwise function of those.
 */
import type { Access } from '../access.js';
import { flat } from '../access.js';
import { Body } from '../emit/body.js';
import { exp, log } from '../emit/functions.js';
import type { Device } from '../device.js';
import type { Elementwise } from '../expression.js';
import { dense, type GpuOperand, type Kernel, type MakeKernel, store } from '../operands.js';
import type { Program } from '../program.js';
import type { Value } from '../value.js';
import { reduceLines } from './reduce.js';

/** A row-major array as lines of n elements, each `inner` apart. */
export interface Lines {
  readonly outer: number;
  readonly n: number;
  readonly inner: number;
}

function linesOf({ layout: { shape, size } }: GpuOperand, axis: number): Lines {
  const n = shape[axis]!;
  const inner = shape.slice(axis + 1).reduce((a, b) => a * b, 1);
  return { outer: size === 0 ? 0 : size / n / inner, n, inner };
}

/** Where the number of its line is, for every element. */
const ofLine = ({ outer, n, inner }: Lines): Access => ({
  offset: 0,
  sizes: [outer, n, inner],
  strides: [inner, 0, 1],
});

/** A program that sums a function over each line; `x` is the element, `own` the line's own number. */
function lineSum(name: string, arrays: readonly string[], emit: (body: Body) => string): Program {
  const at = '(idiv(T, inner) * n + j) * inner + imod(T, inner)';
  const inner = new Body('x');
  const term = emit(inner).replaceAll('AT', at);
  const body = `let s = 0.0; for (let j = 0; j < n; j++) { ${inner.text.replaceAll('AT', at)} s += ${term}; } return s;`;
  return { name, arrays, ints: ['n', 'inner'], floats: [], body, large: true };
}

const exponents = lineSum('sum of exponents', ['a', 'm'], (body) => exp(body, body.let('a[AT] - m[T]')));
const products = lineSum('sum of products', ['a', 'b'], () => 'a[AT] * b[AT]');

const softmaxOf: Elementwise = {
  name: 'softmax',
  emit: (b, [x, max, sum]) => `${exp(b, b.let(`${x!} - ${max!}`))} / ${sum!}`,
};

const logSoftmaxOf: Elementwise = {
  name: 'logSoftmax',
  emit: (b, [x, max, sum]) => `${x!} - ${max!} - ${log(b, sum!)}`,
};

const softmaxGradient: Elementwise = {
  name: 'softmax gradient',
  emit: (_, [g, y, dot]) => `${y!} * (${g!} - ${dot!})`,
};

const logSoftmaxGradient: Elementwise = {
  name: 'logSoftmax gradient',
  emit: (b, [g, y, sum]) => `${g!} - ${exp(b, y!)} * ${sum!}`,
};

/** Stores a function of the elements and of numbers of their lines, and releases both. */
function finish(
  device: Device,
  out: GpuOperand,
  fn: Elementwise,
  elements: Value[],
  numbers: Value[],
  lines: Lines,
): void {
  const inputs = [
    ...elements.map((value) => ({ value, access: flat })),
    ...numbers.map((value) => ({ value, access: ofLine(lines) })),
  ];
  const result = device.elementwise(fn, out.layout.size, inputs);
  for (const value of [...elements, ...numbers]) value.release();
  store(device, out, result);
}

const forward =
  (fn: Elementwise): ((device: Device) => Kernel<'softmax' | 'logSoftmax'>) =>
  (device) =>
  ([x], [out], { axis }) => {
    const lines = linesOf(x, axis);
    const a = dense(device, x);
    const max = reduceLines(device, a, 'max', lines);
    const sum = device.launch(exponents, lines.outer * lines.inner, [a, max], [lines.n, lines.inner]);
    finish(device, out, fn, [a], [max, sum], lines);
  };

export const softmax: MakeKernel<'softmax'> = forward(softmaxOf);
export const logSoftmax: MakeKernel<'logSoftmax'> = forward(logSoftmaxOf);

export const softmaxBackward: MakeKernel<'softmaxBackward'> =
  (device) =>
  ([grad, y], [out], { axis }) => {
    const lines = linesOf(y, axis);
    const elements = [dense(device, grad), dense(device, y)];
    const dot = device.launch(products, lines.outer * lines.inner, elements, [lines.n, lines.inner]);
    finish(device, out, softmaxGradient, elements, [dot], lines);
  };

export const logSoftmaxBackward: MakeKernel<'logSoftmaxBackward'> =
  (device) =>
  ([grad, y], [out], { axis }) => {
    const lines = linesOf(y, axis);
    const elements = [dense(device, grad), dense(device, y)];
    const sum = reduceLines(device, elements[0]!, 'sum', lines);
    finish(device, out, logSoftmaxGradient, elements, [sum], lines);
  };
