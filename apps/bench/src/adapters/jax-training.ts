/**
 * @file Training steps with jax-js: loss, gradients and update are one compiled function.
 */
import type { AdamCase, CaseOf, OptimizerCase, ParameterCase, SgdCase, Shape } from '../cases/case.js';
import { type Adapter, comparedSteps, type Runnable } from './adapter.js';
import { integers, parameter, seeds, uniform } from './inputs.js';
import type { Jax, JaxArray } from './jax-api.js';

interface TrainingCase {
  readonly optimizer: OptimizerCase | null;
  readonly params: readonly ParameterCase[];
}

/** Uses up parameters, gradients and state; makes the new parameters (the gradients, without an optimizer) and the new state. */
type Update = (params: JaxArray[], gradients: JaxArray[], state: JaxArray[]) => [params: JaxArray[], state: JaxArray[]];

function sgd({ numpy: np }: Jax, { lr, momentum }: SgdCase): Update {
  return (params, gradients, state) => {
    // the first velocity is the gradient, which a start from zero gives as well
    const velocities =
      momentum === 0 ? gradients : gradients.map((g, i) => np.add(np.multiply(state[i] ?? 0, momentum), g));
    const next = params.map((p, i) => np.subtract(p, np.multiply(velocities[i]?.ref ?? 0, lr)));
    if (momentum !== 0) return [next, velocities];
    for (const gradient of velocities) gradient.dispose();
    return [next, []];
  };
}

/** State: the powers of the two betas, then the two running averages of each parameter. */
function adam({ numpy: np }: Jax, { name, lr, betas: [beta1, beta2], eps, weightDecay }: AdamCase): Update {
  const decay = name === 'adamw' ? 1 - lr * weightDecay : 1;
  const average = (old: JaxArray, now: JaxArray, beta: number): JaxArray =>
    np.add(np.multiply(old, beta), np.multiply(now, 1 - beta));
  return (params, gradients, [power1, power2, ...averages]) => {
    const powers = [np.multiply(power1 as JaxArray, beta1), np.multiply(power2 as JaxArray, beta2)] as const;
    const [first, second] = powers.map((power) => np.subtract(1, power.ref)) as [JaxArray, JaxArray];
    const state: JaxArray[] = [...powers];
    const next = params.map((p, i) => {
      const gradient = gradients[i] as JaxArray;
      const m = average(averages[2 * i] as JaxArray, gradient.ref, beta1);
      const v = average(averages[2 * i + 1] as JaxArray, np.square(gradient), beta2);
      state.push(m.ref, v.ref);
      const size = np.add(np.sqrt(np.divide(v, second.ref)), eps);
      const direction = np.divide(np.divide(m, first.ref), size);
      return np.subtract(np.multiply(p, decay), np.multiply(direction, lr));
    });
    first.dispose();
    second.dispose();
    return [next, state];
  };
}

function updateOf(jax: Jax, optimizer: OptimizerCase | null): Update | undefined {
  if (optimizer === null) return undefined;
  return optimizer.name === 'sgd' ? sgd(jax, optimizer) : adam(jax, optimizer);
}

function startState({ numpy: np }: Jax, { optimizer, params }: TrainingCase): JaxArray[] {
  if (optimizer === null) return [];
  if (optimizer.name === 'sgd') return optimizer.momentum === 0 ? [] : params.map(({ shape }) => np.zeros(shape));
  const one = (): JaxArray => np.array(Float32Array.of(1)).reshape([]);
  return [one(), one(), ...params.flatMap(({ shape }) => [np.zeros(shape), np.zeros(shape)])];
}

/** Makes the loss from uses of the parameters in the case's order, and of the data. */
type Loss = (use: (i: number) => JaxArray, x: JaxArray, y: JaxArray) => JaxArray;

function training(jax: Jax, c: TrainingCase, loss: Loss, x: JaxArray, y: JaxArray): Runnable {
  const { numpy: np } = jax;
  const count = c.params.length;
  const update = updateOf(jax, c.optimizer);
  const lossAndGradients = jax.valueAndGrad((params, input, target) => {
    const value = loss((i) => (params[i] as JaxArray).ref, input, target);
    for (const param of params) param.dispose();
    return value;
  });
  const compiled = jax.jit((input, target, ...rest) => {
    const [params, state] = [rest.slice(0, count), rest.slice(count)];
    const data = [input, target] as const;
    if (!update) {
      const [value, gradients] = lossAndGradients(params, ...data);
      return [value, ...gradients];
    }
    const uses = params.map((param) => param.ref);
    const [value, gradients] = lossAndGradients(uses, ...data);
    return [value, ...update(params, gradients, state).flat()];
  });
  let arrays = [...c.params.map((p, i) => np.array(parameter(p, i)).reshape(p.shape)), ...startState(jax, c)];
  /** The loss, then the parameters or gradients; they belong to the caller. */
  const step = (): JaxArray[] => {
    const [value, ...results] = compiled(x.ref, y.ref, ...(update ? arrays : arrays.map((array) => array.ref)));
    if (update) arrays = results;
    return [value as JaxArray, ...results.slice(0, count).map((array) => (update ? array.ref : array))];
  };
  const free = (used: readonly JaxArray[]): void => used.forEach((array) => array.dispose());
  return {
    step: async () => {
      const made = step();
      for (const array of made) await array.blockUntilReady();
      free(made);
    },
    results: () => {
      for (let i = 1; i < comparedSteps; i++) free(step());
      const names = ['loss', ...c.params.map(({ name }) => name)];
      return Object.fromEntries(step().map((array, i) => [names[i] ?? '', array.dataSync()]));
    },
  };
}

