// What a package's sources declare: where an exported name comes from, and the declarations behind it.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSync } from 'oxc-parser';
import { resolve } from '../lib/modules.mjs';
import { root } from '../lib/workspace.mjs';

const files = new Map();

const nameOf = (node) => (node.type === 'Identifier' ? node.name : node.value);

/** The statement without its `export`. */
const bare = (statement) => (statement.type === 'ExportNamedDeclaration' && statement.declaration) || statement;

function declare(found, name, node) {
  found.set(name, [...(found.get(name) ?? []), node]);
}

/** Declarations and imports of a file by name; of its exports, those that come from elsewhere. */
function read(file) {
  const text = readFileSync(join(root, file), 'utf8');
  const { program, comments } = parseSync(file, text, { lang: 'ts' });
  const declared = new Map();
  const imported = new Map();
  const exported = new Map();
  const stars = [];
  const augments = new Map();
  for (const statement of program.body) {
    const node = bare(statement);
    if (node.type === 'ImportDeclaration') {
      for (const { local, imported: name } of node.specifiers)
        imported.set(local.name, { from: node.source.value, name: name ? nameOf(name) : '*' });
    } else if (node.type === 'ExportAllDeclaration') {
      const from = node.source.value;
      if (node.exported) exported.set(nameOf(node.exported), { from, name: '*' });
      else stars.push(from);
    } else if (node.type === 'ExportNamedDeclaration') {
      for (const { local, exported: name } of node.specifiers)
        exported.set(nameOf(name), { from: node.source?.value, name: nameOf(local) });
    } else if (node.type === 'VariableDeclaration') {
      for (const { id, init } of node.declarations) if (id.name) declare(declared, id.name, init ?? node);
    } else if (node.type === 'TSModuleDeclaration') {
      for (const inner of node.body?.body ?? [])
        if (bare(inner).id) declare(augments, bare(inner).id.name, bare(inner));
    } else if (node.id) declare(declared, node.id.name, node);
    node.exportedAt = statement.start;
  }
  return { file, text, comments, declared, imported, exported, stars, augments };
}

/** A parsed file, by its path from the root. */
export function source(file) {
  if (!files.has(file)) files.set(file, read(file));
  return files.get(file);
}

/** The file that an import in `file` means: of this package, or the entry of another one. */
export function target(file, from) {
  if (from.startsWith('.')) return resolve(file, from);
  const [, name, entry = 'index'] = /^@x\/([^/]+)(?:\/(.+))?$/.exec(from) ?? [];
  const candidates = [`packages/${name}/src/${entry}.ts`, `packages/${name}/src/${entry}/index.ts`];
  return candidates.find((path) => existsSync(join(root, path)));
}

/** Where an exported name of a file is declared, as {file, name, nodes}; undefined where it is not exported. */
export function exportOf(file, name) {
  const here = source(file);
  const renamed = here.exported.get(name);
  if (renamed?.from) return found(target(file, renamed.from), renamed.name);
  const local = renamed?.name ?? name;
  const nodes = here.declared.get(local);
  if (nodes) return { file, name: local, nodes };
  const other = here.imported.get(local);
  if (renamed && other) return found(target(file, other.from), other.name);
  for (const from of here.stars) {
    const next = target(file, from);
    const result = next && exportOf(next, name);
    if (result) return result;
  }
  return undefined;
}

/** The declaration of a namespace (`*`) is its file. */
const found = (file, name) => file && (name === '*' ? { file, name, nodes: [] } : exportOf(file, name));

/** The names that a file declares and exports. */
export function exportedNames(file) {
  const { declared, text } = source(file);
  return [...declared].filter(([, [node]]) => text.startsWith('export', node.exportedAt)).map(([name]) => name);
}

/** Where a name that a file uses is declared: there, or in the file that it is imported from. */
export function declarationOf(file, name) {
  const here = source(file);
  const nodes = here.declared.get(name);
  if (nodes) return { file, name, nodes };
  const other = here.imported.get(name);
  const from = other && target(file, other.from);
  return from ? found(from, other.name) : undefined;
}

/** The docstring in front of a declaration. */
export function docOf({ file, nodes: [node] }) {
  const { comments, text } = source(file);
  const start = node?.exportedAt ?? node?.start ?? 0;
  const doc = comments.findLast(({ end }) => end <= start && text.slice(end, start).trim() === '');
  return doc?.value ?? '';
}
