/**
 * @file Training steps with TensorFlow.js.
 */
import type { CaseOf, OptimizerCase, ParameterCase, Shape } from '../cases/case.js';
import { type Adapter, comparedSteps, type Results, type Runnable } from './adapter.js';
import { integers, parameter, seeds, uniform } from './inputs.js';
import { orders, type Tensor, type Tfjs, type Variable } from './tfjs-api.js';

interface TrainingCase {
  readonly optimizer: OptimizerCase | null;
  readonly params: readonly ParameterCase[];
}

/** Brings arrays of a parameter into the library's layout, and back into PyTorch's. */
interface Layout {
  readonly to: (x: Tensor) => Tensor;
  readonly from: (x: Tensor) => Tensor;
}

type Images = readonly [channels: number, height: number, width: number];

/** `images`: what the first matrix gets is made of these, whose channels come last here. */
function layoutOf(tf: Tfjs, { shape }: ParameterCase, images: Images | undefined): Layout {
  const [out = 0, size = 0] = shape;
  if (shape.length === 1) return { to: (x) => x, from: (x) => x };
  if (shape.length === 4)
    return { to: (x) => tf.transpose(x, orders.filter.to), from: (x) => tf.transpose(x, orders.filter.from) };
  if (!images) return { to: (x) => tf.transpose(x, [1, 0]), from: (x) => tf.transpose(x, [1, 0]) };
  const [channels, height, width] = images;
  return {
    to: (x) => tf.reshape(tf.transpose(tf.reshape(x, [out, ...images]), orders.filter.to), [size, out]),
    from: (x) => tf.reshape(tf.transpose(tf.reshape(x, [height, width, channels, out]), orders.filter.from), shape),
  };
}

/** What an optimizer does with the gradients, by name of the variables. */
type Update = (gradients: Readonly<Record<string, Tensor>>) => void;

function updateOf(tf: Tfjs, optimizer: OptimizerCase | null, variables: readonly Variable[]): Update {
  if (optimizer === null) return () => {};
  if (optimizer.name === 'sgd') {
    const { lr, momentum } = optimizer;
    const sgd = momentum === 0 ? tf.train.sgd(lr) : tf.train.momentum(lr, momentum);
    return (gradients) => sgd.applyGradients(gradients);
  }
  const { name, lr, betas, eps, weightDecay } = optimizer;
  const adam = tf.train.adam(lr, ...betas, eps);
  if (name === 'adam') return (gradients) => adam.applyGradients(gradients);
  return (gradients) => {
    for (const variable of variables) variable.assign(tf.mul(variable, 1 - lr * weightDecay));
    adam.applyGradients(gradients);
  };
}

/** Makes the loss from the parameters in the case's order. */
type Loss = (at: (i: number) => Tensor) => Tensor;

function training(tf: Tfjs, c: TrainingCase, loss: Loss, images?: Images): Runnable {
  const firstMatrix = c.params.findIndex(({ shape }) => shape.length === 2);
  const layouts = c.params.map((p, i) => layoutOf(tf, p, i === firstMatrix ? images : undefined));
  const variables = c.params.map((p, i) => {
    const start = tf.tensor(parameter(p, i), p.shape);
    return tf.variable(layouts[i]?.to(start) ?? start, true, p.name);
  });
  const at = (i: number): Variable => {
    const variable = variables[i];
    if (!variable) throw new RangeError(`the case has ${variables.length} parameters, no ${i}`);
    return variable;
  };
  const update = updateOf(tf, c.optimizer, variables);
  const step = (): { readonly value: Tensor; readonly grads: Readonly<Record<string, Tensor>> } => {
    const found = tf.variableGrads(() => loss(at), variables);
    update(found.grads);
    return found;
  };
  const results = (): Results => {
    for (let i = 1; i < comparedSteps; i++) step();
    const { value, grads } = step();
    const named = c.params.map(({ name }, i): [string, ArrayLike<number>] => {
      const array = c.optimizer === null ? grads[name] : at(i);
      return [name, array ? (layouts[i]?.from(array) ?? array).dataSync() : []];
    });
    return { loss: value.dataSync(), ...Object.fromEntries(named) };
  };
  return {
    step: () => {
      tf.tidy(() => {
        step();
      });
    },
    results,
  };
}

