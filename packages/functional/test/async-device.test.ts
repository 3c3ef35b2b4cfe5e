/**
 * @file On a device that cannot be read at once nothing waits: a step of training runs through, and its gradients are those of
 * the cpu.
 */
import '@x/autograd';
import { cpu } from '@x/backend-cpu';
import { type Backend, manualSeed, randn, registerBackend, type Tensor, tensor } from '@x/tensor';
import { expect, it } from 'vitest';
import * as F from '../src/index.js';

const near: Backend = await cpu();
const distant: Backend = { ...near, name: 'distant' };
Reflect.deleteProperty(distant, 'readSync');

registerBackend(near);
registerBackend(distant);

/** Losses of a small network on a device, and the gradients of its weights. */
function step(device: string): readonly Tensor[] {
  manualSeed(0);
  const leaf = (...shape: number[]): Tensor => randn(shape).mul(0.5).to(device).detach().requiresGrad_();
  const [filters, bias, scale, weight, table] = [leaf(2, 1, 3, 3), leaf(2), leaf(2), leaf(3, 18), leaf(4, 3)] as const;
  const images = randn(4, 1, 8, 8).to(device);
  const conv = F.batchNorm(F.conv2d(images, filters, { bias }), null, null, { training: true, weight: scale });
  const features = F.dropout(F.maxPool2d(F.gelu(conv), 2), { p: 0.25 }).flatten(1);
  const logits = F.linear(features, weight).add(F.embedding(tensor([0, 3, 1, 0]).to(device), table));
  const classes = tensor([2, 0, 1, -100]).to(device);
  const loss = F.crossEntropy(logits, classes, { labelSmoothing: 0.1 })
    .add(F.binaryCrossEntropy(logits.sigmoid(), logits.detach().sigmoid()))
    .add(F.smoothL1Loss(logits, F.pad(logits.narrow(1, 0, 2), [0, 1])));
  loss.backward();
  return [loss.detach(), ...[filters, bias, scale, weight, table].flatMap((t) => t.grad ?? [])];
}

it('trains without reading', async () => {
  const found = await Promise.all(step('distant').map((t) => t.toTypedArrayAsync()));
  expect(found).toHaveLength(6);
  expect(found).toEqual(step('cpu').map((t) => t.toTypedArray()));
});

it('says where it has to read', () => {
  expect(() => F.oneHot(tensor([1, 0]).to('distant'))).toThrow("device 'distant' cannot be read synchronously");
});
