/**
 * @module @x/tensor
 *
 * N-dimensional arrays with the names, defaults and numbers of PyTorch: the core, and every further function and method.
 */
import './further/install.js';

export * from './core.js';
export * from './api/sort.js';
export * as ops from './ops/index.js';
