/**
 * @file Backends that are wrong in one way each. `teeth.test.ts` runs the suite on them and expects it to fail.
 */
import type { CpuBuffer } from '@x/backend-cpu';
import { type Backend, type FusedKernels, Layout, type Operand, type RequiredKernels } from '@x/tensor';

export type CpuKernels = RequiredKernels<CpuBuffer> & FusedKernels<CpuBuffer>;
type CpuOperand = Operand<CpuBuffer>;

/** What is wrong, and the suite that has to notice. */
export interface Mutant {
  readonly suite: string;
  readonly kernels?: (right: CpuKernels) => Partial<CpuKernels>;
  readonly backend?: (right: Backend<CpuBuffer>) => Partial<Backend<CpuBuffer>>;
}

const withLayout = (x: CpuOperand, layout: Layout): CpuOperand => ({ ...x, layout });
const asContiguous = (x: CpuOperand): CpuOperand =>
  withLayout(x, Layout.strided(x.layout.shape, Layout.of(x.layout.shape).strides, x.layout.offset));
const withoutOffset = (x: CpuOperand): CpuOperand => withLayout(x, Layout.strided(x.layout.shape, x.layout.strides, 0));
const withoutFlips = (x: CpuOperand): CpuOperand =>
  withLayout(x, Layout.strided(x.layout.shape, x.layout.strides.map(Math.abs), x.layout.bounds()[0]));
/** Without the last index of the first dimension. */
const cut = (x: CpuOperand): CpuOperand => {
  const n = x.layout.shape[0] ?? 0;
  return n > 1 ? withLayout(x, x.layout.slice(0, 0, n - 1)) : x;
};
/** Changes the memory of a result, element by element. */
function rewrite(x: CpuOperand, fn: (value: number, index: number) => number): void {
  const memory = x.buffer.elements(x.dtype);
  memory.forEach((value, i) => {
    memory[i] = fn(value, i);
  });
}

/** Runs with other numbers in an operand, which are put back afterwards. */
function during(x: CpuOperand, fn: (value: number) => number, run: () => void): void {
  const memory = x.buffer.elements(x.dtype);
  const before = memory.slice();
  rewrite(x, fn);
  run();
  memory.set(before);
}

