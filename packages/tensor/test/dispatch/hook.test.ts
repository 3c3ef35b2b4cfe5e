import { cpu } from '@x/backend-cpu';
import { beforeEach, describe, expect, it } from 'vitest';
import {
  dispatchInplace,
  execute,
  executeInplace,
  noAttrs,
  type OpHook,
  ops,
  registerBackend,
  type Tensor,
  tensor,
} from '../../src/index.js';

registerBackend(await cpu());

/** Writes down the ops that traced tensors go into, and hands itself on to the results. */
class Tracer implements OpHook {
  readonly lines: string[] = [];

  intercept: OpHook['intercept'] = (op, inputs, attrs) => {
    const outputs = execute(op, inputs, attrs);
    this.lines.push(`${op.name}(${inputs.map((t) => `[${t.shape.join(', ')}]`).join(', ')})`);
    for (const t of outputs) t.hook = this;
    return outputs;
  };

  interceptInplace: OpHook['interceptInplace'] = (op, inputs, attrs) => {
    executeInplace(op, inputs, attrs)?.dispose();
    this.lines.push(`${op.name}_`);
  };

  forView(): OpHook {
    return this;
  }

  describe(): readonly string[] {
    return ['traced=True'];
  }
}

let tracer: Tracer;
let x: Tensor;
beforeEach(() => {
  tracer = new Tracer();
  x = tensor([
    [1.5, 2],
    [3, 4],
  ]);
  x.hook = tracer;
});

describe('a hook', () => {
  it('sees every op that its tensor goes into, views and in-place forms too', () => {
    x.t().matmul(x).add(1).sum();
    x.mul_(2);
    x.unsqueeze_(0);
    expect(tracer.lines).toEqual([
      't([2, 2])',
      'mm([2, 2], [2, 2])',
      'add([2, 2], [])',
      'sum([2, 2])',
      'mul_',
      'unsqueeze_',
    ]);
    expect(x.shape).toEqual([1, 2, 2]);
  });

  it('sees a tensor in any place of the inputs', () => {
    tensor([1, 2]).add(x);
    tensor([[1, 2]])
      .add_(tensor([1]))
      .float()
      .mul(x);
    expect(tracer.lines).toEqual(['add([2], [2, 2])', 'mul([1, 2], [2, 2])']);
  });

  it('is handed to what an op gives', () => {
    expect(x.exp().hook).toBe(tracer);
    expect(tensor([1]).add(1).hook).toBeUndefined();
  });

  it('sees the parts of a decomposition where the op is executed with hooks on', () => {
    x.softmax(1);
    x.std();
    expect(tracer.lines.at(-1)).toBe('std([2, 2])');
    expect(tracer.lines).toContain('mean([2, 2])');
  });

  it('may leave the op out', () => {
    x.hook = {
      intercept: (op, inputs, attrs) => execute(op, inputs, attrs),
      interceptInplace: () => undefined,
      forView: () => undefined,
      describe: () => [],
    };
    expect(dispatchInplace(ops.unaryOps.exp, [x], noAttrs)).toBe(x);
    expect(x.tolist()).toEqual([
      [1.5, 2],
      [3, 4],
    ]);
  });

  it('says what is printed about its tensor', () => {
    expect(String(x)).toBe('tensor([[1.5000, 2.0000],\n        [3.0000, 4.0000]], traced=True)');
  });

  it('is asked about views of its tensor that were made before', () => {
    const base = tensor([1.5, 2]);
    const view = base.view(2, 1);
    base.hook = tracer;
    view.add(1);
    expect(tracer.lines).toEqual(['add([2, 1], [])']);
  });
});
