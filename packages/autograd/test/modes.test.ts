import { cpu } from '@x/backend-cpu';
import { ones, registerBackend, type Tensor, ValueError, zeros } from '@x/tensor';
import { describe, expect, test } from 'vitest';
import {
  enableGrad,
  grad,
  inferenceMode,
  isGradEnabled,
  isInference,
  isInferenceModeEnabled,
  noGrad,
  setGradEnabled,
} from '../src/index.js';

registerBackend(await cpu());

const leaf = (): Tensor => ones(2, { requiresGrad: true });

describe('as wrappers', () => {
  test('nest, and end when the function throws', () => {
    const x = leaf();
    expect(noGrad(() => x.mul(2)).requiresGrad).toBe(false);
    expect(noGrad(() => enableGrad(() => x.mul(2))).requiresGrad).toBe(true);
    expect(setGradEnabled(false, () => setGradEnabled(true, () => isGradEnabled()))).toBe(true);
    expect(() =>
      noGrad(() => {
        throw new Error('out');
      }),
    ).toThrow('out');
    expect(isGradEnabled()).toBe(true);
  });

  test('end what was switched inside', () => {
    enableGrad(() => setGradEnabled(false));
    expect(isGradEnabled()).toBe(true);
  });

  test('refuse plain functions that return promises', () => {
    expect(() => noGrad(() => Promise.resolve(1))).toThrow(ValueError);
    expect(() => noGrad(() => Promise.reject(new Error('unheard')))).toThrow(/write noGrad\(async \(\) => …\)/);
    expect(isGradEnabled()).toBe(true);
  });
});

describe('with using', () => {
  test('last until the end of the block', () => {
    const x = leaf();
    {
      using _ = noGrad();
      expect(x.mul(2).requiresGrad).toBe(false);
      {
        using inner = enableGrad();
        expect([x.mul(2).requiresGrad, typeof inner]).toEqual([true, 'object']);
      }
      expect(isGradEnabled()).toBe(false);
    }
    expect(isGradEnabled()).toBe(true);
  });

  test('setGradEnabled goes back when its result is disposed of', () => {
    setGradEnabled(false);
    expect([leaf().mul(2).requiresGrad, isGradEnabled()]).toEqual([false, false]);
    {
      using _ = setGradEnabled(true);
      expect(isGradEnabled()).toBe(true);
    }
    expect(isGradEnabled()).toBe(false);
    setGradEnabled(true);
  });

  test('a block that waits loses the mode and is told so', async () => {
    const seen: boolean[] = [];
    const waits = async (): Promise<void> => {
      using _ = noGrad();
      using inner = inferenceMode();
      seen.push(isGradEnabled(), typeof inner === 'object');
      await Promise.resolve();
      seen.push(isGradEnabled(), isInferenceModeEnabled());
    };
    const waiting = waits();
    await Promise.resolve();
    expect([...seen, isGradEnabled(), isInferenceModeEnabled()]).toEqual([false, true, true, false, true, false]);
    await expect(waiting).rejects.toThrow(Error);
    expect(isGradEnabled()).toBe(true);
  });

  test('the error of such a block names the way out', async () => {
    const waits = async (): Promise<void> => {
      using _ = noGrad();
      await Promise.resolve();
    };
    await expect(waits()).rejects.toThrow(/while `using _ = noGrad\(\)` was open.*write noGrad\(async \(\) => …\)/);
  });
});

// every expectation here is what PyTorch 1.13 does with the same lines
describe('inference mode', () => {
  const made = (): Tensor => inferenceMode(() => ones(2).mul(2));

  test('marks what it makes, and views of that', () => {
    const x = made();
    expect([x, x.view(2), x.mul(2), x.clone(), x.detach()].map(isInference)).toEqual([true, true, false, false, true]);
    expect([isInferenceModeEnabled(), inferenceMode(() => isInferenceModeEnabled())]).toEqual([false, true]);
  });

  test('leaves normal tensors and their views what they are', () => {
    const w = leaf();
    const plain = zeros(2);
    const [view, alias, result] = inferenceMode(() => {
      plain.add_(1);
      return [w.view(2), plain.detach(), w.mul(2)] as const;
    });
    expect([view, alias, result].map(isInference)).toEqual([false, false, true]);
    expect([result.requiresGrad, isInference(plain), plain.tolist()]).toEqual([false, false, [1, 1]]);
    plain.add_(1);
  });

  test('records nothing, also within enableGrad', () => {
    const [enabled, recorded] = inferenceMode(() => enableGrad(() => [isGradEnabled(), leaf().mul(2).requiresGrad]));
    expect([enabled, recorded]).toEqual([true, false]);
  });

  test('its tensors can be used where nothing has to be saved', () => {
    const w = leaf();
    expect(grad(w.add(made()).sum(), w)[0]?.tolist()).toEqual([1, 1]);
    expect(() => w.mul(made())).toThrow(/MulBackward0: inference tensors cannot be saved for backward.*clone\(\)/);
    expect(grad(w.mul(made().clone()).sum(), w)[0]?.tolist()).toEqual([2, 2]);
  });

  test('its tensors are not written to and require no gradients outside', () => {
    expect(() => made().add_(1)).toThrow(/add_: inplace update to inference tensor outside inferenceMode/);
    expect(() => made().view(2).zero_()).toThrow(/inplace update to inference tensor/);
    expect(() => made().requiresGrad_()).toThrow(/inference tensor outside inferenceMode is not allowed/);
    expect(() => made().version).toThrow(/do not track version counter/);
    const x = made();
    inferenceMode(() => x.add_(1));
    expect(x.tolist()).toEqual([3, 3]);
  });
});
