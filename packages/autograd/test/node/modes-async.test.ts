import { cpu } from '@x/backend-cpu';
import { ones, registerBackend } from '@x/tensor';
import { expect, test } from 'vitest';
import {
  detectAnomaly,
  enableGrad,
  inferenceMode,
  isAnomalyEnabled,
  isGradEnabled,
  isInferenceModeEnabled,
  noGrad,
  setGradEnabled,
} from '../../src/index.js';

registerBackend(await cpu());

const pause = (ms: number = 0): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

test('a mode stays with its task over every await', async () => {
  const x = ones(1, { requiresGrad: true });
  const seen: [string, boolean][] = [];
  const task = (name: string, ms: number) => async (): Promise<void> => {
    for (let i = 0; i < 3; i++) {
      seen.push([name, x.mul(2).requiresGrad]);
      await pause(ms);
    }
  };
  await Promise.all([noGrad(task('off', 1)), task('on', 1)(), noGrad(async () => enableGrad(task('nested', 2)))]);
  for (const [name, recorded] of seen) expect([name, recorded]).toEqual([name, name !== 'off']);
  expect([seen.length, isGradEnabled()]).toEqual([9, true]);
});

test('synchronous switches inside of a task stay in it', async () => {
  const inside = noGrad(async () => {
    await pause();
    setGradEnabled(true);
    await pause(2);
    return [isGradEnabled(), noGrad(() => isGradEnabled())];
  });
  const beside = enableGrad(async () => {
    await pause(1);
    setGradEnabled(false);
    await pause(3);
    return isGradEnabled();
  });
  await pause(2);
  expect(isGradEnabled()).toBe(true);
  expect([await inside, await beside, isGradEnabled()]).toEqual([[true, false], false, true]);
});

test('the other modes follow their tasks too', async () => {
  const states = await Promise.all([
    inferenceMode(async () => {
      await pause(1);
      return [isInferenceModeEnabled(), isAnomalyEnabled()];
    }),
    detectAnomaly(async () => {
      await pause(1);
      return [isInferenceModeEnabled(), isAnomalyEnabled()];
    }),
  ]);
  expect(states).toEqual([
    [true, false],
    [false, true],
  ]);
});

test('a task that fails leaves no mode behind', async () => {
  await expect(
    noGrad(async () => {
      await pause();
      throw new Error('out');
    }),
  ).rejects.toThrow('out');
  expect(isGradEnabled()).toBe(true);
});
