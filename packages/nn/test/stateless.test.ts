import { cpu } from '@x/backend-cpu';
import { ones, rand, randn, registerBackend, tensor, ValueError, zeros } from '@x/tensor';
import { describe, expect, it } from 'vitest';
import { BatchNorm1d, BatchNorm2d, Conv2d, ConvTranspose2d, Linear, Sequential, utils } from '../src/index.js';

registerBackend(await cpu());

describe('functionalCall', () => {
  const { functionalCall } = utils.stateless;

  it('calls with other parameters, which get the gradients', () => {
    const net = new Sequential(new Linear(2, 2), new Linear(2, 1, { bias: false }));
    const before = net.get(1).getParameter('weight');
    const weight = tensor([[2, 3.5]], { requiresGrad: true });
    const parameters = { '0.weight': ones(2, 2), '0.bias': zeros(2), '1.weight': weight };
    const out = functionalCall(net, parameters, [tensor([[1, 0.5]])]);
    expect(out.tolist()).toEqual([[8.25]]);
    out.backward();
    expect(weight.grad?.tolist()).toEqual([[1.5, 1.5]]);
    expect(net.get(1).getParameter('weight')).toBe(before);
    expect(before.grad).toBeNull();
  });

  it('puts the parameters back after an error', () => {
    const layer = new Linear(2, 2);
    const { weight } = layer;
    expect(() => functionalCall(layer, new Map([['weight', ones(2, 3)]]), [ones(1, 2)])).toThrow('linear');
    expect(layer.weight).toBe(weight);
  });

  it('refuses names that there are not', () => {
    expect(() => functionalCall(new Linear(2, 2), { scale: ones(1) }, [ones(1, 2)])).toThrow(
      "functionalCall: there is no parameter or buffer 'scale' that could be replaced (there are: weight, bias)",
    );
  });
});

describe('fusing', () => {
  const trained = <N extends BatchNorm1d | BatchNorm2d>(norm: N): N => {
    norm.runningMean?.copy_(rand(norm.numFeatures));
    norm.runningVar?.copy_(rand(norm.numFeatures).add(0.5));
    norm.weight?.data.copy_(rand(norm.numFeatures));
    norm.bias?.data.copy_(rand(norm.numFeatures));
    norm.eval();
    return norm;
  };

  it('of a convolution and a normalisation computes the same', () => {
    const x = randn(2, 3, 5, 5);
    const norm = trained(new BatchNorm2d(4));
    for (const conv of [new Conv2d(3, 4, 3).eval(), new Conv2d(3, 4, 3, { bias: false }).eval()]) {
      const fused = utils.fuseConvBnEval(conv, norm);
      expect(fused(x).allclose(norm(conv(x)), { atol: 1e-5 })).toBe(true);
    }
    const conv = new ConvTranspose2d(3, 4, 3).eval();
    expect(
      utils
        .fuseConvBnEval(conv, norm, { transpose: true })(x)
        .allclose(norm(conv(x)), { atol: 1e-5 }),
    ).toBe(true);
  });

  it('of a linear layer and a normalisation computes the same', () => {
    const [layer, norm] = [new Linear(3, 4).eval(), trained(new BatchNorm1d(4))];
    const x = randn(2, 3);
    expect(
      utils
        .fuseLinearBnEval(
          layer,
          norm,
        )(x)
        .allclose(norm(layer(x)), { atol: 1e-5 }),
    ).toBe(true);
  });

  it('is for evaluation', () => {
    expect(() => utils.fuseConvBnEval(new Conv2d(1, 1, 1), new BatchNorm2d(1))).toThrow(
      'fuseConvBnEval: both layers must be in evaluation; call eval()',
    );
    const untracked = new BatchNorm1d(1, { trackRunningStats: false }).eval();
    expect(() => utils.fuseLinearBnEval(new Linear(1, 1).eval(), untracked)).toThrow(ValueError);
  });
});
