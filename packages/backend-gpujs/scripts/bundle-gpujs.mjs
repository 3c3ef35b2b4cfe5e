// gpu.js as two modules of dist, for pages and for Node, so that installing this package installs nothing else: gpu.js itself
// depends on packages that are compiled at install or never loaded. Their licences go along.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';

const stdin = {
  contents: `import gpujs from 'gpu.js';
export const { GPU, WebGPUContext, WebGPUBufferResult } = gpujs;`,
  resolveDir: process.cwd(),
};
const common = { stdin, bundle: true, minify: true, format: 'esm', target: 'es2022', metafile: true, write: true };

/** CommonJS code in a module of Node asks for built-in modules and for `gl`, which a user may have installed. */
const banner = { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" };

const variants = [
  { outfile: 'dist/gpu.js/browser.js', platform: 'browser' },
  { outfile: 'dist/gpu.js/node.js', platform: 'node', mainFields: ['main'], external: ['gl'], banner },
];

/** Folders of the packages that a bundle has code of. */
const folders = new Set();
for (const variant of variants) {
  const { metafile } = await build({ ...common, ...variant });
  for (const input of Object.keys(metafile.inputs)) {
    const match = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input);
    if (match) folders.add(match[1]);
  }
}

const notices = [...folders].map((folder) => {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const file = ['LICENSE', 'LICENSE.md', 'LICENSE.txt', 'license'].map((f) => join(folder, f)).find(existsSync);
  return `${name} ${version} (${license})\n\n${file ? readFileSync(file, 'utf8').trim() : ''}\n`;
});
writeFileSync(join(dirname(variants[0].outfile), 'LICENSES.txt'), notices.join('\n----\n\n'));

// dist/cjs has a package.json of its own, in which its modules would look `#gpu.js` up: they go by a module of the package's own scope
writeFileSync('dist/gpu.js/index.js', "export * from '#gpu.js';\n");
const loader = 'dist/cjs/load.js';
const text = readFileSync(loader, 'utf8');
if (!text.includes('import("#gpu.js")')) throw new Error(`${loader} does not import #gpu.js`);
writeFileSync(loader, text.replace('import("#gpu.js")', 'import("../gpu.js/index.js")'));
