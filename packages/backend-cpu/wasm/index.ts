/**
 * @file The module: its exports are the exports of these files. AssemblyScript, compiled by scripts/build-wasm.mjs.
 * Addresses are in bytes, sizes and strides in elements.
 */
export * from './memory';
export * from './fill';
