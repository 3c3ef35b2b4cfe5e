import { cpu } from '@x/backend-cpu';
import { ones, registerBackend, slice, type Tensor, tensor } from '@x/tensor';
import { describe, expect, expectTypeOf, test } from 'vitest';
import {
  Function,
  type FunctionContext,
  type FunctionGradients,
  grad,
  gradcheck,
  gradgradcheck,
  noGrad,
  onceDifferentiable,
} from '../src/index.js';

// every expectation here is what PyTorch 1.13 does with the same lines

registerBackend(await cpu());

const leaf = (): Tensor => ones(2, { requiresGrad: true });

class Exp extends Function {
  static forward(ctx: FunctionContext<[Tensor]>, x: Tensor): Tensor {
    const y = x.exp();
    ctx.saveForBackward(y);
    return y;
  }

  static backward(ctx: FunctionContext<[Tensor]>, g: Tensor): Tensor {
    const [y] = ctx.savedTensors;
    return g.mul(y);
  }
}

class Scale extends Function {
  static forward(ctx: FunctionContext & { factor?: number }, x: Tensor, factor: number, y: Tensor): Tensor {
    ctx.factor = factor;
    return x.add(y).mul(factor);
  }

  static backward(ctx: FunctionContext & { factor?: number }, g: Tensor): (Tensor | null)[] {
    const [x, , y] = ctx.needsInputGrad;
    const scaled = g.mul(ctx.factor ?? NaN);
    return [x ? scaled : null, null, y ? scaled : null];
  }
}

describe('a custom function', () => {
  test('has a node named after it, and gradients of any order', () => {
    const x = leaf();
    const y = Exp.apply(x);
    expect([y.gradFn?.name, y.gradFn?.nextFunctions[0]?.[0]?.name]).toEqual(['ExpBackward', 'AccumulateGrad']);
    const inputs = [tensor([0.3, -0.2], { dtype: 'float64', requiresGrad: true })];
    expect([gradcheck((t) => Exp.apply(t), inputs), gradgradcheck((t) => Exp.apply(t), inputs)]).toEqual([true, true]);
  });

  test('takes other arguments than tensors, and knows which need a gradient', () => {
    const x = leaf();
    Scale.apply(x, 3, ones(2)).sum().backward();
    expect(x.grad?.tolist()).toEqual([3, 3]);
    expectTypeOf<Parameters<typeof Scale.forward>>().toEqualTypeOf<
      [FunctionContext & { factor?: number }, Tensor, number, Tensor]
    >();
    const result = Scale.apply(x, 3, ones(2));
    expectTypeOf(result).toEqualTypeOf<Tensor>();
  });

  test('runs forward without recording, and makes no node where nothing is recorded', () => {
    expect(noGrad(() => Exp.apply(leaf())).requiresGrad).toBe(false);
    expect(Exp.apply(ones(2)).gradFn).toBe(null);
  });

  test('is not an object', () => {
    expect(() => new Exp()).toThrow('Exp: functions are not made with new: call Exp.apply(…)');
  });

  test('frees and checks what it saved', () => {
    const x = leaf();
    const y = Exp.apply(x).sum();
    y.backward();
    expect(() => y.backward()).toThrow(/a second time/);
    const z = Exp.apply(x);
    z.add_(1);
    expect(() => z.sum().backward()).toThrow(/ExpBackward: .* is at version 1; expected version 0/);
    class SavesNumber extends Exp {
      static override forward(ctx: FunctionContext<[Tensor]>, t: Tensor): Tensor {
        ctx.saveForBackward(3 as never);
        return t;
      }
    }
    expect(() => SavesNumber.apply(x)).toThrow(/can only save tensors or null, but argument 0 is of type number/);
  });
});

describe('what backward returns is checked', () => {
  const returning = (gradients: (g: Tensor) => unknown): ((x: Tensor, k?: number) => void) => {
    class Doubled extends Function {
      static forward(_ctx: FunctionContext, x: Tensor, _k?: number): Tensor {
        return x.mul(2);
      }

      static backward(_ctx: FunctionContext, g: Tensor): Tensor {
        return gradients(g) as Tensor;
      }
    }
    return (x, ...rest) =>
      Doubled.apply(x, ...rest)
        .sum()
        .backward();
  };

  test.each([
    ['too few', (g: Tensor) => g, [3], /incorrect number of gradients \(expected 2, got 1\)/],
    ['too many', (g: Tensor) => [g, g], [], /incorrect number of gradients \(expected 1, got 2\)/],
    ['one for a number', (g: Tensor) => [g, g], [3], /different than null at position 1/],
    ['another shape', () => ones(3), [], /invalid gradient: got \[3\] but expected shape compatible with \[2\]/],
    ['a number', () => 3, [], /expected a tensor or null for gradient 0, got number/],
    ['a promise', () => Promise.resolve(), [], /a promise \(backward is synchronous\)/],
  ])('%s', (_, gradients, rest, message) => {
    expect(() => returning(gradients)(leaf(), ...rest)).toThrow(message);
  });

  test('nulls at the end are left out', () => {
    const x = leaf();
    returning((g) => [g, null, null])(x);
    expect(x.grad?.tolist()).toEqual([1, 1]);
  });

  test('there has to be one, and forward is synchronous', () => {
    class Half extends Function {
      static forward(_ctx: FunctionContext, x: Tensor): Tensor {
        return x.mul(2);
      }
      declare static backward: () => Tensor;
    }
    expect(() => Half.apply(leaf())).toThrow(/Half: has no static method backward/);
    class Waits extends Half {
      static override forward(): never {
        return Promise.resolve() as never;
      }
    }
    expect(() => Waits.apply()).toThrow(/forward returned a promise/);
  });
});

