import { isDeviceAvailable, tensor } from '@x/tensor';
import { expect, it } from 'vitest';

it('the auto entry registers the device cpu on import', async () => {
  expect(isDeviceAvailable('cpu')).toBe(false);
  await import('@x/backend-cpu/auto');
  expect(isDeviceAvailable('cpu')).toBe(true);
  expect(tensor([1, 2, 3]).add(1).tolist()).toEqual([2, 3, 4]);
});
