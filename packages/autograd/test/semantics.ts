/**
 * @file The scenarios of `scripts/golden/autograd/semantics.py`, line by line.
 */
import { arange, cat, dispatch, isTensor, ops, slice, softmax, type Tensor, tensor, zeros } from '@x/tensor';
import { grad, hessian, hvp, jacobian, jvp, vhp, vjp } from '../src/index.js';

/** Numbers and names, nested. */
export type Plain = number | string | boolean | null | readonly Plain[];
type Value = Tensor | null | number | string | readonly Value[];

const double = { dtype: 'float64' } as const;
const leaf = (...values: number[]): Tensor => tensor(values, { ...double, requiresGrad: true });
const ramp = (...shape: number[]): Tensor =>
  arange(
    shape.reduce((a, b) => a * b, 1),
    double,
  )
    .sin()
    .reshape(shape);
const grown = (...shape: number[]): Tensor => ramp(...shape).requiresGrad_();

/** A scenario's result in the form of the file. */
export function plain(value: Value): Plain {
  if (isTensor(value)) return value.tolist();
  return typeof value === 'object' && value !== null ? value.map(plain) : value;
}

/** Value, gradients and gradients of a mix of the gradients. */
function doubled(fn: (...inputs: Tensor[]) => Tensor, ...inputs: Tensor[]): Value {
  const y = fn(...inputs);
  const first = grad(y.ndim > 0 ? y.mul(ramp(...y.shape)).sum() : y, inputs, { createGraph: true });
  const mixed = first.map((g) => g!.mul(ramp(...g!.shape)).sum()).reduce((a, b) => a.add(b));
  return [y, first, grad(mixed, inputs, { allowUnused: true })];
}

function affineNorm(x: Tensor, w: Tensor, b: Tensor): Tensor {
  return dispatch(ops.nativeLayerNorm, [x, w, b], {
    hasWeight: true,
    hasBias: true,
    eps: 1e-5,
    normalizedShape: [4],
  })[0];
}

const pair = (x: Tensor, y: Tensor): [Tensor, Tensor] => [x.exp().mul(y.sum()), x.unsqueeze(1).mul(y)];
const scalar = (x: Tensor, y: Tensor): Tensor => x.pow(3).mul(y.get(0)).sum().add(y.exp().prod());

