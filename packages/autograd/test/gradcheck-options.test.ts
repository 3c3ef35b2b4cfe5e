import { cpu } from '@x/backend-cpu';
import { ones, registerBackend, type Tensor, tensor } from '@x/tensor';
import { expect, test } from 'vitest';
import { Function, type FunctionContext, gradcheck, GradcheckError, gradgradcheck } from '../src/index.js';

registerBackend(await cpu());

const leaf = (): Tensor => tensor([0.5, -1], { dtype: 'float64', requiresGrad: true });

class WrongExp extends Function {
  static forward(_ctx: FunctionContext, x: Tensor): Tensor {
    return x.exp();
  }

  static backward(_ctx: FunctionContext, g: Tensor): Tensor {
    return g.mul(2);
  }
}

test('a wrong gradient is shown beside the right one', () => {
  let message = '';
  try {
    gradcheck((x) => WrongExp.apply(x), leaf());
  } catch (error) {
    if (error instanceof GradcheckError) ({ message } = error);
  }
  expect(message).toBe(
    [
      'gradcheck: Jacobian mismatch for output 0 with respect to input 0,',
      'numerical:tensor([[1.6487, 0.0000],',
      '        [0.0000, 0.3679]], dtype=torch.float64)',
      'analytical:tensor([[2., 0.],',
      '        [0., 2.]], dtype=torch.float64)',
    ].join('\n'),
  );
  expect(gradcheck((x) => WrongExp.apply(x), leaf(), { raiseException: false })).toBe(false);
  expect(gradcheck((x) => WrongExp.apply(x), leaf(), { atol: 2 })).toBe(true);
});

test('a wrong gradient of a gradient', () => {
  class WrongSecond extends Function {
    static forward(ctx: FunctionContext<[Tensor]>, x: Tensor): Tensor {
      ctx.saveForBackward(x);
      return x.exp();
    }

    static backward(ctx: FunctionContext<[Tensor]>, g: Tensor): Tensor {
      return g.mul(ctx.savedTensors[0].detach().exp());
    }
  }
  expect(gradcheck((x) => WrongSecond.apply(x), leaf())).toBe(true);
  expect(() => gradgradcheck((x) => WrongSecond.apply(x), leaf(), { checkUndefinedGrad: false })).toThrow(
    /Jacobian mismatch for output 0 with respect to input 0/,
  );
});

test('inputs have to require a gradient and be float64; options have to exist', () => {
  expect(() => gradcheck((x) => x.exp(), ones(2))).toThrow(/expects at least one input tensor to require gradient/);
  expect(() => gradcheck((x) => x.exp(), ones(2, { requiresGrad: true }))).toThrow(/not double precision \(float32\)/);
  const options: object = { fast_mode: true };
  expect(() => gradcheck((x) => x.exp(), leaf(), options)).toThrow(/unknown option 'fast_mode'/);
});

test('gradients that change from pass to pass', () => {
  let passes = 0;
  class Unsteady extends WrongExp {
    static override forward(_ctx: FunctionContext, x: Tensor): Tensor {
      return x.mul(2);
    }

    static override backward(_ctx: FunctionContext, g: Tensor): Tensor {
      return g.mul(2 + 1e-7 * passes++);
    }
  }
  expect(() => gradcheck((x) => Unsteady.apply(x), leaf())).toThrow(/not reentrant.*nondeterminism was 0/);
  expect(gradcheck((x) => Unsteady.apply(x), leaf(), { nondetTol: 1e-4 })).toBe(true);
});

test('outputs without a gradient', () => {
  class Both extends Function {
    static forward(ctx: FunctionContext, x: Tensor): [Tensor, Tensor] {
      ctx.setMaterializeGrads(false);
      return [x.mul(2), x.mul(3)];
    }

    static backward(_ctx: FunctionContext, a: Tensor | null, b: Tensor | null): Tensor {
      if (a === null || b === null) return ones(2, { dtype: 'float64' });
      return a.mul(2).add(b.mul(3));
    }
  }
  const sum = (x: Tensor): Tensor => {
    const [a, b] = Both.apply(x);
    return a.add(b);
  };
  expect(gradcheck(sum, leaf())).toBe(true);
  const options = { raiseException: false, atol: 10 };
  expect(gradcheck((x) => Both.apply(x), leaf(), options)).toBe(false);
  expect(gradcheck((x) => Both.apply(x), leaf(), { ...options, checkUndefinedGrad: false })).toBe(true);
  class Fails extends Both {
    static override backward(_ctx: FunctionContext, a: Tensor | null, b: Tensor | null): Tensor {
      return a!.mul(2).add(b!.mul(3));
    }
  }
  const separate = (x: Tensor): readonly Tensor[] => Fails.apply(x);
  expect(() => gradcheck(separate, leaf())).toThrow(TypeError);
});

test('gradients of outputs that are given, or do not lie contiguously', () => {
  const fn = (x: Tensor): Tensor => x.unsqueeze(1).mul(x).sin();
  const gradOutputs = [ones(2, 2, { dtype: 'float64' })];
  expect(gradgradcheck(fn, leaf(), { gradOutputs })).toBe(true);
  expect(gradgradcheck(fn, leaf(), { genNonContigGradOutputs: true })).toBe(true);
});

test('fastMode compares along one direction, and element by element where that fails', () => {
  let calls = 0;
  const counted = (x: Tensor, y: Tensor): Tensor[] => {
    calls++;
    return [x.sin().mul(y), x.sum()];
  };
  const inputs = (): Tensor[] =>
    [1, 2].map((k) =>
      tensor(
        Array.from({ length: 40 }, (_, i) => Math.cos(i + k)),
        { dtype: 'float64', requiresGrad: true },
      ),
    );
  expect(gradcheck(counted, inputs(), { fastMode: true })).toBe(true);
  expect(calls).toBeLessThan(20);
  expect(gradgradcheck(counted, inputs(), { fastMode: true })).toBe(true);
  expect(gradcheck((x) => WrongExp.apply(x), leaf(), { fastMode: true, raiseException: false })).toBe(false);
  expect(() => gradcheck((x) => WrongExp.apply(x), leaf(), { fastMode: true })).toThrow(
    /analytical:tensor\(\[\[2\., 0\.\]/,
  );
  expect(gradcheck((x) => WrongExp.apply(x), leaf(), { fastMode: true, atol: 2 })).toBe(true);
});
