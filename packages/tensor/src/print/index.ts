export type { TensorView } from './elements.js';
export { formatTensor } from './format.js';
export { getPrintoptions, type PrintOptions, type PrintProfile, setPrintoptions } from './options.js';
