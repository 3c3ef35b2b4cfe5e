// The program of a thread, src/threads/worker.ts, as text in src/generated/worker.ts, which workers are started with: there is no
// file to be found at run time, and no bundler has to know of it.
import { mkdir, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));

const { outputFiles } = await build({
  entryPoints: [`${root}src/threads/worker.ts`],
  bundle: true,
  format: 'iife',
  minify: true,
  target: 'es2022',
  write: false,
});
const lines = [
  '// made from src/threads/worker.ts by scripts/build-worker.mjs: do not edit',
  `export const workerSource: string = ${JSON.stringify(outputFiles[0].text)};`,
];

await mkdir(`${root}src/generated`, { recursive: true });
await writeFile(`${root}src/generated/worker.ts`, `${lines.join('\n')}\n`);
