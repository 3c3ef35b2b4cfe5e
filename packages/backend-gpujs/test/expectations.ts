import type { BackendExpectations } from '@x/backend-testing';

/** What float32 holds. */
export const expectations: BackendExpectations = {
  dtypes: ['float32', 'int32', 'uint8', 'bool'],
  largestInteger: 2 ** 24 - 1,
};
