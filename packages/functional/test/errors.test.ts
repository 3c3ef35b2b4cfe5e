import { cpu } from '@x/backend-cpu';
import { ones, registerBackend, tensor, zeros } from '@x/tensor';
import { describe, expect, it, vi } from 'vitest';
import { runGolden } from '../../../tools/golden.js';
import * as F from '../src/index.js';
import refusals from './golden/refusals.json' with { type: 'json' };

registerBackend(await cpu());

runGolden('refusals', refusals, F);

/** What a call throws. */
function thrown(call: () => unknown): unknown {
  try {
    call();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
}

describe('messages name the function, the rule and the values', () => {
  const image = ones(1, 3, 8, 8);

  it.each([
    [
      () => F.conv2d(image, ones(6, 1, 5, 5)),
      'conv2d: given groups=1, weight of size [6, 1, 5, 5], expected input [1, 3, 8, 8] to have 1 channels, but got 3 channels instead',
    ],
    [
      () => F.conv2d(image, ones(6, 3, 9, 5)),
      "conv2d: the kernel can't be larger than the padded input: size 9 against 8 in dimension 2 (input [1, 3, 8, 8], weight [6, 3, 9, 5])",
    ],
    [
      () => F.conv2d(zeros(3, 8), ones(6, 3, 5, 5)),
      'conv2d: expected an input [N, C, H, W] or [C, H, W] and a weight of 4 dimensions, got [3, 8] and [6, 3, 5, 5]',
    ],
    [
      () => F.conv1d(ones(1, 3, 8), ones(6, 3, 5), { stride: -1 }),
      'conv1d: stride must be an integer ≥ 1 for each of the 1 spatial dimensions, got [-1]',
    ],
    [
      () => F.maxPool2d(image, 3, { padding: 2 }),
      'maxPool2d: padding should be at most half of the kernel size, but got padding [2, 2] and kernel size [3, 3]',
    ],
    [
      () => F.avgPool2d(image, 9),
      'avgPool2d: the output of [1, 3, 8, 8] would have the size [0, 0], which is too small: the kernel [9, 9] is larger than the padded input',
    ],
    [
      () => F.linear(ones(2, 3), ones(4, 5)),
      'linear: input [*, in] and weight [out, in] do not fit: [2, 3] and [4, 5]',
    ],
    [
      () => F.crossEntropy(zeros(2, 3), tensor([0, 3])),
      'crossEntropy: target 3 is out of bounds: it must be in [0, 2]',
    ],
    [
      () => F.crossEntropy(zeros(2, 3), tensor([0, 1], { dtype: 'uint8' })),
      "crossEntropy: targets are class numbers of dtype int32, got uint8; use target.to('int32')",
    ],
    [() => F.embedding(tensor([7]), zeros(5, 2)), 'embedding: index 7 is out of bounds: it must be in [0, 4]'],
    [
      () => F.binaryCrossEntropy(tensor([1.5]), tensor([1.5])),
      'binaryCrossEntropy: all elements of input should be between 0 and 1, got 1.5',
    ],
    [
      () => F.batchNorm(ones(1, 3), null, null, { training: true }),
      'batchNorm: expected more than 1 value for each mean, got input size [1, 3]',
    ],
    [() => F.leakyRelu(tensor([1, 2])), "leakyRelu: needs floating point tensors, got int32; use x.to('float32')"],
  ] as const)('%#: %o', (call, message) => {
    expect(thrown(call)).toMatchObject({ message });
  });

  it('holds the values', () => {
    expect(thrown(() => F.conv2d(image, ones(6, 1, 5, 5)))).toMatchObject({
      details: {
        shapes: [
          [1, 3, 8, 8],
          [6, 1, 5, 5],
        ],
      },
    });
    expect(thrown(() => F.nllLoss(zeros(2, 3), tensor([0, 9])))).toMatchObject({ details: { index: 9, size: 3 } });
  });

  it('refuses a padded window without an element', () => {
    expect(() => F.maxPool2d(ones(1, 1, 2, 2), 2, { padding: 1, dilation: 3 })).toThrow(
      'a window lies entirely in the padding',
    );
  });
});

it('warns where input and target broadcast', () => {
  const warn = vi.spyOn(console, 'warn').mockReturnValue();
  expect(F.mseLoss(zeros(3), ones(3, 1), { reduction: 'none' }).shape).toEqual([3, 3]);
  expect(warn).toHaveBeenCalledExactlyOnceWith(
    'mseLoss: the target size [3, 1] differs from the input size [3]; both are broadcast to [3, 3]',
  );
  warn.mockRestore();
});

describe('unknown options', () => {
  const x = ones(1, 1, 4, 4);
  const misspelt: object = { pading: 1 };

  it.each([
    ['conv2d', () => F.conv2d(x, x, misspelt), 'bias, stride, padding, dilation, groups'],
    ['maxPool2d', () => F.maxPool2d(x, 2, misspelt), 'stride, padding, dilation, ceilMode, returnIndices'],
    ['relu', () => F.relu(x, misspelt), 'inplace'],
    ['dropout', () => F.dropout(x, misspelt), 'p, training, inplace'],
    ['crossEntropy', () => F.crossEntropy(x, x, misspelt), 'reduction, weight, ignoreIndex, labelSmoothing'],
    ['layerNorm', () => F.layerNorm(x, [4], misspelt), 'weight, bias, eps'],
  ] as const)('of %s are refused with the known ones', (name, call, known) => {
    expect(thrown(call)).toMatchObject({
      name: 'ValueError',
      message: `${name}: unknown option 'pading' (known: ${known})`,
    });
  });

  it('refuses what is no options object', () => {
    const bias: object = ones(1);
    expect(() => F.conv2d(x, x, bias)).toThrow('conv2d: options are an object such as { bias: … }, got a tensor');
  });

  it('takes undefined as absent', () => {
    const options: object = { stride: undefined };
    expect(F.maxPool2d(x, 2, options).shape).toEqual([1, 1, 2, 2]);
  });
});
