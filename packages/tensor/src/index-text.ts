/**
 * @file Indices as text, as between Python's brackets: `0, 1:3, None, ..., ::2`.
 */
import { ValueError } from './errors.js';
import { type Index, type IndexOrText, slice } from './slice.js';

const integer = /^[+-]?\d+$/;
const range = /^([+-]?\d+)?\s*:\s*([+-]?\d+)?\s*(?::\s*([+-]?\d+)?)?$/;
const words: Readonly<Record<string, Index>> = { '...': '...', None: null, null: null, newaxis: null };

const numberOrNull = (digits: string | undefined): number | null => (digits === undefined ? null : Number(digits));

/** One index. @throws ValueError for what is none, and for a step that is not positive. */
function item(text: string, whole: string): Index {
  const word = words[text];
  if (word !== undefined) return word;
  if (integer.test(text)) return Number(text);
  const bounds = range.exec(text);
  if (bounds) return slice(numberOrNull(bounds[1]), numberOrNull(bounds[2]), numberOrNull(bounds[3]) ?? 1);
  throw new ValueError(
    'get',
    `'${text}' in '${whole}' is no index: write integers, ranges such as 1:3 or ::2, None and ..., separated by commas; tensors go into a list`,
    { index: whole },
  );
}

/** The indices with those that are text taken apart. A comma at the end says nothing, as in Python. */
export function parsed(index: readonly IndexOrText[]): readonly Index[] {
  return index.flatMap((i) => {
    if (typeof i !== 'string') return [i];
    const parts = i.split(',').map((part) => part.trim());
    if (parts.length > 1 && parts.at(-1) === '') parts.pop();
    return parts.map((part) => item(part, i));
  });
}
