// Who may import whom. The table is the architecture; src, test and package.json of every package are held against it,
// and neither packages nor the files of one package form a circle.
import { builtinModules } from 'node:module';
import { circle, imports, reachable, resolve } from './lib/modules.mjs';
import { report, sourceFiles, workspaces } from './lib/workspace.mjs';

const packages = [
  'tensor',
  'backend-cpu',
  'backend-gpujs',
  'backend-testing',
  'autograd',
  'functional',
  'nn',
  'optim',
  'data',
  'io',
];
const everything = packages.map((name) => `@x/${name}`);

/** What the sources of each workspace may import at run time. */
const table = {
  '@x/tensor': [],
  '@x/backend-cpu': ['@x/tensor'],
  // gpu.js is bundled; webgpu is found at run time
  '@x/backend-gpujs': ['@x/tensor', '#gpu.js', 'webgpu'],
  '@x/backend-testing': ['@x/tensor', 'vitest'],
  '@x/autograd': ['@x/tensor'],
  '@x/functional': ['@x/tensor'],
  '@x/nn': ['@x/tensor', '@x/autograd', '@x/functional'],
  '@x/optim': ['@x/tensor', '@x/autograd'],
  '@x/data': ['@x/tensor'],
  '@x/io': ['@x/tensor', 'fast-png', 'fflate'],
  '@x/train': [...everything.filter((name) => name !== '@x/backend-testing'), 'fast-png', 'uplot', 'gpu.js', 'webgpu'],
  '@x/bench': [
    ...['tensor', 'backend-cpu', 'backend-gpujs', 'autograd', 'functional', 'nn', 'optim'].map((name) => `@x/${name}`),
    'gpu.js',
    'webgpu',
  ],
  '@x/docs': [...everything, 'esbuild', 'oxc-parser', 'typescript', 'vitest'],
};

/** `@x/tensor` brings every function and method along: the other packages take its lean entries, so that programs stay small. */
const lean = ['@x/tensor/core', '@x/tensor/ops'];

/** Tests of these use a package that depends on them: their vitest configuration and tsconfig.json lead to its source. */
const testOnly = { '@x/tensor': ['@x/backend-cpu'], '@x/backend-testing': ['@x/backend-cpu'] };
/** Runs in Node only, unlike the entry `.` of a package in packages/. */
const nodeOnly = /^(apps|docs)\//;

const problems = [];
const packageOf = (from) => from.split('/', from.startsWith('@') ? 2 : 1).join('/');
const isBuiltin = (from) => from.startsWith('node:') || builtinModules.includes(from);
const isRelative = (from) => from.startsWith('.');

function checkManifest({ dir, manifest }) {
  const allowed = table[manifest.name] ?? [];
  if (!(manifest.name in table)) problems.push(`${dir}: ${manifest.name} has no row in scripts/check-imports.mjs`);
  for (const name of Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies }))
    if (!allowed.includes(name)) problems.push(`${dir}/package.json: ${manifest.name} must not depend on ${name}`);
}

/** Tests may use the tools that all of them share. */
const isTest = (file) => /^(packages|apps)\/[^/]+\/test\//.test(file);
const isShared = (target) => target.startsWith('tools/') || target === 'vitest.shared.ts';

/** Checks one file's imports of other packages; `usable` are the names that it may import. */
function checkFile(dir, file, usable) {
  for (const { from } of imports(file)) {
    if (isBuiltin(from)) {
      if (!from.startsWith('node:')) problems.push(`${file}: write node:${from} for ${from}`);
    } else if (isRelative(from)) {
      const target = resolve(file, from);
      if (!target) problems.push(`${file}: ${from} does not exist`);
      else if (!target.startsWith(`${dir}/`) && !(isTest(file) && isShared(target)))
        problems.push(`${file}: ${from} reaches into another workspace`);
    } else if (!usable.includes(packageOf(from))) problems.push(`${file}: must not import ${from}`);
    else if (from === '@x/tensor' && /^packages\/[^/]+\/src\//.test(file))
      problems.push(`${file}: must import ${lean.join(' or ')}, not ${from}`);
  }
}

/** What every source file loads when it is loaded: other files of the package, and outside names. */
function loadGraph(files) {
  const load = (file) =>
    imports(file)
      .filter(({ type, lazy }) => !type && !lazy)
      .map(({ from }) => (isRelative(from) ? resolve(file, from) : from))
      .filter((target) => target !== undefined);
  return new Map(files.map((file) => [file, load(file)]));
}

function checkSources({ dir, manifest }) {
  const { name, dependencies, peerDependencies, devDependencies } = manifest;
  const allowed = (table[name] ?? []).filter(
    (used) => !used.startsWith('@x/') || used in { ...dependencies, ...peerDependencies },
  );
  const tested = [...allowed, name, 'vitest', ...Object.keys(devDependencies ?? {}), ...(testOnly[name] ?? [])];
  const sources = sourceFiles(`${dir}/src/**.ts`);
  for (const file of sources) checkFile(dir, file, allowed);
  for (const file of sourceFiles(`${dir}/test/**.ts`)) checkFile(dir, file, tested);
  const graph = loadGraph(sources);
  const found = circle(graph);
  if (found) problems.push(`${dir}: the files import each other in a circle: ${found.join(' → ')}`);
  if (nodeOnly.test(`${dir}/`)) return;
  for (const target of reachable(graph, `${dir}/src/index.ts`))
    if (isBuiltin(target)) problems.push(`${dir}/src/index.ts: loads ${target}, which no browser has`);
  for (const target of name === '@x/tensor' ? reachable(graph, `${dir}/src/core.ts`) : [])
    if (target.startsWith(`${dir}/src/further/`))
      problems.push(`${dir}/src/core.ts: loads ${target}, which is not lean`);
}

function checkPackageCircle(all) {
  const graph = new Map(
    all.map(({ manifest: { name, dependencies, devDependencies, peerDependencies } }) => [
      name,
      Object.keys({ ...dependencies, ...devDependencies, ...peerDependencies }),
    ]),
  );
  const found = circle(graph);
  if (found) problems.push(`packages depend on each other in a circle: ${found.join(' → ')}`);
}

const all = workspaces();
all.forEach(checkManifest);
all.forEach(checkSources);
checkPackageCircle(all);
report('check:imports', problems, `${all.length} workspaces import what the table allows, no circle`);
