/**
 * @file Registers the device `cpu` on import: `import '@x/backend-cpu/auto'`.
 */
import { registerBackend } from '@x/tensor';
import { referenceBackend } from './backend.js';

registerBackend(referenceBackend());
