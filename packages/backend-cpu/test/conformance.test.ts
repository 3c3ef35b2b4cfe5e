import { describeBackend } from '@x/backend-testing';
import { describe } from 'vitest';
import { engineBackend, referenceBackend } from '../src/backend.js';
import { bestVariant, instantiate } from '../src/wasm/load.js';

const choices = [false, true];
const variants = choices.flatMap((relaxed) => choices.map((shared) => ({ relaxed, shared })));
const best = bestVariant();

describe.each(variants.filter(({ relaxed }) => best.relaxed || !relaxed))('module %o', (variant) => {
  describeBackend('cpu', async () => engineBackend(await instantiate(variant)));
});

describe('reference kernels', () => {
  describeBackend('cpu', referenceBackend);
});

describe('a heap that is always full', () => {
  describeBackend('cpu', async () => engineBackend(await instantiate(best), 0));
});
