import { cpu } from '@x/backend-cpu';
import { ones, registerBackend, type Tensor, tensor, zeros } from '@x/tensor';
import { describe, expect, test } from 'vitest';
import {
  detectAnomaly,
  Function,
  type FunctionContext,
  grad,
  GradError,
  graphDot,
  graphText,
  isAnomalyEnabled,
  setDetectAnomaly,
} from '../src/index.js';

registerBackend(await cpu());

function caught(fn: () => unknown): GradError {
  try {
    fn();
  } catch (error) {
    if (error instanceof GradError) return error;
  }
  throw new Error('no GradError');
}

/** Named, so that it shows in stacks. */
function forwardOfRoot(x: Tensor): Tensor {
  return x.sqrt();
}

describe('anomaly detection', () => {
  test('names the node that made a NaN and where its op was called', () => {
    const x = tensor([-1, 4], { requiresGrad: true });
    const error = caught(() => detectAnomaly(() => forwardOfRoot(x).mul(0).sum().backward()));
    expect(error.message).toContain("Function 'SqrtBackward0' returned nan values in its 0th output.");
    expect(error.message).toMatch(/forward call:[^]*forwardOfRoot/);
    expect(error.details).toMatchObject({ node: 'SqrtBackward0', output: 0 });
    expect(isAnomalyEnabled()).toBe(false);
  });

  test('says so when the forward pass was not watched', () => {
    const x = tensor([-1, 4], { requiresGrad: true });
    const y = forwardOfRoot(x).mul(0).sum();
    expect(() => detectAnomaly(() => y.backward())).toThrow(
      /the forward call is not known: run the forward pass within/,
    );
  });

  test('lets NaN pass when only errors are wanted, and nothing else', () => {
    const x = tensor([-1, 4], { requiresGrad: true });
    detectAnomaly(() => forwardOfRoot(x).mul(0).sum().backward(), { checkNan: false });
    expect(x.grad?.isnan().tolist()).toEqual([true, false]);
    detectAnomaly(() => x.mul(2).sum().backward());
  });

  test('tells the forward call of a failing node', () => {
    const x = ones(2, { requiresGrad: true });
    const error = caught(() =>
      detectAnomaly(() => {
        const y = x.mul(2);
        const z = forwardOfRoot(y);
        z.add_(1);
        z.sum().backward();
      }),
    );
    expect(error.message).toMatch(/modified by an inplace operation[^]*forwardOfRoot/);
    expect(error.cause).toBeInstanceOf(GradError);
    class Fails extends Function {
      static forward(_ctx: FunctionContext, t: Tensor): Tensor {
        return t.mul(1);
      }

      static backward(): Tensor {
        throw new TypeError('of the user');
      }
    }
    expect(() => detectAnomaly(() => Fails.apply(x).sum().backward())).toThrow(TypeError);
  });

  test('can be switched', () => {
    setDetectAnomaly(true);
    expect(isAnomalyEnabled()).toBe(true);
    setDetectAnomaly(false);
    {
      using _ = detectAnomaly();
      expect(isAnomalyEnabled()).toBe(true);
    }
    expect(isAnomalyEnabled()).toBe(false);
  });
});

describe('pictures of graphs', () => {
  const w = ones(2, 3, { requiresGrad: true });
  const b = zeros(3, { requiresGrad: true });
  const x = ones(2, 3);
  const loss = (): Tensor => {
    const h = x.mul(w).add(b);
    return h.mul(h.sin()).sum();
  };

  test('as text, in the order of the backward pass', () => {
    expect(graphText(loss(), { names: { w, b } })).toBe(
      [
        '1 SumBackward0 [] → 2',
        '2 MulBackward0 [2, 3] → 4, 3',
        '3 SinBackward0 [2, 3] → 4',
        '4 AddBackward0 [2, 3] → 5, 6',
        '5 MulBackward0 [2, 3] → -, 7',
        '6 b [3]',
        '7 w [2, 3]',
      ].join('\n'),
    );
    expect(graphText(w)).toBe('1 leaf [2, 3]');
    const [g] = grad(w.pow(3).sum(), w, { createGraph: true });
    expect(graphText([g!, w])).toContain('MulBackward0 [2, 3]');
  });

  test('in the DOT language', () => {
    expect(graphDot(x.mul(w), { names: { 'a "w"': w } })).toBe(
      [
        'digraph gradients {',
        '  node [shape=box];',
        '  n1 [label="MulBackward0\\n[2, 3]"];',
        '  n2 [label="a \\"w\\"\\n[2, 3]", style=filled, fillcolor=lightblue];',
        '  n1 -> n2;',
        '}',
        '',
      ].join('\n'),
    );
  });

  test('need something with a gradient', () => {
    expect(() => graphText(x)).toThrow('graphText: the tensor does not require grad and does not have a gradFn');
    expect(() => graphDot([w, x])).toThrow(GradError);
    const options: object = { name: { w } };
    expect(() => graphText(w, options)).toThrow(/unknown option 'name'/);
  });
});