export function jaxTraining(jax: Jax): Adapter {
  const { numpy: np, nn, lax } = jax;
  const make = (seed: number, shape: Shape): JaxArray => np.array(uniform(seed, shape)).reshape(shape);
  const labels = (c: CaseOf<'lenet' | 'mlp' | 'cnn' | 'lstm'>, batch: number): JaxArray =>
    nn.oneHot(np.array(integers(seeds.target, [batch], c.classes)), c.classes);
  const crossEntropy = (logits: JaxArray, target: JaxArray): JaxArray =>
    np.multiply(np.mean(np.sum(np.multiply(nn.logSoftmax(logits, -1), target), -1)), -1);
  const dense = (x: JaxArray, weight: JaxArray, bias: JaxArray): JaxArray =>
    np.add(np.matmul(x, np.transpose(weight)), bias);
  const conv = (x: JaxArray, weight: JaxArray, bias: JaxArray): JaxArray => {
    const none = [0, 0] as const;
    return nn.relu(np.add(lax.conv(x, weight, [1, 1], [none, none]), bias.reshape([1, -1, 1, 1])));
  };
  const pool = (x: JaxArray): JaxArray => lax.reduceWindow(x, np.max, [2, 2], [2, 2]);
  const layers = (use: (i: number) => JaxArray) => ({
    conv: (x: JaxArray, i: number): JaxArray => conv(x, use(i), use(i + 1)),
    dense: (x: JaxArray, i: number): JaxArray => dense(x, use(i), use(i + 1)),
  });

  return {
    lenet: (c) => {
      const [batch = 0] = c.x;
      const loss: Loss = (use, x, y) => {
        const at = layers(use);
        const features = pool(at.conv(pool(at.conv(x, 0)), 2)).reshape([batch, 400]);
        return crossEntropy(at.dense(nn.relu(at.dense(nn.relu(at.dense(features, 4)), 6)), 8), y);
      };
      return training(jax, c, loss, make(seeds.x, c.x), labels(c, batch));
    },
    mlp: (c) => {
      const [batch = 0] = c.x;
      const loss: Loss = (use, x, y) => {
        const at = layers(use);
        return crossEntropy(at.dense(nn.relu(at.dense(nn.relu(at.dense(x, 0)), 2)), 4), y);
      };
      return training(jax, c, loss, make(seeds.x, [batch, 784]), labels(c, batch));
    },
    cnn: (c) => {
      const [batch = 0] = c.x;
      const loss: Loss = (use, x, y) => {
        const at = layers(use);
        const features = pool(at.conv(at.conv(x, 0), 2)).reshape([batch, 9216]);
        return crossEntropy(at.dense(nn.relu(at.dense(features, 4)), 6), y);
      };
      return training(jax, c, loss, make(seeds.x, c.x), labels(c, batch));
    },
    lstm: (c) => {
      const [, batch = 0] = c.x;
      const loss: Loss = (use, x, y) => {
        let [h, cell] = [np.zeros([batch, c.hidden]), np.zeros([batch, c.hidden])];
        for (const fromInput of np.unstack(dense(x, use(0), use(2)), 0)) {
          const gates = np.split(np.add(fromInput, dense(h, use(1), use(3))), 4, 1);
          const [input, forget, candidate, output] = gates as [JaxArray, JaxArray, JaxArray, JaxArray];
          const entering = np.multiply(nn.sigmoid(input), np.tanh(candidate));
          cell = np.add(np.multiply(nn.sigmoid(forget), cell), entering);
          h = np.multiply(nn.sigmoid(output), np.tanh(cell.ref));
        }
        cell.dispose();
        return crossEntropy(dense(h, use(4), use(5)), y);
      };
      return training(jax, c, loss, make(seeds.x, c.x), labels(c, batch));
    },
    transformer: (c) => {
      const [batch = 0, length = 0, width = 0] = c.x;
      const size = width / c.heads;
      const loss: Loss = (use, x, target) => {
        const at = layers(use);
        const norm = (input: JaxArray, i: number): JaxArray => {
          const centered = np.subtract(input.ref, np.mean(input, -1, { keepdims: true }));
          const variance = np.mean(np.square(centered.ref), -1, { keepdims: true });
          return np.add(np.multiply(np.divide(centered, np.sqrt(np.add(variance, c.eps))), use(i)), use(i + 1));
        };
        const heads = (part: JaxArray): JaxArray =>
          np.transpose(part.reshape([batch, length, c.heads, size]), [0, 2, 1, 3]);
        const parts = np.split(at.dense(x.ref, 0), 3, -1).map(heads);
        const [q, k, v] = parts as [JaxArray, JaxArray, JaxArray];
        const scores = np.matmul(np.multiply(q, size ** -0.5), np.transpose(k, [0, 1, 3, 2]));
        const mixed = np.transpose(np.matmul(nn.softmax(scores, -1), v), [0, 2, 1, 3]).reshape([batch, length, width]);
        const first = norm(np.add(x, at.dense(mixed, 2)), 8);
        const second = norm(np.add(first.ref, at.dense(nn.relu(at.dense(first, 4)), 6)), 10);
        return np.mean(np.square(np.subtract(second, target)));
      };
      return training(jax, c, loss, make(seeds.x, c.x), make(seeds.target, c.x));
    },
  };
}
