export { type IdxArray, type IdxOptions, parseIdx, readIdx } from './idx/idx.js';
export type { IdxData, IdxType } from './idx/types.js';
export { type Digits, drawDigits } from './synthetic/digits.js';
