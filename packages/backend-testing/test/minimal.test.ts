import { type CpuBuffer, cpu } from '@x/backend-cpu';
import type { Backend, DType, FusedKernels, Kernels } from '@x/tensor';
import { describeBackend } from '../src/index.js';

const fused: readonly (keyof FusedKernels)[] = [
  'softmax',
  'logSoftmax',
  'softmaxBackward',
  'logSoftmaxBackward',
  'addmm',
  'conv2d',
  'conv2dInputGrad',
  'conv2dWeightGrad',
  'maxPool2d',
  'maxPool2dBackward',
  'avgPool2d',
  'avgPool2dBackward',
  'scan',
  'sort',
  'sgdStep',
  'adamStep',
  'rmspropStep',
  'layerNorm',
  'layerNormBackward',
  'batchNorm',
  'batchNormBackward',
  'batchNormInference',
  'groupNorm',
  'groupNormBackward',
  'lstmCell',
  'lstmCellBackward',
  'gruCell',
  'gruCellBackward',
  'attention',
  'attentionBackward',
];
const dtypes: readonly DType[] = ['float32', 'int32', 'bool'];

/** The least that a backend has to offer: required kernels, three dtypes, no reads at once. */
async function minimal(): Promise<Backend<CpuBuffer>> {
  const right: Backend<CpuBuffer> = { ...(await cpu()) };
  delete right.readSync;
  const kernels: Kernels<CpuBuffer> = { ...right.kernels };
  for (const name of fused) delete kernels[name];
  return { ...right, name: 'minimal', kernels, supports: (dtype) => dtypes.includes(dtype) };
}

describeBackend('minimal', minimal, { dtypes });
