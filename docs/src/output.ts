const escape = (text: string): string => text.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&');

const pattern = (line: string): string => (line === '…' ? '(?:.*\n)*' : `${line.split('…').map(escape).join('.*')}\n`);

/** Whether a program printed what a page shows: `…` stands for any text in a line, a line `…` for any lines. */
export function shows(expected: readonly string[], actual: readonly string[]): boolean {
  const text = actual.map((line) => `${line}\n`).join('');
  return new RegExp(`^${expected.map(pattern).join('')}$`).test(text);
}
