/**
 * @file Names of parameters, buffers and modules, as PyTorch's checkpoints have them.
 */
import { ValueError } from '@x/tensor/core';

/**
 * The camelCase name of a property in snake_case: `runningMean` → `running_mean`, `weightIhL0` → `weight_ih_l0`. Names that
 * start with a capital are none, and stay as they are.
 */
export function snakeCase(name: string): string {
  if (/^[A-Z]/.test(name)) return name;
  return name
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1_$2')
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase();
}

/** @throws ValueError when a name cannot be part of a key such as `fc1.weight`. */
export function checkName(op: string, name: string): void {
  if (name === '') throw new ValueError(op, "a name must not be ''");
  if (name.includes('.')) throw new ValueError(op, `a name must not contain '.', got '${name}'`, { name });
}
