import { cpu } from '@x/backend-cpu';
import { registerBackend, ShapeError, type Tensor, tensor, zeros, zerosLike } from '@x/tensor';
import { describe, expect, it } from 'vitest';
import { differences } from '../../../tools/golden/compare.js';
import { callText, Inputs } from '../../../tools/golden/decode.js';
import { Linear, Parameter, utils } from '../src/index.js';
import golden from './golden/state.json' with { type: 'json' };

registerBackend(await cpu());

const api: Readonly<Record<string, unknown>> = utils;
const clips = golden.cases.flatMap((row) => (row.clip === undefined ? [] : [row]));
const gradients = [
  tensor([
    [0.5, -2.0],
    [1.5, 0.25],
  ]),
  tensor([3.0, -0.5, 0.125]),
];

function withGradients(): Parameter[] {
  return gradients.map((gradient) => {
    const parameter = new Parameter(zerosLike(gradient));
    parameter.grad = gradient.clone();
    return parameter;
  });
}

describe('clipping as in PyTorch', () => {
  it.each(clips.map((row) => [callText(row.clip ?? '', row.args ?? []), row] as const))('%s', (_, row) => {
    const parameters = withGradients();
    const clip = api[row.clip ?? ''];
    if (typeof clip !== 'function') throw new TypeError(`there is no function ${row.clip}`);
    const result: unknown = Reflect.apply(clip, undefined, [parameters, ...new Inputs({}).args(row.args ?? [])]);
    if (row.norm) expect(differences(result, row.norm)).toEqual([]);
    expect(parameters.flatMap(({ grad }, i) => differences(grad, row.grads?.[i]))).toEqual([]);
  });
});

describe('clipping', () => {
  it('takes a single tensor, and parameters without gradient', () => {
    const [first = new Parameter(zeros(1))] = withGradients();
    utils.clipGradValue_(first, 0.25);
    expect(first.grad?.tolist()).toEqual([
      [0.25, -0.25],
      [0.25, 0.25],
    ]);
    expect(utils.clipGradNorm_([new Parameter(zeros(2))], 1).item()).toBe(0);
  });

  it('refuses a norm that is not finite when asked to', () => {
    const [first = new Parameter(zeros(1))] = withGradients();
    first.grad?.fill_(Infinity);
    expect(() => utils.clipGradNorm_(first, 1, { errorIfNonfinite: true })).toThrow(
      'clipGradNorm_: the total norm of order 2 is Infinity; nothing was scaled',
    );
    expect(first.grad?.tolist()).toEqual([
      [Infinity, Infinity],
      [Infinity, Infinity],
    ]);
  });
});

describe('parameters as a vector', () => {
  it('goes there and back', () => {
    const layer = new Linear(2, 1);
    const vector: Tensor = utils.parametersToVector(layer.parameters());
    expect(vector.shape).toEqual([3]);
    expect(vector.requiresGrad).toBe(true);
    utils.vectorToParameters(tensor([1, 2, 3.5]), layer.parameters());
    expect([layer.weight.tolist(), layer.bias?.tolist()]).toEqual([[[1, 2]], [3.5]]);
    expect(layer.weight.isLeaf && layer.weight.requiresGrad).toBe(true);
  });

  it('refuses another number of elements', () => {
    expect(() => utils.vectorToParameters(zeros(4), new Linear(2, 1).parameters())).toThrow(ShapeError);
  });
});
