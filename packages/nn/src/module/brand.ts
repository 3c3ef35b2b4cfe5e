/**
 * @file What tells parameters, buffers and modules from other values, also those of another copy of this package.
 */
import { isTensor } from '@x/tensor/core';
import type { Buffer } from './buffer.js';
import type { AnyModule } from './any-module.js';
import type { Parameter } from './parameter.js';

const parameterBrand: unique symbol = Symbol.for('@x/nn.Parameter');
const bufferBrand: unique symbol = Symbol.for('@x/nn.Buffer');
const moduleBrand: unique symbol = Symbol.for('@x/nn.Module');

const brands = { Parameter: parameterBrand, Buffer: bufferBrand, Module: moduleBrand };

/** Marks the instances of a class. */
export function brand(kind: 'Parameter' | 'Buffer' | 'Module', { prototype }: { readonly prototype: object }): void {
  Object.defineProperty(prototype, brands[kind], { value: true });
}

/** Whether a value is a `Parameter`. */
export function isParameter(value: unknown): value is Parameter {
  return isTensor(value) && parameterBrand in value;
}

/** Whether a value is a `Buffer`. */
export function isBuffer(value: unknown): value is Buffer {
  return isTensor(value) && bufferBrand in value;
}

/** Whether a value is a `Module`. */
export function isModule(value: unknown): value is AnyModule {
  return typeof value === 'function' && moduleBrand in value;
}