describe('markDirty', () => {
  class DoubleInplace extends Function {
    static forward(ctx: FunctionContext, x: Tensor): Tensor {
      x.mul_(2);
      ctx.markDirty(x);
      return x;
    }

    static backward(_ctx: FunctionContext, g: Tensor): Tensor {
      return g.mul(2);
    }
  }

  test('continues the history of the argument', () => {
    const x = leaf();
    const y = x.mul(3);
    const z = DoubleInplace.apply(y);
    expect([z === y, y.gradFn?.name, y.version]).toEqual([true, 'DoubleInplaceBackward', 2]);
    z.sum().backward();
    expect(x.grad?.tolist()).toEqual([6, 6]);
  });

  test('continues the history of the tensor that it is a view of', () => {
    const x = leaf();
    const y = x.mul(3);
    const z = DoubleInplace.apply(y.get(slice(0, 1)));
    expect([y.gradFn?.name, z.gradFn?.name]).toEqual(['CopySlices', 'AsStridedBackward0']);
    y.sum().backward();
    expect(x.grad?.tolist()).toEqual([6, 3]);
  });

  test('is refused for leaves, and for what is not returned', () => {
    expect(() => DoubleInplace.apply(leaf())).toThrow(/a leaf tensor that requires grad is being used in an in-place/);
    class Forgets extends DoubleInplace {
      static override forward(ctx: FunctionContext, x: Tensor): Tensor {
        return super.forward(ctx, x).mul(1);
      }
    }
    expect(() => Forgets.apply(leaf().mul(1))).toThrow(/inputs that are modified inplace must all be outputs/);
  });
});

describe('results', () => {
  test('that are an argument are copied', () => {
    class Identity extends Function {
      static forward(_ctx: FunctionContext, x: Tensor): Tensor {
        return x;
      }

      static backward(_ctx: FunctionContext, g: Tensor): Tensor {
        return g.mul(5);
      }
    }
    const x = leaf();
    const y = Identity.apply(x);
    y.sum().backward();
    expect([y === x, x.grad?.tolist(), x.isLeaf]).toEqual([false, [5, 5], true]);
  });

  test('without gradient: marked ones and integers; backward gets zeros for them', () => {
    const seen: unknown[] = [];
    class Several extends Function {
      static forward(ctx: FunctionContext, x: Tensor): [Tensor, Tensor, Tensor] {
        const constant = x.mul(3);
        ctx.markNonDifferentiable(constant);
        return [x.mul(2), x.argmax(), constant];
      }

      static backward(_ctx: FunctionContext, ...grads: Tensor[]): Tensor {
        seen.push(...grads.map((g) => g.tolist()));
        return grads[0]!.mul(2);
      }
    }
    const x = leaf();
    const [double, index, constant] = Several.apply(x);
    expect([double, index, constant].map((t) => t.requiresGrad)).toEqual([true, false, false]);
    double.sum().backward();
    expect([seen, x.grad?.tolist()]).toEqual([
      [[1, 1], 0, [0, 0]],
      [2, 2],
    ]);
  });

  test('setMaterializeGrads(false) leaves missing gradients null', () => {
    class Both extends Function {
      static forward(ctx: FunctionContext, x: Tensor): [Tensor, Tensor] {
        ctx.setMaterializeGrads(false);
        return [x.mul(2), x.mul(3)];
      }

      static backward(_ctx: FunctionContext, a: Tensor | null, b: Tensor | null): Tensor | null {
        return b === null ? (a?.mul(2) ?? null) : b;
      }
    }
    const x = leaf();
    Both.apply(x)[0].sum().backward();
    expect(x.grad?.tolist()).toEqual([2, 2]);
  });
});

test('onceDifferentiable gradients cannot be differentiated', () => {
  class Once extends Function {
    static forward(_ctx: FunctionContext, x: Tensor): Tensor {
      return x.mul(2);
    }

    static backward: (ctx: FunctionContext, g: Tensor) => FunctionGradients = onceDifferentiable((_ctx, g: Tensor) =>
      g.mul(2),
    );
  }
  const once = (x: Tensor): Tensor => Once.apply(x);
  const x = leaf();
  const [plain] = grad(once(x).sum(), x, { createGraph: true });
  expect(plain?.requiresGrad).toBe(false);
  const [first] = grad(once(x).pow(2).sum(), x, { createGraph: true });
  expect(first?.gradFn?.name).toBe('Error');
  expect(() => first?.sum().backward()).toThrow(/trying to differentiate twice a function that was marked/);
});
