/**
 * @file The conformance suite on every mutant: run by `teeth.test.ts`, meant to fail.
 */
import { cpu } from '@x/backend-cpu';
import { describeBackend } from '../../src/index.js';
import { type CpuKernels, mutants } from './mutants.js';

for (const [name, mutant] of Object.entries(mutants)) {
  describeBackend(name, async () => {
    const right = await cpu();
    const kernels = right.kernels as CpuKernels;
    return { ...right, ...mutant.backend?.(right), kernels: { ...kernels, ...mutant.kernels?.(kernels) } };
  });
}
