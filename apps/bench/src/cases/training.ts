/**
 * @file Training steps: forward, loss, backward, update; and a chain of tiny ops, which costs nothing but overhead.
 */
import type { AdamCase, Case, CaseOf, ParameterCase, SgdCase, Shape } from './case.js';

/** Weight and bias of a layer, as PyTorch starts them: uniform within ±1/√(inputs of one output). */
function layer(name: string, shape: Shape): readonly ParameterCase[] {
  const inputs = shape.slice(1).reduce((size, n) => size * n, 1);
  return [
    { name: `${name}.weight`, shape, init: inputs },
    { name: `${name}.bias`, shape: shape.slice(0, 1), init: inputs },
  ];
}

function norm(name: string, width: number): readonly ParameterCase[] {
  return [
    { name: `${name}.weight`, shape: [width], init: 'one' },
    { name: `${name}.bias`, shape: [width], init: 'zero' },
  ];
}

const sgd: SgdCase = { name: 'sgd', lr: 0.01, momentum: 0 };
const adam: AdamCase = { name: 'adam', lr: 0.001, betas: [0.9, 0.999], eps: 1e-8, weightDecay: 0 };

function lenet(batch: number, flops: number): CaseOf<'lenet'> {
  return {
    name: `train/lenet-b${batch}`,
    op: 'lenet',
    kind: 'compute',
    x: [batch, 1, 32, 32],
    classes: 10,
    optimizer: { ...sgd, momentum: 0.9 },
    params: [
      ...layer('conv1', [6, 1, 5, 5]),
      ...layer('conv2', [16, 6, 5, 5]),
      ...layer('fc1', [120, 400]),
      ...layer('fc2', [84, 120]),
      ...layer('fc3', [10, 84]),
    ],
    flops,
    bytes: 1_974_592,
  };
}

function mlp(optimizer: SgdCase | AdamCase, bytes: number): CaseOf<'mlp'> {
  return {
    name: `train/mlp-${optimizer.name}`,
    op: 'mlp',
    kind: 'compute',
    x: [64, 1, 28, 28],
    classes: 10,
    optimizer,
    params: [...layer('fc1', [512, 784]), ...layer('fc2', [512, 512]), ...layer('fc3', [10, 512])],
    flops: 205_389_824,
    bytes,
  };
}

/** The convolutional network of PyTorch's MNIST example, without dropout. */
const cnn: CaseOf<'cnn'> = {
  name: 'train/cnn',
  op: 'cnn',
  kind: 'compute',
  x: [64, 1, 28, 28],
  classes: 10,
  optimizer: sgd,
  params: [
    ...layer('conv1', [32, 1, 3, 3]),
    ...layer('conv2', [64, 32, 3, 3]),
    ...layer('fc1', [128, 9216]),
    ...layer('fc2', [10, 128]),
  ],
  flops: 4_580_179_968,
  bytes: 28_797_168,
};

/** One layer over 32 steps; a linear layer on the last output. */
const lstm: CaseOf<'lstm'> = {
  name: 'train/lstm',
  op: 'lstm',
  kind: 'compute',
  x: [32, 32, 64],
  hidden: 128,
  classes: 10,
  optimizer: null,
  params: [
    { name: 'lstm.weight_ih', shape: [512, 64], init: 128 },
    { name: 'lstm.weight_hh', shape: [512, 128], init: 128 },
    { name: 'lstm.bias_ih', shape: [512], init: 128 },
    { name: 'lstm.bias_hh', shape: [512], init: 128 },
    ...layer('fc', [10, 128]),
  ],
  flops: 537_116_672,
  bytes: 1_207_416,
};

/** `nn.TransformerEncoderLayer`: post-norm, relu, no dropout, no mask; the loss is the distance to a fixed target. */
const transformer: CaseOf<'transformer'> = {
  name: 'train/transformer',
  op: 'transformer',
  kind: 'compute',
  x: [16, 64, 128],
  heads: 4,
  eps: 1e-5,
  optimizer: { ...adam, name: 'adamw', weightDecay: 0.01 },
  params: [
    { name: 'self_attn.in_proj_weight', shape: [384, 128], init: 128 },
    { name: 'self_attn.in_proj_bias', shape: [384], init: 'zero' },
    { name: 'self_attn.out_proj.weight', shape: [128, 128], init: 128 },
    { name: 'self_attn.out_proj.bias', shape: [128], init: 'zero' },
    ...layer('linear1', [512, 128]),
    ...layer('linear2', [128, 512]),
    ...norm('norm1', 128),
    ...norm('norm2', 128),
  ],
  flops: 1_308_622_848, // the two products of the attention included
  bytes: 7_930_880,
};

export const trainingCases: readonly Case[] = [
  lenet(64, 144_890_880),
  lenet(1, 2_263_920),
  mlp(sgd, 16_072_944),
  mlp(adam, 26_788_240),
  cnn,
  lstm,
  transformer,
  { name: 'tiny/add1000', op: 'tiny', kind: 'overhead', a: [8], n: 1000, flops: 0, bytes: 0 },
];
