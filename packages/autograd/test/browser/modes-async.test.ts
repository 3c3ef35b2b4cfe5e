import { ValueError } from '@x/tensor';
import { expect, test } from 'vitest';
import { inferenceMode, isGradEnabled, isInferenceModeEnabled, noGrad } from '../../src/index.js';

test('async functions are refused where tasks cannot be told apart, before they run', () => {
  let ran = false;
  const task = async (): Promise<void> => {
    ran = true;
    await Promise.resolve();
  };
  expect(() => noGrad(task)).toThrow(ValueError);
  expect(() => inferenceMode(task)).toThrow(/no task-local storage.*call it around the synchronous parts/);
  expect([ran, isGradEnabled(), isInferenceModeEnabled()]).toEqual([false, true, false]);
});
