import { cpu } from '@x/backend-cpu';
import { memory, registerBackend, scope, type Tensor, tensor } from '@x/tensor';
import { describe, expect, it } from 'vitest';
import { matrixMakers } from './makers.js';
import { train } from './problem.js';
import { withoutSteps } from './without-steps.js';

const backend = await cpu();
registerBackend(backend);
registerBackend(withoutSteps(backend));

const values = Float32Array.from({ length: 12 }, (_, i) => i / 7);

describe.each(['cpu', 'plain'])('on device %s', (device) => {
  it.each(Object.entries(matrixMakers))('%s holds its state and nothing else', (_, make) => {
    const params = [3, 4].map((n) =>
      tensor(values, { device, requiresGrad: true })
        .reshape(n, 12 / n)
        .detach(),
    );
    for (const param of params) param.requiresGrad = true;
    const optimizer = make(params);
    const loss = (): Tensor => params.map((p) => p.square().sum()).reduce((a, b) => a.add(b));
    scope(() => train(optimizer, loss));
    const after = memory()[device];
    for (let i = 0; i < 20; i++) {
      scope(() => train(optimizer, loss));
      expect(memory()[device]).toEqual(after);
    }
  });

  it.each(Object.entries(matrixMakers))('%s leaves no temporaries where there is no scope', (_, make) => {
    const param = tensor(values, { device }).reshape(3, 4).requiresGrad_();
    param.square().sum().backward();
    const optimizer = make([param]);
    optimizer.step();
    const after = memory()[device];
    for (let i = 0; i < 20; i++) optimizer.step();
    expect(memory()[device]).toEqual(after);
  });
});
