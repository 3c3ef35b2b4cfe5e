/**
 * @file Values as Python prints them.
 */

/** Python's `repr` of a float; whole numbers print as ints do. */
function numberText(value: number): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  const [digits = '', exponent = '0'] = value.toExponential().split('e');
  const power = Number(exponent);
  if (power >= -4 && power < 16) return String(value);
  return `${digits}e${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`;
}

/** A value as Python's `str` shows it: `True`, `None`, `1e-08`, `(0.9, 0.999)`. */
export function pythonText(value: unknown): string {
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (value === null || value === undefined) return 'None';
  if (typeof value === 'number') return numberText(value);
  if (Array.isArray(value)) return `(${value.map(pythonText).join(', ')}${value.length === 1 ? ',' : ''})`;
  return typeof value === 'string' ? value : typeof value;
}

/** A value that is a float in Python even where it is whole: `1.0`. */
const floatText = (value: unknown): string => pythonText(value).replace(/^-?\d+$/, '$&.0');

/**
 * Groups under PyTorch's names, as PyTorch prints an optimizer.
 *
 * @param floats - entries that are floats even where they are whole.
 */
export function optimizerText(
  name: string,
  groups: readonly Readonly<Record<string, unknown>>[],
  floats: readonly string[],
): string {
  const blocks = groups.map((group, i) => {
    const keys = Object.keys(group).filter((key) => key !== 'params');
    const lines = keys
      .sort()
      .map((key) => `    ${key}: ${(floats.includes(key) ? floatText : pythonText)(group[key])}\n`);
    return `\nParameter Group ${i}\n${lines.join('')}`;
  });
  return `${name} (${blocks.join('')})`;
}
