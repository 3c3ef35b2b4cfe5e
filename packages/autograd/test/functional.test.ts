import { cpu } from '@x/backend-cpu';
import { ones, registerBackend, type Tensor, tensor } from '@x/tensor';
import { describe, expect, expectTypeOf, test } from 'vitest';
import { grad, hessian, hvp, jacobian, jvp, vhp, vjp } from '../src/index.js';

// values are compared with PyTorch's in semantics.test.ts

registerBackend(await cpu());

const linear = (x: Tensor): Tensor => x.mul(2);
const constant = (): Tensor => ones(2);

describe('forms of inputs and results', () => {
  test('a tensor for a tensor, a list for a list', () => {
    const x = ones(2);
    const one = jacobian((t) => t.exp(), x);
    const byInput = jacobian((a, b) => a.add(b), [x, ones(2)]);
    const byOutput = jacobian((t) => [t, t.sum()], x);
    expectTypeOf(one).toEqualTypeOf<Tensor>();
    expectTypeOf(byInput).toEqualTypeOf<Tensor[]>();
    expectTypeOf(byOutput).toEqualTypeOf<Tensor[]>();
    expectTypeOf(hessian((t) => t.sum(), x)).toEqualTypeOf<Tensor>();
    expectTypeOf(hessian((t) => t.sum(), [x])).toEqualTypeOf<Tensor[][]>();
    expect([one.shape, byInput.map((t) => t.shape), byOutput.map((t) => t.shape)]).toEqual([
      [2, 2],
      [
        [2, 2],
        [2, 2],
      ],
      [[2, 2], [2]],
    ]);
    const outer = jacobian((a, b) => a.unsqueeze(1).mul(b), [ones(2), ones(3)]);
    expect(outer.map((t) => t.shape)).toEqual([
      [2, 3, 2],
      [2, 3, 3],
    ]);
    expect(jacobian((t) => t, ones(0)).shape).toEqual([0, 0]);
  });

  test('results have no history unless asked for, and inputs keep theirs', () => {
    const x = tensor([1, 2], { requiresGrad: true });
    expect([jacobian((t) => t.pow(2), x), ...vjp((t) => t.pow(2).sum(), x)].map((t) => t.requiresGrad)).toEqual([
      false,
      false,
      false,
    ]);
    const rows = jacobian((t) => t.pow(3), x, { createGraph: true });
    expect(grad(rows.sum(), x)[0]?.tolist()).toEqual([6, 12]);
    expect(x.grad).toBe(null);
  });
});

describe('functions that do not depend on their inputs', () => {
  test('have zero derivatives', () => {
    expect(jacobian(constant, ones(2)).tolist()).toEqual([
      [0, 0],
      [0, 0],
    ]);
    expect(jvp(constant, ones(2), { v: ones(2) })[1].tolist()).toEqual([0, 0]);
    expect(vjp(constant, ones(2), { v: ones(2) })[1].tolist()).toEqual([0, 0]);
    expect(hessian((x) => linear(x).sum(), ones(1)).tolist()).toEqual([[0]]);
    expect(hvp((x) => linear(x).sum(), ones(2), { v: ones(2) })[1].tolist()).toEqual([0, 0]);
    expect(vhp((x) => linear(x).sum(), ones(2), { v: ones(2) })[1].tolist()).toEqual([0, 0]);
  });

  test('are refused in strict mode', () => {
    const strict = { strict: true };
    expect(() => jacobian(constant, ones(2), strict)).toThrow(/output 0 of the function does not require gradients/);
    expect(() => jacobian((x, _y) => linear(x), [ones(2), ones(2)], strict)).toThrow(
      /output 0 .* independent of input 1/,
    );
    expect(() => jacobian(linear, ones(2, { requiresGrad: true }), { strict: true, createGraph: true })).toThrow(
      /the jacobian of the function is independent of input 0/,
    );
    expect(() => jvp(constant, ones(2), { ...strict, v: ones(2) })).toThrow(/does not require gradients/);
    for (const product of [vhp, hvp])
      expect(() => product((x) => linear(x).sum(), ones(2), { ...strict, v: ones(2) })).toThrow(/a linear function/);
    expect(() => hessian((x) => linear(x).sum(), ones(2), strict)).toThrow(/a linear function/);
  });
});

describe('what is refused', () => {
  test('vectors of another form', () => {
    expect(() => vjp(linear, ones(2))).toThrow(/v can only be left out where it has a single element/);
    expect(() => jvp(linear, ones(2))).toThrow(/v can only be left out/);
    expect(() => vjp(linear, ones(2), { v: ones(3) })).toThrow(/entry 0 should be \[2\] but got \[3\]/);
    expect(() => vjp(linear, ones(2), { v: [ones(2), ones(2)] })).toThrow(/should contain 1 tensors, got 2/);
    expect(vjp((x) => x.sum(), ones(2))[1].tolist()).toEqual([1, 1]);
  });

  test('functions of other results', () => {
    expect(() => hessian(linear, ones(2))).toThrow(
      'hessian: the function given to hessian should return a single element',
    );
    expect(() => hvp(linear, ones(2), { v: ones(2) })).toThrow(/given to hvp should return a single element/);
    expect(() => jacobian(() => 3 as never, ones(2))).toThrow(/must return a tensor or a list of tensors, got number/);
    expect(() => jacobian((async () => ones(1)) as never, ones(2))).toThrow(/has to be synchronous/);
    const options: object = { create_graph: true };
    expect(() => jacobian(linear, ones(2), options)).toThrow(/unknown option 'create_graph'/);
  });
});