export const scenarios: Readonly<Record<string, () => Value>> = {
  hooks_in_order: () => {
    const x = leaf(1, 2);
    const log: Value[] = [];
    const y = x.mul(2);
    const z = y.exp();
    for (const [name, t] of Object.entries({ z, y, x })) t.registerHook((g) => void log.push([name, g]));
    y.registerHook((g) => g.mul(10));
    y.registerHook((g) => void log.push(['y again', g]));
    z.sum().backward();
    return [log, x.grad];
  },
  hooks_of_shared_nodes: () => {
    const x = leaf(0.5, -1);
    const log: Value[] = [];
    const y = x.sin();
    const [a, b] = [y.mul(2), y.mul(3)];
    for (const [name, t] of Object.entries({ a, b, y })) t.registerHook((g) => void log.push([name, g]));
    a.mul(b).sum().backward();
    return [log, x.grad];
  },
  node_hooks: () => {
    const x = leaf(1, 2);
    const log: Value[] = [];
    const y = x.pow(2);
    y.gradFn?.registerHook((gi, go) => void log.push(['after', gi, go]));
    y.sum().backward();
    return [log, x.grad];
  },
  accumulate_over_passes: () => {
    const x = leaf(1, 2);
    const seen = [1, 2, 3].map((factor) => {
      x.mul(x).mul(factor).sum().backward();
      return plain(x.grad);
    });
    x.grad?.zero_();
    x.mul(5).sum().backward();
    return [seen as Value, x.grad];
  },
  accumulate_recorded: () => {
    const x = leaf(1, 2);
    x.pow(3).sum().backward(null, { createGraph: true });
    const first = x.grad!;
    return [first, ...grad(first.mul(first).sum(), x)];
  },
  retained_over_two_passes: () => {
    const x = leaf(1, 2);
    const y = x.mul(2);
    y.retainGrad();
    const z = y.mul(y).sum();
    z.backward(null, { retainGraph: true });
    z.backward();
    return [y.grad, x.grad];
  },
  retained_over_inplace: () => {
    const x = leaf(1, 2);
    const y = x.mul(2);
    y.retainGrad();
    y.mul_(3);
    y.mul(3).sum().backward();
    return [y.grad, x.grad];
  },
  only_some_inputs: () => {
    const [a, b] = [leaf(1, 2), leaf(3, 4)];
    const h = a.mul(b);
    h.mul(h)
      .sum()
      .backward(null, { inputs: [a, h] });
    return [a.grad, b.grad, h.grad];
  },
  inplace_chain: () => {
    const x = leaf(0.5, 1, 1.5);
    const y = x.mul(2);
    y.add_(x).mul_(x).sin_();
    y.sum().backward();
    return [x.grad];
  },
  inplace_on_views: () => {
    const x = grown(3, 4);
    const y = x.mul(2);
    y.get(0).mul_(x.get(1));
    y.get(slice(), 1).neg_();
    y.get(slice(1), slice(null, null, 2)).add_(y.get(0, 1));
    y.t().get(3).zero_();
    y.mul(ramp(3, 4)).sum().backward();
    return [y, x.grad];
  },
  views_see_writes_to_their_base: () => {
    const x = grown(4);
    const y = x.mul(1);
    const [head, tail] = [y.get(slice(0, 2)), y.get(slice(2))];
    y.mul_(3);
    head.mul_(2);
    head.mul(tail).sum().backward();
    return [head, tail, x.grad];
  },
  copies_into_a_blank: () => {
    const x = grown(2, 3);
    const blank = zeros([4, 3], double);
    blank.get(slice(1, 3)).copy_(x);
    blank.set([0], x.get(1).mul(2));
    blank.get(slice(), 2).add_(blank.get(slice(), 0));
    blank.mul(ramp(4, 3)).sum().backward();
    return [blank, x.grad];
  },
  diagonal_of_transpose: () => {
    const x = grown(3, 3);
    const y = x.t().clone();
    y.diagonal().mul_(4);
    y.mul(y).sum().backward();
    return [x.grad];
  },
  broadcast_inplace: () => {
    const [x, b] = [grown(2, 3), leaf(1, 2, 3)];
    const y = x.mul(1);
    y.mul_(b);
    y.div_(b.get(0));
    y.mul(y).sum().backward();
    return [x.grad, b.grad];
  },
  masked_writes: () => {
    const x = grown(5);
    const y = x.mul(2);
    y.set([y.gt(0)], 0);
    y.maskedFill_(y.lt(-1), 3);
    y.mul(y).mul(x).sum().backward();
    return [y, x.grad];
  },
  grads_of_expanded: () => {
    const x = leaf(1, 2);
    const y = x.unsqueeze(1).expand(2, 3);
    return grad(y.mul(ramp(2, 3)).exp().sum(), [x, y]);
  },
  order_of_nodes: () => {
    const x = leaf(1, 2);
    const log: string[] = [];
    const y = x.exp();
    const late = x.sin();
    const z = y.mul(late).add(x.cos().mul(y));
    const parts = z.gradFn!.nextFunctions.map(([node]) => node!);
    for (const node of [y.gradFn!, late.gradFn!, z.gradFn!, ...parts])
      node.registerHook(() => void log.push(node.name));
    z.sum().backward();
    return [log];
  },
  double_of_conv: () =>
    doubled(
      (x, w, b) =>
        dispatch(ops.convolution, [x, w, b], { stride: [2, 2], padding: [1, 1], dilation: [1, 1], groups: 1 })[0],
      grown(1, 2, 4, 4),
      grown(3, 2, 3, 3),
      grown(3),
    ),
  double_of_layer_norm: () => doubled((x, w, b) => affineNorm(x, w, b), grown(2, 4), grown(4), grown(4)),
  double_of_attention: () =>
    doubled(
      (q, k, v) => softmax(q.matmul(k.transpose(-2, -1)).div(2), -1).matmul(v),
      grown(1, 3, 4),
      grown(1, 3, 4),
      grown(1, 3, 4),
    ),
  double_of_cross_entropy: () =>
    doubled(
      (x) =>
        x
          .logSoftmax(1)
          .gather(1, tensor([[1], [0], [3]]))
          .mean()
          .neg(),
      grown(3, 4),
    ),
  double_of_core: () =>
    doubled(
      (x, y) => {
        const z = x
          .matmul(y)
          .tanh()
          .add(x.exp().sum(1, { keepdim: true }).div(y.mul(y).sum(0)));
        return cat([z.cumsum(0), z.prod(1, { keepdim: true }).expand(2, 2)], 1).max(1).values;
      },
      grown(2, 3),
      grown(3, 2),
    ),
  jacobians: () => [
    jacobian((x) => x.sin().mul(x.sum()), leaf(0, 1)),
    jacobian((x, y) => pair(x, y), [leaf(0, 1), leaf(1, 2, 3)]),
  ],
  hessians: () => [
    hessian((x) => x.pow(3).sum(), leaf(1, 2)),
    hessian((x, y) => scalar(x, y), [leaf(1, 2), leaf(0.5, -1)]),
  ],
  products: () => {
    const [x, y] = [leaf(0, 1), leaf(1, 2, 3)];
    const [u, w] = [tensor([1, -1], double), tensor([1, 0, 2], double)];
    return [
      vjp((a, b) => pair(a, b), [x, y], { v: [u, ramp(2, 3)] }),
      jvp((a, b) => pair(a, b), [x, y], { v: [u, w] }),
      vhp((a, b) => scalar(a, b), [x, y], { v: [u, w] }),
      hvp((a, b) => scalar(a, b), [x, y], { v: [u, w] }),
      jvp(() => tensor([1, 1], double), x, { v: u }),
      vjp((a) => a.sum(), x),
    ];
  },
};
