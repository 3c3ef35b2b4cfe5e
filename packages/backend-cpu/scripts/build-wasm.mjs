// Compiles wasm/index.ts with the AssemblyScript compiler, in this process, and embeds the module in src/generated/module.ts as
// base64: no fetch, no fs, no bundler plugin, so that it works in Node, pages and workers. The module exists with and without
// relaxed SIMD; for a shared memory each differs in one byte, which the loader sets.
import { mkdir, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { main } from 'assemblyscript/asc';

const root = fileURLToPath(new URL('..', import.meta.url));
const PAGES = '65535'; // one less than 4 GiB: a view of all bytes stays below 2³² elements

const files = ['wasm/index.ts', '--baseDir', root, '--outFile', 'module.wasm', '--bindings', 'raw'];
const code = ['-O3', '--noAssert', '--converge', '--runtime', 'stub', '--use', 'abort=', '--enable', 'simd'];
const memory = ['--importMemory', '--initialMemory', '1', '--maximumMemory', PAGES];

/** Compiles with these flags on top: the module's bytes and the declarations of its exports. */
async function compile(flags) {
  const made = {};
  const { error } = await main([...files, ...code, ...memory, ...flags], {
    stderr: process.stderr,
    writeFile: (name, data) => {
      made[name] = data;
    },
  });
  if (error) throw error;
  return { bytes: made['module.wasm'], declarations: made['module.d.ts'] };
}

/** Index of the only byte in which the module for a shared memory differs from the other one. */
function sharedFlag(single, shared) {
  const different = [...single.keys()].filter((i) => single[i] !== shared[i]);
  if (
    single.length !== shared.length ||
    different.length !== 1 ||
    single[different.at(0)] !== 1 ||
    shared[different.at(0)] !== 3
  )
    throw new Error(
      `single and shared module differ in more than the memory's flag: bytes ${different.slice(0, 9).join()}`,
    );
  return different.at(0);
}

/** The module's functions as an interface, sorted by name; a pointer to a record is a number as well. */
function interfaceOf(declarations) {
  const functions = [...declarations.matchAll(/export function (\w+)\(([^)]*)\): (\w+);/g)];
  const numbers = (parameters) => parameters.replaceAll(/__Record\d+(<\w+>)?/g, 'number');
  return functions
    .map(([, name, parameters, result]) => `  readonly ${name}: (${numbers(parameters)}) => ${result};`)
    .sort();
}

const variants = { simd: [], relaxed: ['--enable', 'relaxed-simd'] };
const lines = ['// made from wasm/ by scripts/build-wasm.mjs: do not edit'];
const sharedFlags = [];
for (const [name, own] of Object.entries(variants)) {
  const { bytes, declarations } = await compile(own);
  const shared = await compile([...own, '--enable', 'threads', '--sharedMemory']);
  sharedFlags.push(sharedFlag(bytes, shared.bytes));
  if (lines.length === 1)
    lines.push('/** The functions of the module. */', 'export interface Exports {', ...interfaceOf(declarations), '}');
  lines.push(`export const ${name}: string = '${Buffer.from(bytes).toString('base64')}'; // ${bytes.length} bytes`);
}
if (sharedFlags[0] !== sharedFlags[1]) throw new Error(`the memory's flag is at ${sharedFlags.join()}`);
lines.push(`export const sharedFlag: number = ${sharedFlags[0]};`, `export const maximumPages: number = ${PAGES};`);

await mkdir(`${root}src/generated`, { recursive: true });
await writeFile(`${root}src/generated/module.ts`, `${lines.join('\n')}\n`);
