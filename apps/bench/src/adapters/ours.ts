/**
 * @file The packages of this workspace.
 */
import '@x/autograd';
import { cpu } from '@x/backend-cpu';
import { gpu, type GpuOptions } from '@x/backend-gpujs';
import * as F from '@x/functional';
import * as T from '@x/tensor';
import type { BinaryName, ReductionName, Shape, UnaryName } from '../cases/case.js';
import type { Adapter, Results, Runnable } from './adapter.js';
import { integers, seeds, uniform } from './inputs.js';
import { finished } from './finished.js';
import { oursTraining } from './ours-training.js';

const unary: Readonly<Record<UnaryName, (x: T.Tensor) => T.Tensor>> = {
  relu: T.relu,
  exp: T.exp,
  log: T.log,
  sqrt: T.sqrt,
  tanh: T.tanh,
  sigmoid: T.sigmoid,
};

const binary: Readonly<Record<BinaryName, (a: T.Tensor, b: T.Tensor) => T.Tensor>> = {
  add: T.add,
  mul: T.mul,
  div: T.div,
};

const reductions: Readonly<Record<ReductionName, (x: T.Tensor, dim: number) => T.Tensor>> = {
  sum: T.sum,
  max: (x, dim) => T.max(x, dim).values,
  argmax: T.argmax,
};

const make = (seed: number, shape: Shape, offset = 0): T.Tensor =>
  T.tensor(uniform(seed, shape, 1, offset)).reshape(shape);
const leaf = (seed: number, shape: Shape): T.Tensor => make(seed, shape).requiresGrad_();
const indices = (shape: Shape, end: number): T.Tensor => T.tensor(integers(seeds.ids, shape, end)).reshape(shape);

/** What loads the devices that are no `cpu`, by their names on the command line; `gpu` takes a graphics card or fails. */
const gpus: ReadonlyMap<string, GpuOptions> = new Map<string, GpuOptions>([
  ['gpu', {}],
  ['gpu:webgpu', { mode: 'webgpu' }],
  ['gpu:webasm', { mode: 'webasm' }],
  ['gpu:cpu', { mode: 'cpu' }],
]);

function forward(run: () => T.Tensor): Runnable {
  return {
    step: () => {
      const y = T.scope(run);
      const end = finished(y);
      y.dispose();
      return end;
    },
    results: async () => ({ y: await run().toTypedArrayAsync() }),
  };
}

/** Forward, then backward from a fixed gradient (ones for a scalar) to the leaves. */
function withGradients(leaves: Readonly<Record<string, T.Tensor>>, run: () => T.Tensor, gradient?: T.Tensor): Runnable {
  const pass = (): T.Tensor => {
    for (const x of Object.values(leaves)) x.grad = null;
    const y = run();
    y.backward(gradient);
    return y;
  };
  const results = async (): Promise<Results> => {
    const found: Record<string, ArrayLike<number>> = { y: await pass().detach().toTypedArrayAsync() };
    for (const [name, { grad }] of Object.entries(leaves)) {
      if (grad) found[`gradient of ${name}`] = await grad.toTypedArrayAsync();
    }
    return found;
  };
  return {
    step: () => {
      T.scope(() => {
        pass();
      });
      return finished(...Object.values(leaves).flatMap(({ grad }) => grad ?? []));
    },
    results,
  };
}

const adapter: Adapter = {
  ...oursTraining,
  matmul: (c) => {
    const [a, b] = [make(seeds.a, c.a), make(seeds.b, c.b)];
    return forward(() => T.matmul(a, b));
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
    return forward(() => T.softmax(a, -1));
  },
  transpose: (c) => {
    const a = make(seeds.a, c.a);
    return forward(() => a.transpose(0, 1).contiguous());
  },
  cumsum: (c) => {
    const a = make(seeds.a, c.a);
    return forward(() => T.cumsum(a, -1));
  },
  sort: (c) => {
    const a = make(seeds.a, c.a);
    return forward(() => T.sort(a).values);
  },
  cat: (c) => {
    const parts = [make(seeds.a, c.a), make(seeds.b, c.b)];
    return forward(() => T.cat(parts));
  },
  indexSelect: (c) => {
    const a = make(seeds.a, c.a);
    const ids = indices(c.ids, c.a[0] ?? 0);
    return forward(() => T.indexSelect(a, 0, ids));
  },
  conv2d: (c) => {
    const [x, w] = [make(seeds.x, c.x), make(seeds.w, c.w)];
    return forward(() => F.conv2d(x, w, { padding: c.pad }));
  },
  conv2dGrad: (c) => {
    const [x, w] = [leaf(seeds.x, c.x), leaf(seeds.w, c.w)];
    return withGradients({ x, w }, () => F.conv2d(x, w, { padding: c.pad }), make(seeds.gradient, c.y));
  },
  maxpoolGrad: (c) => {
    const x = leaf(seeds.x, c.x);
    return withGradients({ x }, () => F.maxPool2d(x, c.k), make(seeds.gradient, c.y));
  },
  batchnormGrad: (c) => {
    const channels = c.x.slice(1, 2);
    const [x, weight, bias] = [leaf(seeds.x, c.x), leaf(seeds.w, channels), leaf(seeds.bias, channels)];
    const run = () => F.batchNorm(x, null, null, { weight, bias, training: true, eps: c.eps });
    return withGradients({ x, weight, bias }, run, make(seeds.gradient, c.x));
  },
  layernormGrad: (c) => {
    const shape = c.x.slice(-1);
    const [x, weight, bias] = [leaf(seeds.x, c.x), leaf(seeds.w, shape), leaf(seeds.bias, shape)];
    const run = () => F.layerNorm(x, shape, { weight, bias, eps: c.eps });
    return withGradients({ x, weight, bias }, run, make(seeds.gradient, c.x));
  },
  embeddingGrad: (c) => {
    const table = leaf(seeds.w, c.table);
    const ids = indices(c.ids, c.table[0] ?? 0);
    const gradient = make(seeds.gradient, [...c.ids, ...c.table.slice(1)]);
    return withGradients({ table }, () => F.embedding(ids, table), gradient);
  },
  tiny: (c) => {
    const [a, b] = [leaf(seeds.a, c.a), make(seeds.b, c.a)];
    const run = () => {
      let y: T.Tensor = a;
      for (let i = 0; i < c.n; i++) y = T.add(y, b);
      return y.sum();
    };
    return withGradients({ a }, run);
  },
};

/** The adapter, on the device of this name with a number of threads. */
export async function ours(device: string, threads: number): Promise<Adapter> {
  T.registerBackend(await cpu({ threads }));
  const options = gpus.get(device);
  if (options) T.registerBackend(await gpu(options));
  else if (device !== 'cpu') throw new Error(`has no device ${device}`);
  T.setDefaultDevice(options ? 'gpu' : 'cpu');
  return adapter;
}
