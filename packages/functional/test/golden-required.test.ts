/**
 * @file The golden tables once more, on a device with the required kernels alone: every op's decomposition is right.
 */
import { cpu } from '@x/backend-cpu';
import { type Backend, registerBackend, setDefaultDevice } from '@x/tensor';
import { runGolden } from '../../../tools/golden.js';
import { gradients } from '../../../tools/golden/gradients.js';
import * as api from '../src/index.js';
import { tables } from './tables.js';

const required: ReadonlySet<string> = new Set(
  'fill copy cast unary binary compare where reduce argReduce matmul gather scatterAdd scatter'.split(' '),
);

/** The backend without the kernels that a device need not have. */
function requiredOnly(backend: Backend): Backend {
  const kernels = { ...backend.kernels };
  for (const name of Object.keys(kernels)) if (!required.has(name)) Reflect.deleteProperty(kernels, name);
  return { ...backend, name: 'required', kernels };
}

registerBackend(requiredOnly(await cpu()));
setDefaultDevice('required');

for (const [name, file] of Object.entries(tables)) runGolden(`required kernels: ${name}`, file, api, { gradients });
