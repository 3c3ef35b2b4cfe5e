import { cpu } from '@x/backend-cpu';
import { ones, registerBackend, type Tensor, zeros } from '@x/tensor';
import { describe, expect, it } from 'vitest';
import {
  Buffer,
  Dropout,
  Identity,
  LeakyReLU,
  Linear,
  Module,
  ModuleList,
  Parameter,
  ParameterDict,
  ParameterList,
  Sequential,
} from '../src/index.js';

registerBackend(await cpu());

class Described extends Module {
  innerLayer: Linear = new Linear(1, 1);
  e: Identity = new Identity();
  forward(x: Tensor): Tensor {
    return this.innerLayer(x);
  }
  override extraRepr(): string {
    return 'a=1\nb=2';
  }
}

describe('printed text', () => {
  it('has what extraRepr says before the children', () => {
    expect(String(new Sequential(new Described(), new Sequential(new Described())))).toBe(`Sequential(
  (0): Described(
    a=1
    b=2
    (inner_layer): Linear(in_features=1, out_features=1, bias=True)
    (e): Identity()
  )
  (1): Sequential(
    (0): Described(
      a=1
      b=2
      (inner_layer): Linear(in_features=1, out_features=1, bias=True)
      (e): Identity()
    )
  )
)`);
  });

  it('has several lines without children, or one with them, in lines of their own', () => {
    class Lines extends Module {
      forward(x: Tensor): Tensor {
        return x;
      }
      override extraRepr(): string {
        return 'a=1\nb=2';
      }
    }
    class Line extends Described {
      override extraRepr(): string {
        return 'x';
      }
    }
    expect(String(new Lines())).toBe('Lines(\n  a=1\n  b=2\n)');
    expect(String(new Line())).toBe(
      'Line(\n  x\n  (inner_layer): Linear(in_features=1, out_features=1, bias=True)\n  (e): Identity()\n)',
    );
  });

  it('writes numbers as Python does', () => {
    expect(String(new LeakyReLU({ negativeSlope: 1e-7, inplace: true }))).toBe(
      'LeakyReLU(negative_slope=1e-07, inplace=True)',
    );
    expect(String(new LeakyReLU({ negativeSlope: 1.5e20 }))).toBe('LeakyReLU(negative_slope=1.5e+20)');
    expect(String(new LeakyReLU({ negativeSlope: 0.0001 }))).toBe('LeakyReLU(negative_slope=0.0001)');
    expect(String(new LeakyReLU({ negativeSlope: -Infinity }))).toBe('LeakyReLU(negative_slope=-inf)');
    expect(String(new LeakyReLU({ negativeSlope: Number.NaN }))).toBe('LeakyReLU(negative_slope=nan)');
    expect(String(new Dropout({ p: 1 }))).toBe('Dropout(p=1.0, inplace=False)');
  });

  it('of parameters says so, of buffers does not', () => {
    expect(String(new Parameter(ones(2, 2)))).toBe(
      'Parameter containing:\ntensor([[1., 1.],\n        [1., 1.]], requires_grad=True)',
    );
    expect(String(new Parameter(ones(2), { requiresGrad: false }))).toBe('Parameter containing:\ntensor([1., 1.])');
    expect(String(new Buffer(ones(2)))).toBe('tensor([1., 1.])');
  });

  it('of lists', () => {
    expect(String(new ModuleList())).toBe('ModuleList()');
    expect(String(new ParameterList())).toBe('ParameterList()');
    expect(String(new ParameterList([zeros(2, 3)]))).toBe(
      'ParameterList(  (0): Parameter containing: [torch.float32 of size 2x3])',
    );
    expect(String(new ParameterDict({ left: zeros(2, 3) }))).toBe(
      'ParameterDict(  (left): Parameter containing: [torch.float32 of size 2x3])',
    );
    expect(String(new ParameterList([zeros(2, 3), zeros(3)]))).toBe(`ParameterList(
    (0): Parameter containing: [torch.float32 of size 2x3]
    (1): Parameter containing: [torch.float32 of size 3]
)`);
  });
});
