// What a TypeScript file imports, and the graph of files that this makes.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { parseSync } from 'oxc-parser';
import { root } from './workspace.mjs';

/** The imports of a file as {from, type}: `type` ones (import type, export type) are gone at run time. */
export function imports(file) {
  const text = readFileSync(join(root, file), 'utf8');
  const { staticImports, staticExports, dynamicImports } = parseSync(file, text).module;
  // `import { type A }` still loads the module: verbatimModuleSyntax keeps it as `import {}`
  const isType = ({ start, end }) => /^(import|export)\s+type\b/.test(text.slice(start, end));
  const exported = staticExports.flatMap((statement) =>
    statement.entries
      .filter((entry) => entry.moduleRequest)
      .map((entry) => ({ from: entry.moduleRequest.value, type: isType(statement) })),
  );
  const loaded = dynamicImports
    .map(({ moduleRequest: { start, end } }) => /^(['"])(.+)\1$/.exec(text.slice(start, end))?.[2])
    .filter((from) => from !== undefined)
    .map((from) => ({ from, type: false, lazy: true }));
  const imported = staticImports.map((statement) => ({ from: statement.moduleRequest.value, type: isType(statement) }));
  return [...imported, ...exported, ...loaded];
}

/** The file that a relative import means, or undefined where there is none. */
export function resolve(file, from) {
  const path = normalize(join(dirname(file), from));
  return [path.replace(/\.js$/, '.ts'), path].find((candidate) => existsSync(join(root, candidate)));
}

/** First circle that a depth-first walk finds in a graph (Map of node to nodes), as a list of nodes. */
export function circle(graph) {
  const done = new Set();
  const path = [];
  const walk = (node) => {
    const start = path.indexOf(node);
    if (start >= 0) return [...path.slice(start), node];
    if (done.has(node)) return undefined;
    path.push(node);
    for (const next of graph.get(node) ?? []) {
      const found = walk(next);
      if (found) return found;
    }
    path.pop();
    done.add(node);
    return undefined;
  };
  for (const node of graph.keys()) {
    const found = walk(node);
    if (found) return found;
  }
  return undefined;
}

/** Every node that can be reached from one. */
export function reachable(graph, start, seen = new Set([start])) {
  for (const next of graph.get(start) ?? []) if (!seen.has(next)) reachable(graph, next, seen.add(next));
  return seen;
}
