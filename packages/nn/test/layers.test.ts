import { cpu } from '@x/backend-cpu';
import {
  manualSeed,
  rand,
  randn,
  registerBackend,
  ShapeError,
  type Tensor,
  tensor,
  ValueError,
  zeros,
} from '@x/tensor';
import { describe, expect, it } from 'vitest';
import * as nn from '../src/index.js';

registerBackend(await cpu());

/** An argument of the wrong kind, as a program without types may give it. */
const untyped: typeof JSON.parse = (json) => JSON.parse(json);

describe('arguments that do not fit', () => {
  const refusals: readonly (readonly [message: string, make: () => unknown])[] = [
    ['Conv2d: inChannels must be divisible by groups: 3 and 2', () => new nn.Conv2d(3, 4, 3, { groups: 2 })],
    ['Conv2d: outChannels must be divisible by groups: 3 and 2', () => new nn.Conv2d(4, 3, 3, { groups: 2 })],
    ['Conv1d: inChannels must be divisible by groups: 3 and 0', () => new nn.Conv1d(3, 3, 3, { groups: 0 })],
    ['Conv2d: kernelSize must be one number or 2, got [3, 3, 3]', () => new nn.Conv2d(1, 1, [3, 3, 3])],
    [
      "Conv2d: padding='same' is not supported for strided convolutions, got stride [2, 2]",
      () => new nn.Conv2d(1, 1, 3, { padding: 'same', stride: 2 }),
    ],
    [
      "Conv2d: padding must be one of 'valid', 'same', got 'sane'",
      () => new nn.Conv2d(1, 1, 3, { padding: untyped('"sane"') }),
    ],
    [
      "Conv1d: paddingMode must be one of 'zeros', 'reflect', 'replicate', 'circular', got 'mirror'",
      () => new nn.Conv1d(1, 1, 3, { paddingMode: untyped('"mirror"') }),
    ],
    ['Dropout2d: p has to be between 0 and 1, got 1.5', () => new nn.Dropout2d({ p: 1.5 })],
    ['Dropout: p has to be between 0 and 1, got NaN', () => new nn.Dropout({ p: Number.NaN })],
    ['GroupNorm: numChannels must be divisible by numGroups: 6 and 4', () => new nn.GroupNorm(4, 6)],
    ['Embedding: paddingIdx must be within numEmbeddings: 5 and 5', () => new nn.Embedding(5, 3, { paddingIdx: 5 })],
    ['Hardtanh: minVal must be below maxVal, got 1 and 1', () => new nn.Hardtanh({ minVal: 1 })],
    ['MultiMarginLoss: p must be 1 or 2, got 3', () => new nn.MultiMarginLoss({ p: untyped('3') })],
    [
      "ConvTranspose2d: paddingMode must be one of 'zeros', got 'reflect'",
      () => new nn.ConvTranspose2d(1, 1, 2, { paddingMode: untyped('"reflect"') }),
    ],
    [
      'ConvTranspose2d: padding must be one number or 2, got same',
      () => new nn.ConvTranspose2d(1, 1, 2, untyped('{"padding":"same"}')),
    ],
    ['ZeroPad2d: padding must be one integer or 4, got same', () => new nn.ZeroPad2d(untyped('"same"'))],
    ['ReflectionPad2d: padding must be one integer or 4, got [1, 2]', () => new nn.ReflectionPad2d([1, 2])],
    [
      "MSELoss: reduction must be one of 'none', 'mean', 'sum', got 'avg'",
      () => new nn.MSELoss({ reduction: untyped('"avg"') }),
    ],
    [
      "MaxPool2d: unknown option 'pad' (known: stride, padding, dilation, returnIndices, ceilMode)",
      () => new nn.MaxPool2d(2, untyped('{"pad":true}')),
    ],
    [
      'AdaptiveLogSoftmaxWithLoss: cutoffs must be increasing integers between 1 and 9, got [3, 3]',
      () => new nn.AdaptiveLogSoftmaxWithLoss(4, 10, [3, 3]),
    ],
    [
      "EmbeddingBag: mode must be one of 'sum', 'mean', 'max', got 'min'",
      () => new nn.EmbeddingBag(3, 2, { mode: untyped('"min"') }),
    ],
    ['Upsample: needs either a size or a scaleFactor', () => new nn.Upsample({ size: 2, scaleFactor: 2 })],
    ['FractionalMaxPool2d: needs either an outputSize or an outputRatio', () => new nn.FractionalMaxPool2d(2)],
    [
      'FractionalMaxPool3d: outputRatio must be between 0 and 1, got [1, 1, 1]',
      () => new nn.FractionalMaxPool3d(2, { outputRatio: 1 }),
    ],
    [
      'ConvTranspose1d: the output has sizes between [5] and [6], not [7]',
      () => new nn.ConvTranspose1d(1, 1, 1, { stride: 2 })(zeros(1, 3), [7]),
    ],
  ];
  it.each(refusals)('%s', (message, make) => {
    expect(make).toThrow(ValueError);
    expect(make).toThrow(message);
  });

  const withOptions = Object.entries(nn).flatMap(([name, value]: [string, unknown]) =>
    typeof value === 'function' && value.prototype instanceof nn.Module ? [[name, value] as const] : [],
  );
  const without =
    /^(Module|Sequential|ModuleList|ModuleDict|ParameterList|ParameterDict|.*Pad[123]d|.*Shuffle|PixelUnshuffle|Identity|Unflatten|AdaptiveAvg.*|Soft(max|max2d|min|sign)|LogSoftmax|Sigmoid|Tanh|LogSigmoid|Tanhshrink)$/;

  it.each(withOptions.filter(([name]) => !without.test(name)))(
    '%s refuses options that do not exist',
    (name, layer) => {
      const make = (): unknown =>
        Reflect.construct(layer, [...Array.from({ length: layer.length }, () => 1), { misspelt: 1 }]);
      expect(make).toThrow(`${name}: unknown option 'misspelt' (known: `);
    },
  );

  it.each(withOptions)('%s has a name of its own, which bundlers leave alone', (name, layer) => {
    if (name !== 'Module') expect(Object.getOwnPropertyDescriptor(layer, 'name')?.writable).toBe(true);
    expect(layer.name).toBe(name);
  });
});

