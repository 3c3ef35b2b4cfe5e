/**
 * @file js-pytorch. It has no convolution, pooling, batch norm, SGD or LSTM; its transformer is another one than PyTorch's.
 */
import type { CaseOf, Shape } from '../cases/case.js';
import { type Adapter, comparedSteps, type Runnable } from './adapter.js';
import { integers, parameter, seeds, uniform } from './inputs.js';
import { flat, type JsPytorch, loadJsPytorch, nested, type Tensor } from './js-pytorch-api.js';

function forward(run: () => Tensor): Runnable {
  return { step: run, results: () => ({ y: flat(run().data) }) };
}

/** `gradient`: the gradient of the result; ones without it. */
function withGradients(leaves: Readonly<Record<string, Tensor>>, run: () => Tensor, gradient?: Tensor): Runnable {
  const pass = (): Tensor => {
    for (const x of Object.values(leaves)) x.zero_grad();
    const y = run();
    (gradient ? y.mul(gradient) : y).backward();
    return y;
  };
  const results = () => {
    const y = flat(pass().data);
    const gradients = Object.entries(leaves).map(([name, x]) => [`gradient of ${name}`, flat(x.grad)]);
    return { y, ...Object.fromEntries(gradients) };
  };
  return { step: pass, results };
}

/** Transposes a matrix: the library keeps weights as `[in, out]`. */
function transposed(values: ArrayLike<number>, [rows = 0, columns = 0]: Shape): number[] {
  return Array.from({ length: rows * columns }, (_, i) => values[(i % rows) * columns + Math.floor(i / rows)] ?? 0);
}

function mlp(torch: JsPytorch, c: CaseOf<'mlp'>): Runnable {
  const { optimizer, params } = c;
  if (optimizer?.name !== 'adam') throw new Error('has no optimizer but Adam');
  const [batch = 0] = c.x;
  const relu = new torch.nn.ReLU();
  const criterion = new torch.nn.CrossEntropyLoss();
  const x = torch.tensor(nested(uniform(seeds.x, c.x), [batch, 784]));
  const y = torch.tensor(nested(integers(seeds.target, [batch], c.classes), [batch]));
  const layers = [0, 2, 4].map((i) => {
    const [weight, bias] = params.slice(i, i + 2);
    if (!weight || !bias) throw new RangeError(`the case has ${params.length} parameters`);
    const [outputs = 0, inputs = 0] = weight.shape;
    const layer = new torch.nn.Linear(inputs, outputs);
    layer.W = torch.tensor(nested(transposed(parameter(weight, i), weight.shape), [inputs, outputs]), true);
    layer.b = torch.tensor(nested(parameter(bias, i + 1), bias.shape), true);
    return layer;
  });
  const { lr, betas, eps } = optimizer;
  const adam = new torch.optim.Adam(
    layers.flatMap(({ W, b }) => [W, b]),
    lr,
    0,
    betas,
    eps,
  );
  const step = (): Tensor => {
    const logits = layers.reduce((input, layer, i) => layer.forward(i === 0 ? input : relu.forward(input)), x);
    const loss = criterion.forward(logits, y);
    loss.backward();
    adam.step();
    adam.zero_grad();
    return loss;
  };
  const results = () => {
    for (let i = 1; i < comparedSteps; i++) step();
    const loss = flat(step().data);
    const values = layers.flatMap(({ W, b }, i) => {
      const [outputs = 0, inputs = 0] = params[2 * i]?.shape ?? [];
      return [transposed(flat(W.data), [inputs, outputs]), flat(b.data)];
    });
    return { loss, ...Object.fromEntries(params.map(({ name }, i) => [name, values[i] ?? []])) };
  };
  return { step, results };
}

function makeAdapter(torch: JsPytorch): Adapter {
  const relu = new torch.nn.ReLU();
  const softmax = new torch.nn.Softmax();
  const unary: Readonly<Record<string, (x: Tensor) => Tensor>> = {
    relu: (x) => relu.forward(x),
    exp: (x) => x.exp(),
    log: (x) => x.log(),
    sqrt: (x) => x.sqrt(),
  };
  const make = (seed: number, shape: Shape, offset = 0, requiresGrad = false): Tensor =>
    torch.tensor(nested(uniform(seed, shape, 1, offset), shape), requiresGrad);
  const leaf = (seed: number, shape: Shape): Tensor => make(seed, shape, 0, true);

  return {
    matmul: (c) => {
      const [a, b] = [make(seeds.a, c.a), make(seeds.b, c.b)];
      return forward(() => a.matmul(b));
    },
    unary: (c) => {
      const [a, fn] = [make(seeds.a, c.a, c.offset), unary[c.fn]];
      if (!fn) throw new Error(`has no ${c.fn}`);
      return forward(() => fn(a));
    },
    binary: (c) => {
      const [a, b] = [make(seeds.a, c.a), make(seeds.b, c.b, c.offset)];
      return forward(() => a[c.fn](b));
    },
    reduce: (c) => {
      if (c.fn !== 'sum') throw new Error(`has no ${c.fn}`);
      const a = make(seeds.a, c.a);
      return forward(() => a.sum(c.dim));
    },
    softmax: (c) => {
      const a = make(seeds.a, c.a);
      return forward(() => softmax.forward(a, -1));
    },
    transpose: (c) => {
      const a = make(seeds.a, c.a);
      return forward(() => a.transpose(0, 1));
    },
    layernormGrad: (c) => {
      const [width = 0] = c.x.slice(-1);
      const layer = new torch.nn.LayerNorm(width);
      const [x, weight, bias] = [leaf(seeds.x, c.x), leaf(seeds.w, [width]), leaf(seeds.bias, [width])];
      layer.gamma = weight;
      layer.beta = bias;
      return withGradients({ x, weight, bias }, () => layer.forward(x), make(seeds.gradient, c.x));
    },
    embeddingGrad: (c) => {
      const [rows = 0, width = 0] = c.table;
      const layer = new torch.nn.Embedding(rows, width);
      const table = leaf(seeds.w, c.table);
      layer.E = table;
      const ids = torch.tensor(nested(integers(seeds.ids, c.ids, rows), c.ids));
      return withGradients({ table }, () => layer.forward(ids), make(seeds.gradient, [...c.ids, width]));
    },
    mlp: (c) => mlp(torch, c),
    tiny: (c) => {
      const [a, b] = [leaf(seeds.a, c.a), make(seeds.b, c.a)];
      const run = (): Tensor => {
        let y = a;
        for (let i = 0; i < c.n; i++) y = y.add(b);
        return y.sum();
      };
      return withGradients({ a }, run);
    },
  };
}

/** The adapter for the library that is installed in the folder of the peers. */
export async function jsPytorch(folder: string): Promise<Adapter> {
  return makeAdapter(await loadJsPytorch(folder));
}
