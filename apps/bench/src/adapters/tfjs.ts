/**
 * @file TensorFlow.js. Images are in its native layout, `[N, H, W, C]`, and filters `[H, W, in, out]`.
 */
import type { BinaryName, ReductionName, Shape, UnaryName } from '../cases/case.js';
import type { Adapter, Results, Runnable } from './adapter.js';
import { integers, seeds, uniform } from './inputs.js';
import { loadTfjs, orders, type Tensor, type Tfjs } from './tfjs-api.js';
import { tfjsTraining } from './tfjs-training.js';

function makeAdapter(tf: Tfjs): Adapter {
  const unary: Readonly<Record<UnaryName, (x: Tensor) => Tensor>> = tf;
  const binary: Readonly<Record<BinaryName, (a: Tensor, b: Tensor) => Tensor>> = tf;
  const reductions: Readonly<Record<ReductionName, (x: Tensor, dim: number) => Tensor>> = {
    sum: (x, dim) => tf.sum(x, dim),
    max: (x, dim) => tf.max(x, dim),
    argmax: (x, dim) => tf.argMax(x, dim),
  };
  const make = (seed: number, shape: Shape, offset = 0): Tensor => tf.tensor(uniform(seed, shape, 1, offset), shape);
  const image = (seed: number, shape: Shape): Tensor => tf.transpose(make(seed, shape), orders.image.to);
  const filter = (seed: number, shape: Shape): Tensor => tf.transpose(make(seed, shape), orders.filter.to);
  const indices = (shape: Shape, end: number): Tensor => tf.tensor(integers(seeds.ids, shape, end), shape, 'int32');

  /** `back` is the order of dimensions that makes the result PyTorch's. */
  const forward = (run: () => Tensor, back?: readonly number[]): Runnable => ({
    step: () => {
      tf.tidy(() => {
        run();
      });
    },
    results: () => ({ y: (back ? tf.transpose(run(), back) : run()).dataSync() }),
  });

  type Leaves = Readonly<Record<string, { readonly value: Tensor; readonly back?: readonly number[] }>>;
  const withGradients = (leaves: Leaves, run: (...xs: Tensor[]) => Tensor, gradient?: Tensor): Runnable => {
    const inputs = Object.values(leaves).map(({ value }) => value);
    const back = Object.values(leaves)[0]?.back;
    const pass = tf.grads(run);
    const results = (): Results => {
      const y = run(...inputs);
      const gradients = pass(inputs, gradient);
      const named = Object.entries(leaves).map(([name, leaf], i): [string, ArrayLike<number>] => {
        const found = gradients[i];
        const ours = found && leaf.back ? tf.transpose(found, leaf.back) : found;
        return [`gradient of ${name}`, ours?.dataSync() ?? []];
      });
      return { y: (gradient && back ? tf.transpose(y, back) : y).dataSync(), ...Object.fromEntries(named) };
    };
    return {
      step: () => {
        tf.tidy(() => {
          pass(inputs, gradient);
        });
      },
      results,
    };
  };

  /** Mean 0 and variance 1 along the axes, scaled and shifted: the library has no such op with a gradient. */
  const normalize = (axes: readonly number[], eps: number) => (x: Tensor, weight: Tensor, bias: Tensor) => {
    const centered = tf.sub(x, tf.mean(x, axes, true));
    const variance = tf.mean(tf.square(centered), axes, true);
    return tf.add(tf.mul(tf.mul(centered, tf.rsqrt(tf.add(variance, eps))), weight), bias);
  };

  return {
    ...tfjsTraining(tf),
    matmul: (c) => {
      const [a, b] = [make(seeds.a, c.a), make(seeds.b, c.b)];
      return forward(() => tf.matMul(a, b));
    },
    unary: (c) => {
      const a = make(seeds.a, c.a, c.offset);
      return forward(() => unary[c.fn](a));
    },
    binary: (c) => {
      const [a, b] = [make(seeds.a, c.a), make(seeds.b, c.b, c.offset)];
      return forward(() => binary[c.fn](a, b));
    },
    reduce: (c) => {
      const a = make(seeds.a, c.a);
      return forward(() => reductions[c.fn](a, c.dim));
    },
    softmax: (c) => {
      const a = make(seeds.a, c.a);
      return forward(() => tf.softmax(a, -1));
    },
    transpose: (c) => {
      const a = make(seeds.a, c.a);
      return forward(() => tf.transpose(a, [1, 0]));
    },
    cumsum: (c) => {
      const a = make(seeds.a, c.a);
      return forward(() => tf.cumsum(a, 1));
    },
    sort: (c) => {
      const a = make(seeds.a, c.a);
      return forward(() => tf.reverse(tf.topk(a, c.a.at(-1) ?? 0, true).values, 1));
    },
    cat: (c) => {
      const parts = [make(seeds.a, c.a), make(seeds.b, c.b)];
      return forward(() => tf.concat(parts, 0));
    },
    indexSelect: (c) => {
      const a = make(seeds.a, c.a);
      const ids = indices(c.ids, c.a[0] ?? 0);
      return forward(() => tf.gather(a, ids, 0));
    },
    conv2d: (c) => {
      const [x, w] = [image(seeds.x, c.x), filter(seeds.w, c.w)];
      return forward(() => tf.conv2d(x, w, 1, c.pad), orders.image.from);
    },
    conv2dGrad: (c) => {
      const x = { value: image(seeds.x, c.x), back: orders.image.from };
      const w = { value: filter(seeds.w, c.w), back: orders.filter.from };
      const run = (input: Tensor, weight: Tensor): Tensor => tf.conv2d(input, weight, 1, c.pad);
      return withGradients({ x, w }, run, image(seeds.gradient, c.y));
    },
    maxpoolGrad: (c) => {
      const x = { value: image(seeds.x, c.x), back: orders.image.from };
      const run = (input: Tensor): Tensor => tf.maxPool(input, c.k, c.k, 'valid');
      return withGradients({ x }, run, image(seeds.gradient, c.y));
    },
    batchnormGrad: (c) => {
      const channels = c.x.slice(1, 2);
      const x = { value: image(seeds.x, c.x), back: orders.image.from };
      const [weight, bias] = [{ value: make(seeds.w, channels) }, { value: make(seeds.bias, channels) }];
      const run = normalize([0, 1, 2], c.eps);
      return withGradients({ x, weight, bias }, run, image(seeds.gradient, c.x));
    },
    layernormGrad: (c) => {
      const shape = c.x.slice(-1);
      const x = { value: make(seeds.x, c.x) };
      const [weight, bias] = [{ value: make(seeds.w, shape) }, { value: make(seeds.bias, shape) }];
      const run = normalize([1], c.eps);
      return withGradients({ x, weight, bias }, run, make(seeds.gradient, c.x));
    },
    embeddingGrad: (c) => {
      const table = { value: make(seeds.w, c.table) };
      const ids = indices(c.ids, c.table[0] ?? 0);
      const gradient = make(seeds.gradient, [...c.ids, ...c.table.slice(1)]);
      return withGradients({ table }, (x: Tensor) => tf.gather(x, ids), gradient);
    },
    tiny: (c) => {
      const b = make(seeds.b, c.a);
      const run = (a: Tensor): Tensor => {
        let y = a;
        for (let i = 0; i < c.n; i++) y = tf.add(y, b);
        return tf.sum(y);
      };
      return withGradients({ a: { value: make(seeds.a, c.a) } }, run);
    },
  };
}

/** The adapter of one of its backends, installed in the folder of the peers. */
export async function tfjs(folder: string, backend: 'wasm' | 'cpu'): Promise<Adapter> {
  return makeAdapter(await loadTfjs(folder, backend));
}
