// The rows of the coverage table: each name of PyTorch with the symbol that stands for it, or the reason why none does.
import { sourceFiles } from '../lib/workspace.mjs';
import { goldenTests, testsNaming } from './golden.mjs';
import { absent, camel, candidates, linked, own, required, snake } from './names.mjs';
import { callables, exportsOf, lookup } from './runtime.mjs';
import { Signatures } from './signatures.mjs';
import { docOf, exportedNames, exportOf, source } from './sources.mjs';

const folders = ['tensor', 'functional', 'nn', 'optim', 'autograd'];

const api = await exportsOf(folders);
const methods = api.tensor.Tensor.prototype;
const golden = goldenTests();
const signatures = new Signatures(
  sourceFiles('packages/*/src/**/*.ts').filter((file) => source(file).augments.size > 0),
);

/** Files of @x/tensor by the functions that they export: methods are functions of these. */
const methodFiles = new Map();
for (const file of sourceFiles('packages/tensor/src/api/*.ts'))
  if (/\/api\/[^/]+$/.test(file))
    for (const name of exportedNames(file)) methodFiles.set(name, [...(methodFiles.get(name) ?? []), file]);

const entry = (folder) => `packages/${folder}/src/index.ts`;

/** The declaration of a dotted symbol of a package. */
function declared(folder, symbol) {
  const [first, second] = symbol.split('.');
  const outer = exportOf(entry(folder), first);
  return second === undefined || !outer ? outer : exportOf(outer.file, second);
}

/** The declaration of a method that is no exported function; of `exp_`, which is made of `exp`, none. */
function declaredMethod(symbol) {
  const file = methodFiles.get(symbol)?.at(-1);
  return file && exportOf(file, symbol);
}

/** The signature of a method that is another function than the exported one of its name (`x.where(condition, y)`). */
function ownMethod(symbol, declaration) {
  const files = methodFiles.get(symbol) ?? [];
  const other = files.length > 1 ? files.find((file) => file !== declaration?.file) : undefined;
  return other && { asMethod: parameters(signatures.of(exportOf(other, symbol))) };
}

/** The signature of an in-place method that is made of a function: that function's. */
function madeInplace(symbol) {
  const base = symbol.endsWith('_') ? declared('tensor', symbol.slice(0, -1)) : undefined;
  const [first] = base ? signatures.of(base) : [];
  return [first ?? { positional: ['self'], options: [] }];
}

const size = ({ positional, options }) => positional.length + options.length;

/** The fullest signature first; the other ones as `overloads`. */
function parameters(list) {
  const sorted = list.toSorted((a, b) => size(b) - size(a));
  const [first = { positional: [], options: [] }, ...others] = sorted;
  return others.length > 0 ? { ...first, overloads: others } : first;
}

function tested(folder, symbol) {
  const found = golden.get(`${folder}:${symbol}`);
  const tests = found ? [...found.tests] : testsNaming(folder, symbol);
  return { ...(found?.differentiable && { differentiable: true }), tests };
}

/** The row of a symbol, or undefined where there is none. */
function row(folder, symbol) {
  const value = lookup(api[folder], symbol);
  const isMethod = folder === 'tensor' && symbol in methods;
  if (value === undefined && !isMethod) return undefined;
  const declaration = value === undefined ? declaredMethod(symbol) : declared(folder, symbol);
  const isGetter = typeof Object.getOwnPropertyDescriptor(methods, symbol)?.get === 'function';
  const kind = isGetter ? 'property' : value === undefined ? 'method' : isClass(declaration) ? 'class' : 'function';
  const listed = declaration ? signatures.of(declaration) : [];
  const usable = listed.length > 0 || kind === 'property' ? listed : madeInplace(symbol);
  return {
    package: `@x/${folder}`,
    symbol,
    kind,
    ...(isMethod && kind === 'function' && { method: true }),
    ...parameters(usable),
    ...(isMethod && kind === 'function' && ownMethod(symbol, declaration)),
    ...tested(folder, symbol),
  };
}

const isClass = (declaration) => declaration?.nodes[0]?.type === 'ClassDeclaration';

const alphabetic = (a, b) => (a < b ? -1 : a > b ? 1 : 0);

/** All rows by section and name: { torch: { abs: { … } }, nn: …, optim: … }. */
export function entries() {
  const table = { torch: new Map(), nn: new Map(), optim: new Map() };
  for (const [section, names] of Object.entries(required))
    for (const name of names) {
      const found = candidates(name, section).map(([folder, symbol]) => row(folder, symbol));
      const hit = found.find((candidate) => candidate !== undefined);
      table[section].set(name, hit ?? { absent: absent[name] ?? null });
    }
  for (const folder of folders.slice(0, 4))
    for (const symbol of callables(api[folder])) {
      const at = declared(folder, symbol);
      // a second name has the docstring of the first
      const renamed = at && folder === 'tensor' && !symbol.includes('.') && at.name !== symbol;
      const link = renamed ? { section: 'torch', name: snake(symbol) } : at && linked(docOf(at));
      if (!link || table[link.section].has(link.name)) continue;
      const expected = candidates(link.name, link.section).some(([f, s]) => f === folder && s === symbol);
      if (expected) table[link.section].set(link.name, row(folder, symbol));
    }
  for (const name of Object.getOwnPropertyNames(methods)) {
    const at = declaredMethod(name);
    const link = name.endsWith('_') ? { section: 'torch', name: snake(name) } : at && linked(docOf(at));
    if (
      !link ||
      own.has(link.name) ||
      link.section !== 'torch' ||
      table.torch.has(link.name) ||
      camel(link.name) !== name
    )
      continue;
    const found = row('tensor', name);
    if (found) table.torch.set(link.name, found);
  }
  return Object.fromEntries(
    Object.entries(table).map(([section, rows]) => [
      section,
      Object.fromEntries([...rows].sort(([a], [b]) => alphabetic(a, b))),
    ]),
  );
}
