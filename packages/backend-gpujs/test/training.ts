import { cpu } from '@x/backend-cpu';
import { registerBackend } from '@x/tensor';
import { expect, it } from 'vitest';
import { type GpuMode, gpu } from '../src/index.js';
import { lenetLosses } from './lenet.js';

const STEPS = 30;

/** Trains on the cpu and in this mode from the same seed. */
export function compareTraining(mode: GpuMode): void {
  it(`${mode}: LeNet has the cpu's losses over ${STEPS} steps`, async () => {
    registerBackend(await cpu());
    registerBackend(await gpu({ mode }));
    const [expected, got] = [await lenetLosses('cpu', STEPS), await lenetLosses('gpu', STEPS)];
    expect(expected.at(-1)!).toBeLessThan(expected[0]! - 0.5);
    got.forEach((loss, i) => expect(Math.abs(loss - expected[i]!)).toBeLessThan(1e-3));
  }, 240_000); // renderers in software are slow
}