export const mutants: Readonly<Record<string, Mutant>> = {
  'reads at the wrong place': { suite: 'storage', backend: (b) => ({ read: (buffer, _, n) => b.read(buffer, 0, n) }) },
  'hands out its own memory': {
    suite: 'storage',
    backend: () => ({ read: (buffer, at, n) => Promise.resolve(buffer.bytes.subarray(at, at + n)) }),
  },
  'supports too little': { suite: 'dtypes', backend: (b) => ({ supports: (d) => d !== 'uint8' && b.supports(d) }) },
  'fill ignores strides': {
    suite: 'fill',
    kernels: (k) => ({ fill: (i, [out], a) => k.fill(i, [asContiguous(out)], a) }),
  },
  'fill stops one short': { suite: 'fill', kernels: (k) => ({ fill: (i, [out], a) => k.fill(i, [cut(out)], a) }) },
  'copy ignores the offset': {
    suite: 'copy',
    kernels: (k) => ({ copy: ([x], o, a) => k.copy([withoutOffset(x)], o, a) }),
  },
  'copy writes without strides': {
    suite: 'copy',
    kernels: (k) => ({ copy: (i, [out], a) => k.copy(i, [asContiguous(out)], a) }),
  },
  'cast rounds': {
    suite: 'cast',
    kernels: (k) => ({ cast: ([x], o, a) => during(x, Math.round, () => k.cast([x], o, a)) }),
  },
  'cast keeps numbers as bools': {
    suite: 'cast',
    kernels: (k) => ({
      cast: (i, [out], a) => k.cast(i, [out.dtype === 'bool' ? { ...out, dtype: 'uint8' } : out], a),
    }),
  },
  'unary writes to its input': {
    suite: 'unary',
    kernels: (k) => ({
      unary: ([x], o, a) => {
        k.unary([x], o, a);
        rewrite(x, () => 0);
      },
    }),
  },
  'unary ignores flips': {
    suite: 'unary',
    kernels: (k) => ({ unary: ([x], o, a) => k.unary([withoutFlips(x)], o, a) }),
  },
  'unary turns NaN into 0': {
    suite: 'unary',
    kernels: (k) => ({
      unary: (i, [out], a) => {
        k.unary(i, [out], a);
        rewrite(out, (x) => (Number.isNaN(x) ? 0 : x));
      },
    }),
  },
  'erf is tanh': {
    suite: 'unary',
    kernels: (k) => ({ unary: (i, o, a) => k.unary(i, o, { kind: a.kind === 'erf' ? 'tanh' : a.kind }) }),
  },
  'binary ignores the strides of b': {
    suite: 'binary',
    kernels: (k) => ({ binary: ([x, y], o, a) => k.binary([x, asContiguous(y)], o, a) }),
  },
  'binary stops one short': {
    suite: 'binary',
    kernels: (k) => ({
      binary: ([x, y], [out], a) => k.binary([cut(x), cut(y)], [cut(out)], a),
    }),
  },
  'binary swaps its operands': {
    suite: 'binary',
    kernels: (k) => ({ binary: ([x, y], o, a) => k.binary([y, x], o, a) }),
  },
  'floor division truncates': {
    suite: 'binary',
    kernels: (k) => ({
      binary: (i, o, a) => k.binary(i, o, { kind: a.kind === 'floorDivide' ? 'truncDivide' : a.kind }),
    }),
  },
  'le is lt': {
    suite: 'compare',
    kernels: (k) => ({ compare: (i, o, a) => k.compare(i, o, { kind: a.kind === 'le' ? 'lt' : a.kind }) }),
  },
  'where ignores the strides of its condition': {
    suite: 'where',
    kernels: (k) => ({ where: ([c, x, y], o, a) => k.where([asContiguous(c), x, y], o, a) }),
  },
  'max passes NaN over': {
    suite: 'reduce',
    kernels: (k) => ({
      reduce: ([x], o, a) => {
        const run = (): void => k.reduce([x], o, a);
        if (a.kind === 'max') during(x, (v) => (Number.isNaN(v) ? -Infinity : v), run);
        else run();
      },
    }),
  },
  'reduce leaves the last row out': {
    suite: 'reduce',
    kernels: (k) => ({ reduce: ([x], o, a) => k.reduce([a.axes.includes(0) ? cut(x) : x], o, a) }),
  },
  'argReduce ignores strides': {
    suite: 'argReduce',
    kernels: (k) => ({ argReduce: ([x], o, a) => k.argReduce([asContiguous(x)], o, a) }),
  },
  'argmax finds the last': {
    suite: 'argReduce',
    kernels: (k) => ({
      argReduce: ([x], [out], a) => {
        const n = x.layout.shape[a.axis]!;
        k.argReduce([withLayout(x, x.layout.flip([a.axis]))], [out], a);
        rewrite(out, (v) => n - 1 - v);
      },
    }),
  },
  'gather clamps its index': {
    suite: 'indexing',
    kernels: (k) => ({
      gather: ([x, index], o, a) => {
        const last = x.layout.shape[a.axis]! - 1;
        during(
          index,
          (v) => Math.min(Math.max(v, 0), last),
          () => k.gather([x, index], o, a),
        );
      },
    }),
  },
  'scatterAdd overwrites': { suite: 'indexing', kernels: (k) => ({ scatterAdd: (i, o, a) => k.scatter(i, o, a) }) },
  'scatter lets the first win': {
    suite: 'indexing',
    kernels: (k) => ({
      scatter: ([index, src], o, { axis }) =>
        k.scatter([withLayout(index, index.layout.flip([axis])), withLayout(src, src.layout.flip([axis]))], o, {
          axis,
        }),
    }),
  },
  'matmul ignores the strides of b': {
    suite: 'matmul',
    kernels: (k) => ({ matmul: ([x, y], o, a) => k.matmul([x, asContiguous(y)], o, a) }),
  },
  'matmul leaves the last product out': {
    suite: 'matmul',
    kernels: (k) => ({
      matmul: ([x, y], o, a) => {
        const [n, d] = [x.layout.shape.at(-1)!, x.layout.ndim - 1];
        k.matmul([withLayout(x, x.layout.slice(d, 0, n - 1)), withLayout(y, y.layout.slice(d - 1, 0, n - 1))], o, a);
      },
    }),
  },
  'addmm repeats the first bias': {
    suite: 'kernel addmm',
    kernels: (k) => ({
      addmm: ([bias, x, y], o, a) =>
        k.addmm([withLayout(bias, Layout.strided(bias.layout.shape, [0, 0], bias.layout.offset)), x, y], o, a),
    }),
  },
  'layerNorm forgets the bias': {
    suite: 'normalisation',
    kernels: (k) => ({ layerNorm: (i, o, a) => k.layerNorm(i, o, { ...a, hasBias: false }) }),
  },
  'layerNormBackward looks for the variance without eps': {
    suite: 'normalisation',
    kernels: (k) => ({ layerNormBackward: (i, o, a) => k.layerNormBackward(i, o, { ...a, eps: 0 }) }),
  },
  'batchNormBackward forgets the weight': {
    suite: 'normalisation',
    kernels: (k) => ({ batchNormBackward: (i, o, a) => k.batchNormBackward(i.slice(0, 4), o, a) }),
  },
  'batchNormInference mixes up its statistics': {
    suite: 'normalisation',
    kernels: (k) => ({
      batchNormInference: ([x, mean, variance, ...i], o, a) => k.batchNormInference([x!, variance!, mean!, ...i], o, a),
    }),
  },
  'groupNorm is over all channels': {
    suite: 'normalisation',
    kernels: (k) => ({ groupNorm: (i, o, a) => k.groupNorm(i, o, { ...a, groups: 1 }) }),
  },
  'lstmCell swaps hidden state and memory': {
    suite: 'steps of recurrent layers',
    kernels: (k) => ({ lstmCell: ([x, h, c], [a, b, gates], o) => k.lstmCell([x, h, c], [b, a, gates], o) }),
  },
  'gruCellBackward forgets a term': {
    suite: 'steps of recurrent layers',
    kernels: (k) => ({ gruCellBackward: ([g, , ...i], o, a) => k.gruCellBackward([g!, g!, ...i], o, a) }),
  },
  'attention sees all keys': {
    suite: 'attention',
    kernels: (k) => ({ attention: (i, o, a) => k.attention(i, o, { ...a, isCausal: false }) }),
  },
  'attentionBackward forgets the scale': {
    suite: 'attention',
    kernels: (k) => ({ attentionBackward: (i, o, a) => k.attentionBackward(i, o, { ...a, scale: 1 }) }),
  },
  'softmax runs along the first axis': {
    suite: 'softmax',
    kernels: (k) => ({ softmax: (i, o) => k.softmax(i, o, { axis: 0 }) }),
  },
  'logSoftmaxBackward is softmaxBackward': {
    suite: 'softmax',
    kernels: (k) => ({ logSoftmaxBackward: (i, o, a) => k.softmaxBackward(i, o, a) }),
  },
  'scan of products adds': {
    suite: 'kernel scan',
    kernels: (k) => ({ scan: (i, o, a) => k.scan(i, o, { ...a, kind: a.kind === 'prod' ? 'sum' : a.kind }) }),
  },
  'sort is not stable': {
    suite: 'kernel sort',
    kernels: (k) => ({
      sort: ([x], [values, positions], a) => {
        const n = x.layout.shape[a.axis]!;
        k.sort([withLayout(x, x.layout.flip([a.axis]))], [values, positions], a);
        rewrite(positions, (v) => n - 1 - v);
      },
    }),
  },
  'conv2d forgets dilation': {
    suite: 'kernel conv2d ',
    kernels: (k) => ({ conv2d: (i, o, a) => k.conv2d(i, o, { ...a, dilation: [1, 1] }) }),
  },
  'conv2d swaps its strides': {
    suite: 'kernel conv2d ',
    kernels: (k) => ({ conv2d: (i, o, a) => k.conv2d(i, o, { ...a, stride: [a.stride[1], a.stride[0]] }) }),
  },
  'conv2dInputGrad forgets padding': {
    suite: 'kernel conv2dInputGrad',
    kernels: (k) => ({ conv2dInputGrad: (i, o, a) => k.conv2dInputGrad(i, o, { ...a, padding: [0, 0] }) }),
  },
  'conv2dWeightGrad uses the first image twice': {
    suite: 'kernel conv2dWeightGrad',
    kernels: (k) => ({
      conv2dWeightGrad: ([grad, x], o, a) => {
        const first = Layout.strided(x.layout.shape, x.layout.strides.with(0, 0), x.layout.offset);
        k.conv2dWeightGrad([grad, withLayout(x, first)], o, a);
      },
    }),
  },
  'maxPool2d forgets dilation': {
    suite: 'kernel maxPool2d ',
    kernels: (k) => ({ maxPool2d: (i, o, a) => k.maxPool2d(i, o, { ...a, dilation: [1, 1] }) }),
  },
  'maxPool2d positions are one off': {
    suite: 'kernel maxPool2d ',
    kernels: (k) => ({
      maxPool2d: (i, [values, positions], a) => {
        k.maxPool2d(i, [values, positions], a);
        rewrite(positions, (v) => v + 1);
      },
    }),
  },
  'maxPool2dBackward ignores the strides of positions': {
    suite: 'kernel maxPool2dBackward',
    kernels: (k) => ({ maxPool2dBackward: ([grad, at], o, a) => k.maxPool2dBackward([grad, asContiguous(at)], o, a) }),
  },
  'avgPool2d always counts padding': {
    suite: 'kernel avgPool2d ',
    kernels: (k) => ({ avgPool2d: (i, o, a) => k.avgPool2d(i, o, { ...a, countIncludePad: true }) }),
  },
  'avgPool2dBackward forgets the divisor': {
    suite: 'kernel avgPool2dBackward',
    kernels: (k) => ({
      avgPool2dBackward: (i, o, a) => k.avgPool2dBackward(i, o, { ...a, divisorOverride: undefined }),
    }),
  },
  'sgdStep forgets Nesterov': {
    suite: 'kernel sgdStep',
    kernels: (k) => ({ sgdStep: (i, o, a) => k.sgdStep(i, o, { ...a, nesterov: false }) }),
  },
  'sgdStep dampens the first step': {
    suite: 'kernel sgdStep',
    kernels: (k) => ({
      sgdStep: (grads, outputs, a) => {
        if (a.first) for (const buffer of outputs.slice(grads.length)) rewrite(buffer, () => 0);
        k.sgdStep(grads, outputs, { ...a, first: false });
      },
    }),
  },
  'sgdStep steps only the first parameter': {
    suite: 'kernel sgdStep',
    kernels: (k) => ({
      sgdStep: (grads, outputs, a) =>
        k.sgdStep(
          grads.slice(0, 1),
          outputs.filter((_, i) => i % grads.length === 0),
          a,
        ),
    }),
  },
  'adamStep stays at step 1': {
    suite: 'kernel adamStep',
    kernels: (k) => ({ adamStep: (i, o, a) => k.adamStep(i, o, { ...a, step: 1 }) }),
  },
  'adamStep couples the weight decay': {
    suite: 'kernel adamStep',
    kernels: (k) => ({ adamStep: (i, o, a) => k.adamStep(i, o, { ...a, decoupled: false }) }),
  },
  'rmspropStep takes the mean for the momentum buffer': {
    suite: 'kernel rmspropStep',
    kernels: (k) => ({
      rmspropStep: (grads, outputs, a) => {
        const lists = Array.from({ length: outputs.length / grads.length }, (_, l) =>
          outputs.slice(l * grads.length, (l + 1) * grads.length),
        );
        const [parameters = [], squares = [], ...others] = lists;
        k.rmspropStep(grads, [...parameters, ...squares, ...others.toReversed().flat()], a);
      },
    }),
  },
};
