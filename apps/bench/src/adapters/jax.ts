/**
 * @file jax-js: every case is one compiled function.
 */
import type { BinaryName, ReductionName, Shape, UnaryName } from '../cases/case.js';
import type { Adapter, Runnable } from './adapter.js';
import { integers, seeds, uniform } from './inputs.js';
import { type Jax, type JaxArray, loadJax, type Many } from './jax-api.js';
import { jaxTraining } from './jax-training.js';

function makeAdapter(jax: Jax): Adapter {
  const { numpy: np, nn, lax } = jax;
  const unary: Readonly<Record<UnaryName, (x: JaxArray) => JaxArray>> = {
    relu: nn.relu,
    exp: np.exp,
    log: np.log,
    sqrt: np.sqrt,
    tanh: np.tanh,
    sigmoid: nn.sigmoid,
  };
  const binary: Readonly<Record<BinaryName, (a: JaxArray, b: JaxArray) => JaxArray>> = {
    add: np.add,
    mul: np.multiply,
    div: np.divide,
  };
  const reductions: Readonly<Record<ReductionName, (x: JaxArray, dim: number) => JaxArray>> = {
    sum: np.sum,
    max: np.max,
    argmax: (x, dim) => np.argmax(x, dim),
  };
  const make = (seed: number, shape: Shape, offset = 0): JaxArray =>
    np.array(uniform(seed, shape, 1, offset)).reshape(shape);
  const indices = (shape: Shape, end: number): JaxArray => np.array(integers(seeds.ids, shape, end)).reshape(shape);
  const padding = (pad: number): [number, number][] => [
    [pad, pad],
    [pad, pad],
  ];

  /** Runs a compiled function; `names` are those of its results. */
  const compiled = (f: Many, inputs: readonly JaxArray[], names: readonly string[]): Runnable => {
    const run = jax.jit(f);
    const call = (): JaxArray[] => run(...inputs.map((x) => x.ref));
    return {
      step: async () => {
        for (const y of call()) {
          await y.blockUntilReady();
          y.dispose();
        }
      },
      results: () => Object.fromEntries(call().map((y, i) => [names[i] ?? '', y.dataSync()])),
    };
  };
  const forward = (run: (...xs: JaxArray[]) => JaxArray, ...inputs: JaxArray[]): Runnable =>
    compiled((...xs) => [run(...xs)], inputs, ['y']);
  const withGradients = (
    leaves: Readonly<Record<string, JaxArray>>,
    run: (...xs: JaxArray[]) => JaxArray,
    gradient: JaxArray,
  ): Runnable => {
    const both: Many = (dy, ...xs) => {
      const [y, back] = jax.vjp(run, xs);
      const gradients = back(dy);
      back.dispose();
      return [y, ...gradients];
    };
    const names = Object.keys(leaves).map((name) => `gradient of ${name}`);
    return compiled(both, [gradient, ...Object.values(leaves)], ['y', ...names]);
  };

  const normalize =
    (axes: readonly number[], shape: Shape, eps: number) => (x: JaxArray, weight: JaxArray, bias: JaxArray) => {
      const centered = np.subtract(x.ref, np.mean(x, axes, { keepdims: true }));
      const variance = np.mean(np.square(centered.ref), axes, { keepdims: true });
      const scaled = np.divide(centered, np.sqrt(np.add(variance, eps)));
      return np.add(np.multiply(scaled, weight.reshape(shape)), bias.reshape(shape));
    };

  return {
    ...jaxTraining(jax),
    matmul: (c) => forward(np.matmul, make(seeds.a, c.a), make(seeds.b, c.b)),
    unary: (c) => forward(unary[c.fn], make(seeds.a, c.a, c.offset)),
    binary: (c) => forward(binary[c.fn], make(seeds.a, c.a), make(seeds.b, c.b, c.offset)),
    reduce: (c) => forward((x) => reductions[c.fn](x, c.dim), make(seeds.a, c.a)),
    softmax: (c) => forward((x) => nn.softmax(x, -1), make(seeds.a, c.a)),
    // a transpose alone would be a view
    transpose: (c) => forward((x) => np.add(np.transpose(x), 0), make(seeds.a, c.a)),
    cumsum: (c) => forward((x) => np.cumsum(x, -1), make(seeds.a, c.a)),
    sort: (c) => forward((x) => np.sort(x, -1), make(seeds.a, c.a)),
    cat: (c) => forward((a, b) => np.concatenate([a, b], 0), make(seeds.a, c.a), make(seeds.b, c.b)),
    indexSelect: (c) => forward((a, ids) => np.take(a, ids, 0), make(seeds.a, c.a), indices(c.ids, c.a[0] ?? 0)),
    conv2d: (c) => forward((x, w) => lax.conv(x, w, [1, 1], padding(c.pad)), make(seeds.x, c.x), make(seeds.w, c.w)),
    conv2dGrad: (c) => {
      const leaves = { x: make(seeds.x, c.x), w: make(seeds.w, c.w) };
      return withGradients(leaves, (x, w) => lax.conv(x, w, [1, 1], padding(c.pad)), make(seeds.gradient, c.y));
    },
    maxpoolGrad: (c) => {
      const run = (x: JaxArray): JaxArray => lax.reduceWindow(x, np.max, [c.k, c.k], [c.k, c.k]);
      return withGradients({ x: make(seeds.x, c.x) }, run, make(seeds.gradient, c.y));
    },
    batchnormGrad: (c) => {
      const channels = c.x.slice(1, 2);
      const leaves = { x: make(seeds.x, c.x), weight: make(seeds.w, channels), bias: make(seeds.bias, channels) };
      const run = normalize([0, 2, 3], [1, ...channels, 1, 1], c.eps);
      return withGradients(leaves, run, make(seeds.gradient, c.x));
    },
    layernormGrad: (c) => {
      const shape = c.x.slice(-1);
      const leaves = { x: make(seeds.x, c.x), weight: make(seeds.w, shape), bias: make(seeds.bias, shape) };
      return withGradients(leaves, normalize([1], shape, c.eps), make(seeds.gradient, c.x));
    },
    embeddingGrad: (c) => {
      const ids = indices(c.ids, c.table[0] ?? 0);
      const gradient = make(seeds.gradient, [...c.ids, ...c.table.slice(1)]);
      return withGradients({ table: make(seeds.w, c.table) }, (table) => np.take(table, ids.ref, 0), gradient);
    },
    tiny: (c) => {
      const b = make(seeds.b, c.a);
      const run = (a: JaxArray): JaxArray => {
        let y = a;
        for (let i = 0; i < c.n; i++) y = np.add(y, b.ref);
        return np.sum(y);
      };
      return withGradients({ a: make(seeds.a, c.a) }, run, np.array(Float32Array.of(1)).reshape([]));
    },
  };
}

/** The adapter for the library that is installed in the folder of the peers. */
export async function jaxJs(folder: string): Promise<Adapter> {
  return makeAdapter(await loadJax(folder));
}
