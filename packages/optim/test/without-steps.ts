import { type Backend, type Buffer, type FusedKernels, type Kernels } from '@x/tensor';

const steps: readonly (keyof FusedKernels)[] = ['sgdStep', 'adamStep', 'rmspropStep'];

/** The backend as device `plain`, without the optimizers' kernels: steps run as other ops. */
export function withoutSteps<B extends Buffer>(backend: Backend<B>): Backend<B> {
  const kernels: Kernels<B> = { ...backend.kernels };
  for (const name of steps) delete kernels[name];
  return { ...backend, name: 'plain', kernels };
}
