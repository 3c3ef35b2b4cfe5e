/**
 * @file Python's way of writing values, and the text of a module.
 */
import type { AnyModule } from './any-module.js';
import { owned } from './registration.js';

/** A float as Python writes it: `1.0`, `0.5`, `1e-05`. */
export function floatText(value: number): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-4 || size >= 1e16)) {
    const [digits, exponent = ''] = value.toExponential().split('e');
    return `${digits}e${exponent[0]}${exponent.slice(1).padStart(2, '0')}`;
  }
  return Number.isInteger(value) ? `${value}.0` : String(value);
}

/** A value as Python writes it; whole numbers as ints, arrays as tuples. */
export function valueText(value: number | boolean | null | readonly (number | null)[]): string {
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'number') return Number.isInteger(value) ? String(value) : floatText(value);
  return `(${value.map((v) => valueText(v)).join(', ')}${value.length === 1 ? ',' : ''})`;
}

/** The text of a module: its class, what `extraRepr` says, its children. */
export function moduleText(module: AnyModule): string {
  const extra = module.extraRepr();
  const children = owned(module).modules.map(([name, child]) => `(${name}): ${moduleText(child)}`);
  const lines = [...(extra === '' ? [] : extra.split('\n')), ...children.flatMap((child) => child.split('\n'))];
  const body = children.length === 0 && lines.length < 2 ? extra : `\n${lines.map((line) => `  ${line}`).join('\n')}\n`;
  return `${module.constructor.name}(${body})`;
}
