/**
 * @file Attention that is too large for one block of scores, and its dropout.
 */
import '@x/autograd';
import { cpu } from '@x/backend-cpu';
import { manualSeed, ops, randn, registerBackend, type Tensor } from '@x/tensor';
import { expect, it } from 'vitest';
import { scaledDotProductAttention } from '../src/index.js';

registerBackend(await cpu());

/** Result and gradients of attention over as many elements as need several blocks. */
function run(attend: (q: Tensor, k: Tensor, v: Tensor) => Tensor): readonly Tensor[] {
  manualSeed(0);
  const inputs = [0, 1, 2].map(() => randn(2300, 2, { dtype: 'float64', requiresGrad: true }));
  const [q, k, v] = inputs;
  const out = attend(q!, k!, v!);
  out.mul(out).sum().backward();
  return [out.detach(), ...inputs.flatMap((x) => x.grad ?? [])];
}

it.each([true, false])('blocks give what one block gives (causal: %s)', (isCausal) => {
  const attrs = { isCausal, scale: 0.5 };
  const blocks = run((q, k, v) => {
    expect(ops.attentionBlocks(q, k, attrs).length).toBeGreaterThan(1);
    return scaledDotProductAttention(q, k, v, attrs);
  });
  const whole = run((q, k, v) =>
    ops.attentionWeights(q, k, undefined, attrs, { start: 0, rows: 2300, keys: 2300 }).matmul(v),
  );
  expect(blocks).toHaveLength(4);
  blocks.forEach((x, i) => {
    expect(x.sub(whole[i]!).abs().max().item()).toBeLessThan(1e-12);
  });
});

it('drops weights', () => {
  manualSeed(0);
  const [q, k] = [randn(4, 3), randn(50, 3)];
  const one = q.newOnes([50, 1]);
  const kept = scaledDotProductAttention(q, k, one, { dropoutP: 0.5 });
  expect(scaledDotProductAttention(q, k, one, { dropoutP: 1 }).tolist()).toEqual([[0], [0], [0], [0]]);
  expect(scaledDotProductAttention(q, k, one).sub(1).abs().max().item()).toBeLessThan(1e-6);
  expect(kept.sub(1).abs().min().item()).toBeGreaterThan(0);
});