describe('inputs that do not fit', () => {
  it('of batch normalisation', () => {
    expect(() => new nn.BatchNorm1d(2)(zeros(1, 2, 3, 3))).toThrow(
      'BatchNorm1d: expected 2D or 3D input, got [1, 2, 3, 3]',
    );
    expect(() => new nn.BatchNorm2d(2)(zeros(1, 2, 3))).toThrow(ShapeError);
  });

  it('of a linear layer', () => {
    expect(() => new nn.Linear(3, 2)(zeros(4, 2))).toThrow(
      'linear: input [*, in] and weight [out, in] do not fit: [4, 2] and [2, 3]',
    );
  });
});

describe('AdaptiveLogSoftmaxWithLoss', () => {
  const layer = new nn.AdaptiveLogSoftmaxWithLoss(4, 6, [2, 4]);
  const x = rand(3, 4);

  it('has log probabilities of all classes', () => {
    expect(layer.logProb(x).exp().sum(1).tolist()).toEqual([1, 2, 3].map(() => expect.closeTo(1, 5)));
    expect(layer.predict(x).tolist()).toEqual(layer.logProb(x).argmax(1).tolist());
    const { output } = layer(x, tensor([0, 3, 5]));
    const expected = layer
      .logProb(x)
      .gather(1, tensor([[0], [3], [5]]))
      .squeeze(1);
    expect(output.allclose(expected)).toBe(true);
  });

  it('refuses targets that do not fit', () => {
    expect(() => layer(x, tensor([0, 3, 6]))).toThrow('AdaptiveLogSoftmaxWithLoss: classes are between 0 and 5, got 6');
    expect(() => layer(x, tensor([0, 3]))).toThrow(ShapeError);
  });
});

describe('Embedding', () => {
  it('shares a table that it is given', () => {
    const table = rand(4, 2);
    const frozen = nn.Embedding.fromPretrained(table, { paddingIdx: -1 });
    expect(frozen.weight.requiresGrad).toBe(false);
    expect(String(frozen)).toBe('Embedding(4, 2, padding_idx=3)');
    expect(frozen(tensor([2])).tolist()).toEqual([table.tolist()].flat().slice(2, 3));
    table.zero_();
    expect(frozen.weight.abs().sum().item()).toBe(0);
    expect(nn.Embedding.fromPretrained(table, { freeze: false }).weight.requiresGrad).toBe(true);
    expect(() => nn.Embedding.fromPretrained(zeros(3))).toThrow('Embedding.fromPretrained: expected a matrix, got [3]');
    expect(() => new nn.Embedding(2, 2, { weight: table })).toThrow(
      'the weight does not fit: [4, 2] instead of [2, 2]',
    );
  });
});

describe('batch normalisation', () => {
  it('follows the batches while training only', () => {
    manualSeed(0);
    const norm = new nn.BatchNorm1d(2);
    const x = randn(8, 2);
    norm(x);
    norm(x);
    expect(norm.numBatchesTracked?.item()).toBe(2);
    const before = norm.runningMean?.tolist();
    norm.eval()(x);
    expect(norm.runningMean?.tolist()).toEqual(before);
    expect(norm.numBatchesTracked?.item()).toBe(2);
    norm.resetRunningStats();
    expect([norm.runningMean?.tolist(), norm.runningVar?.tolist(), norm.numBatchesTracked?.item()]).toEqual([
      [0, 0],
      [1, 1],
      0,
    ]);
  });
});

describe('weights of losses', () => {
  it('move with the loss and are saved with it', () => {
    const weight: Tensor = tensor([1, 2.5]);
    const loss = new nn.CrossEntropyLoss({ weight }).double();
    expect(loss.weight?.dtype).toBe('float64');
    expect(Object.keys(loss.stateDict())).toEqual(['weight']);
    expect(weight.dtype).toBe('float32');
  });
});
