/**
 * @module @x/tensor/ops
 *
 * Every op by name, for packages and programs that dispatch ops themselves: `import * as ops from '@x/tensor/ops'`.
 */
export * from './ops/index.js';
