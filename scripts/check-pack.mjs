// Every public package, packed and installed with plain npm in a bare folder, alone with what it needs of ours:
// nothing else comes along, and ESM, CommonJS and TypeScript programs can import it.
import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { closure, inTemporaryFolder, packAll, run } from './lib/pack.mjs';
import { report, root } from './lib/workspace.mjs';

const tsc = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin/tsc');
const strict = ['--noEmit', '--strict', '--target', 'es2022', '--lib', 'es2023,esnext.disposable,dom', '--types', ''];

/** How TypeScript programs find their imports: the module options, and the files that are programs under them. */
const resolutions = [
  { options: ['--module', 'node16', '--moduleResolution', 'node16'], files: ['import.mts', 'require.cts'] },
  { options: ['--module', 'nodenext', '--moduleResolution', 'nodenext'], files: ['import.mts', 'require.cts'] },
  { options: ['--module', 'esnext', '--moduleResolution', 'bundler'], files: ['bundler.ts'] },
];

const entries = ({ name, manifest }) =>
  Object.entries(manifest.exports)
    .filter(([path]) => path !== './package.json')
    .map(([path, conditions]) => ({ from: name + path.slice(1), hasRequire: 'require' in conditions }));

/** Entries that are imported for what they do have no exports: they register the device `cpu`. */
const isEffect = ({ from }) => from.endsWith('/auto');

/** The programs of a consumer that imports every entry of a package; a class that several entries have is the same one. */
function programs(list) {
  const names = list.flatMap((entry, i) => (isEffect(entry) ? [] : [`m${i}`]));
  const registered = list.some(isEffect) ? "if (!tensor.isDeviceAvailable('cpu')) throw new Error('no device');\n" : '';
  const use = `for (const m of [${names.join(', ')}]) if (Object.keys(m).length === 0) throw new Error('no exports');\n${registered}`;
  const same = `for (const a of [${names.join(', ')}]) for (const b of [${names.join(', ')}])
  for (const name of Object.keys(a)) if (/^[A-Z]/.test(name) && name in b && a[name] !== b[name]) throw new Error('two copies of ' + name);\n`;
  const all = [
    ...list.map(({ from }, i) => [`m${i}`, from]),
    ...(list.some(isEffect) ? [['tensor', '@x/tensor']] : []),
  ];
  const esm = all.map(([name, from]) => `import * as ${name} from '${from}';\n`).join('') + use;
  const files = { 'import.mjs': esm + same, 'import.mts': esm, 'bundler.ts': esm };
  if (!list.every(({ hasRequire }) => hasRequire)) return files;
  const cjs = all.map(([name, from]) => `const ${name} = require('${from}');\n`).join('') + use;
  const cts = all.map(([name, from]) => `import ${name} = require('${from}');\n`).join('') + use;
  return { ...files, 'require.cjs': cjs + same, 'require.cts': cts };
}

/** A user's folder with the package and its closure installed; peers are the user's own, here the repository's. */
function install(packed, name, folder) {
  mkdirSync(folder);
  writeFileSync(join(folder, 'package.json'), '{ "name": "consumer", "private": true }\n');
  const tarballs = closure(packed, name).map((needed) => packed.get(needed).tarball);
  const quiet = ['--no-audit', '--no-fund', '--loglevel=error', '--legacy-peer-deps'];
  run('npm', ['install', ...quiet, ...tarballs], folder);
  for (const peer of Object.keys(packed.get(name).manifest.peerDependencies ?? {}))
    symlinkSync(join(root, 'node_modules', peer), join(folder, 'node_modules', peer));
}

function check(packed, name, folder) {
  const own = packed.get(name);
  if (/workspace:|catalog:|@x\/source/.test(own.text)) throw new Error('workspace-only data in the published manifest');
  install(packed, name, folder);
  const wanted = closure(packed, name);
  const got = readdirSync(join(folder, 'node_modules/@x')).map((installed) => `@x/${installed}`);
  const extra = got.filter((installed) => !wanted.includes(installed));
  if (extra.length > 0) throw new Error(`also installs ${extra.join(', ')}`);
  const files = programs(entries(own));
  for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, file), text);
  for (const file of ['import.mjs', 'require.cjs']) if (file in files) run(process.execPath, [file], folder);
  for (const { options, files: roots } of resolutions) {
    const present = roots.filter((file) => file in files);
    run(process.execPath, [tsc, ...strict, ...options, ...present], folder);
  }
}

const problems = [];
await inTemporaryFolder((folder) => {
  const packed = packAll(join(folder, 'tarballs'));
  for (const name of packed.keys()) {
    try {
      check(packed, name, join(folder, name.replace('@x/', '')));
    } catch (error) {
      problems.push(`${name}: ${error.message}`);
    }
  }
});
report('check:pack', problems, 'every package installs alone and is imported from ESM, CommonJS and TypeScript');
