import { parseSync, type StaticImport, type StaticImportEntry } from 'oxc-parser';

const imported = ({ importName }: StaticImportEntry): string => importName.name ?? importName.kind;

const clause: Record<StaticImportEntry['importName']['kind'], (entry: StaticImportEntry) => string> = {
  Default: ({ localName }) => localName.value,
  NamespaceObject: ({ localName }) => `* as ${localName.value}`,
  Name: (entry) => `{ ${entry.isType ? 'type ' : ''}${imported(entry)} as ${entry.localName.value} }`,
};

/** The statement without the entries that an earlier one brought in, on as many lines as before. */
function remainder(statement: StaticImport, text: string, seen: Map<string, string>): string {
  const from = statement.moduleRequest.value;
  const fresh = statement.entries.filter((entry) => seen.get(entry.localName.value) !== `${from} ${imported(entry)}`);
  for (const entry of fresh) seen.set(entry.localName.value, `${from} ${imported(entry)}`);
  const original = text.slice(statement.start, statement.end);
  if (fresh.length === statement.entries.length) return original;
  const rest = fresh.map((entry) => `import ${clause[entry.importName.kind](entry)} from '${from}';`).join(' ');
  return rest + '\n'.repeat(original.split('\n').length - 1);
}

/**
 * Lets every block of a page import what it uses: takes out what an earlier block imported under the same name from
 * the same module. A name that means something else the second time stays, and is an error where the page is compiled.
 */
export function withoutRepeatedImports(text: string): string {
  const seen = new Map<string, string>();
  let result = '';
  let end = 0;
  for (const statement of parseSync('page.ts', text).module.staticImports) {
    result += text.slice(end, statement.start) + remainder(statement, text, seen);
    end = statement.end;
  }
  return result + text.slice(end);
}