export function tfjsTraining(tf: Tfjs): Adapter {
  const make = (seed: number, shape: Shape): Tensor => tf.tensor(uniform(seed, shape), shape);
  const images = (shape: Shape): Tensor => tf.transpose(make(seeds.x, shape), orders.image.to);
  const labels = (c: CaseOf<'lenet' | 'mlp' | 'cnn' | 'lstm'>, batch: number): Tensor =>
    tf.oneHot(tf.tensor(integers(seeds.target, [batch], c.classes), [batch], 'int32'), c.classes);
  const pool = (x: Tensor): Tensor => tf.maxPool(x, 2, 2, 'valid');

  return {
    lenet: (c) => {
      const [batch = 0] = c.x;
      const [x, y] = [images(c.x), labels(c, batch)];
      const loss: Loss = (at) => {
        const dense = (input: Tensor, i: number): Tensor => tf.add(tf.matMul(input, at(i)), at(i + 1));
        const conv = (input: Tensor, i: number): Tensor =>
          pool(tf.relu(tf.add(tf.conv2d(input, at(i), 1, 'valid'), at(i + 1))));
        const features = tf.reshape(conv(conv(x, 0), 2), [batch, 400]);
        return tf.losses.softmaxCrossEntropy(y, dense(tf.relu(dense(tf.relu(dense(features, 4)), 6)), 8));
      };
      return training(tf, c, loss, [16, 5, 5]);
    },
    mlp: (c) => {
      const [batch = 0] = c.x;
      const [x, y] = [tf.reshape(make(seeds.x, c.x), [batch, 784]), labels(c, batch)];
      const loss: Loss = (at) => {
        const dense = (input: Tensor, i: number): Tensor => tf.add(tf.matMul(input, at(i)), at(i + 1));
        return tf.losses.softmaxCrossEntropy(y, dense(tf.relu(dense(tf.relu(dense(x, 0)), 2)), 4));
      };
      return training(tf, c, loss);
    },
    cnn: (c) => {
      const [batch = 0] = c.x;
      const [x, y] = [images(c.x), labels(c, batch)];
      const loss: Loss = (at) => {
        const dense = (input: Tensor, i: number): Tensor => tf.add(tf.matMul(input, at(i)), at(i + 1));
        const conv = (input: Tensor, i: number): Tensor =>
          tf.relu(tf.add(tf.conv2d(input, at(i), 1, 'valid'), at(i + 1)));
        const features = tf.reshape(pool(conv(conv(x, 0), 2)), [batch, 9216]);
        return tf.losses.softmaxCrossEntropy(y, dense(tf.relu(dense(features, 4)), 6));
      };
      return training(tf, c, loss, [64, 12, 12]);
    },
    lstm: (c) => {
      const [steps = 0, batch = 0, width = 0] = c.x;
      const x = tf.reshape(make(seeds.x, c.x), [steps * batch, width]);
      const [y, start] = [labels(c, batch), tf.zeros([batch, c.hidden])];
      const loss: Loss = (at) => {
        const dense = (input: Tensor, weight: number, bias: number): Tensor =>
          tf.add(tf.matMul(input, at(weight)), at(bias));
        let [h, cell] = [start, start];
        for (const fromInput of tf.unstack(tf.reshape(dense(x, 0, 2), [steps, batch, 4 * c.hidden]), 0)) {
          const gates = tf.split(tf.add(fromInput, dense(h, 1, 3)), 4, 1) as [Tensor, Tensor, Tensor, Tensor];
          const [input, forget, candidate, output] = gates;
          const entering = tf.mul(tf.sigmoid(input), tf.tanh(candidate));
          cell = tf.add(tf.mul(tf.sigmoid(forget), cell), entering);
          h = tf.mul(tf.sigmoid(output), tf.tanh(cell));
        }
        return tf.losses.softmaxCrossEntropy(y, dense(h, 4, 5));
      };
      return training(tf, c, loss);
    },
    transformer: (c) => {
      const [batch = 0, length = 0, width = 0] = c.x;
      const size = width / c.heads;
      const rows = [batch * length, width];
      const [x, target] = [make(seeds.x, rows), make(seeds.target, rows)];
      const loss: Loss = (at) => {
        const dense = (input: Tensor, i: number): Tensor => tf.add(tf.matMul(input, at(i)), at(i + 1));
        const norm = (input: Tensor, i: number): Tensor => {
          const centered = tf.sub(input, tf.mean(input, 1, true));
          const variance = tf.mean(tf.square(centered), 1, true);
          return tf.add(tf.mul(tf.mul(centered, tf.rsqrt(tf.add(variance, c.eps))), at(i)), at(i + 1));
        };
        const heads = (part: Tensor): Tensor =>
          tf.transpose(tf.reshape(part, [batch, length, c.heads, size]), [0, 2, 1, 3]);
        const [q, k, v] = tf.split(dense(x, 0), 3, 1).map(heads) as [Tensor, Tensor, Tensor];
        const weights = tf.softmax(tf.matMul(tf.mul(q, size ** -0.5), k, false, true), -1);
        const mixed = tf.reshape(tf.transpose(tf.matMul(weights, v), [0, 2, 1, 3]), rows);
        const first = norm(tf.add(x, dense(mixed, 2)), 8);
        const second = norm(tf.add(first, dense(tf.relu(dense(first, 4)), 6)), 10);
        return tf.mean(tf.square(tf.sub(second, target)));
      };
      return training(tf, c, loss);
    },
  };
}
