import { profile } from '@x/autograd';
import { cpu } from '@x/backend-cpu';
import { randn, registerBackend, scope, type Tensor } from '@x/tensor';
import { expect, it } from 'vitest';
import { type AnyModule, TransformerEncoder, TransformerEncoderLayer } from '../src/index.js';
import peaks from './golden/peaks.json' with { type: 'json' };
import { LeNet } from './tutorial-models.js';

registerBackend(await cpu());

const bytes = (tensors: readonly Tensor[]): number => tensors.reduce((sum, { nbytes }) => sum + nbytes, 0);

function transformer([
  features = 0,
  heads = 0,
  dimFeedforward = 0,
  dropout = 0,
]: readonly number[]): TransformerEncoder {
  const layer = new TransformerEncoderLayer(features, heads, { dimFeedforward, dropout, batchFirst: true });
  return new TransformerEncoder(layer, 6);
}

/** Bytes that are alive at the highest point of a forward and backward pass; the scope frees what the graph does not hold. */
function peakOf(net: AnyModule, call: () => Tensor, x: Tensor): number {
  const pass = (): void => {
    net.zeroGrad();
    scope(() => scope(() => call().square().mean()).backward());
  };
  pass();
  net.zeroGrad();
  const { memory } = profile(pass);
  return bytes([...net.parameters(), x]) + (memory.cpu?.peak ?? 0) - (memory.cpu?.start ?? 0);
}

it.each(peaks.cases)('a pass through $net takes no more than 1.2 times the memory that it takes in PyTorch', (row) => {
  const x = randn(row.input);
  if (Array.isArray(row.net)) {
    const net = transformer(row.net);
    expect(peakOf(net, () => net(x), x) / row.peak).toBeLessThan(1.2);
  } else {
    const net = new LeNet();
    expect(peakOf(net, () => net(x), x) / row.peak).toBeLessThan(1.2);
  }
});
