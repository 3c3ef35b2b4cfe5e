/**
 * @file Layers that pad the last dimensions of their input.
 */
export type { PaddingSizes } from './base.js';
export * from './circular.js';
export * from './constant.js';
export * from './reflection.js';
export * from './replication.js';
