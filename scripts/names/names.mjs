// PyTorch's names and ours.
import { readFileSync } from 'node:fs';

const data = (file) => JSON.parse(readFileSync(new URL(file, import.meta.url), 'utf8'));

/** PyTorch's names that must be there or have a reason, by section. */
export const required = data('names.json');
/** Why a name is absent. */
export const absent = data('absent.json');

/** In-place forms that PyTorch has not. */
export const own = new Set(['fmax_', 'fmin_', 'logaddexp_', 'maximum_', 'minimum_']);

/** Names that are not PyTorch's in camelCase. */
const renamed = { __getitem__: 'get' };

/** `max_pool2d` is `maxPool2d`; classes and a trailing underscore stay. */
export function camel(name) {
  return renamed[name] ?? name.replaceAll(/(?<=[a-z0-9])_([a-z0-9])/g, (_, letter) => letter.toUpperCase());
}

/** `maxPool` is `max_pool`: for names without digits in the middle. */
export const snake = (symbol) => symbol.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** Where a name of PyTorch may live, most likely first: [folder, symbol]. */
export function candidates(name, section) {
  if (section === 'nn') return [['nn', name.replace(/^nn\./, '')]];
  if (section === 'optim') return [['optim', name.replace(/^optim\.(lr_scheduler\.)?/, '')]];
  const inner = /^nn\.functional\.(.+)$/.exec(name)?.[1];
  if (inner)
    return [
      ['functional', camel(inner)],
      ['tensor', camel(inner)],
    ];
  if (name.startsWith('nn.')) return [['nn', name.slice(3).split('.').map(camel).join('.')]];
  return [['tensor', name.split('.').map(camel).join('.')]];
}

/** PyTorch's name in the link of a docstring, with the section that it belongs to. */
export function linked(doc) {
  const name = /pytorch\.org\/docs\/stable\/generated\/torch\.(\S+?)\.html/.exec(doc)?.[1];
  if (name === undefined) return undefined;
  if (name.startsWith('optim.')) return { section: 'optim', name: name.replace(/^optim\.(lr_scheduler\.)?/, '') };
  if (/^nn\.[A-Z]\w*$/.test(name)) return { section: 'nn', name: name.slice(3) };
  return { section: 'torch', name: name.replace(/^Tensor\./, '') };
}
