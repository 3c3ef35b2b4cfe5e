/**
 * @file Registers the device `cpu` on import: `import '@x/backend-cpu/auto'`.
 */
import { registerBackend } from '@x/tensor/core';
import { engineBackend } from './backend.js';
import { fallback } from './fallback.js';
import { Engine } from './wasm/engine.js';
import { bestVariant, hasSimd, instantiateSync } from './wasm/load.js';

registerBackend(hasSimd() ? engineBackend(new Engine(instantiateSync(bestVariant()))) : fallback());
