// A program that only computes pays for no gradient: its bundle has no module of @x/autograd and no trace of one.
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { report, root } from './lib/workspace.mjs';

const program = `
import { registerBackend, tensor } from '@x/tensor';
import { cpu } from '@x/backend-cpu';
registerBackend(await cpu());
console.log(tensor([1, 2]));
`;
const forbidden = /\b(?:GradMeta|AccumulateGrad|vjp|gradcheck)\b/;

const bundle = async (minify) =>
  await build({
    stdin: { contents: program, resolveDir: `${root}/docs`, loader: 'ts' },
    conditions: ['@x/source'],
    bundle: true,
    format: 'esm',
    target: 'es2022',
    legalComments: 'none',
    metafile: true,
    minify,
    write: false,
  });

const problems = [];
const { metafile, outputFiles } = await bundle(false);
for (const path of Object.keys(metafile.inputs))
  if (path.includes('packages/autograd/')) problems.push(`the bundle contains ${path}`);
const name = forbidden.exec(outputFiles[0].text)?.[0];
if (name) problems.push(`the bundle mentions ${name}`);
const bytes = gzipSync((await bundle(true)).outputFiles[0].contents, { level: 9 }).length;
report('check:gradient-free', problems, `tensor + backend-cpu bundle to ${(bytes / 1000).toFixed(1)} kB gzipped`);
