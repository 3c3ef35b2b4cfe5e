// What the packages export when they run, as a program sees it: the sources, bundled.
import { build } from 'esbuild';
import { root } from '../lib/workspace.mjs';

/** The exports of packages by folder: { tensor: { add, … }, … }. */
export async function exportsOf(folders) {
  const { outputFiles } = await build({
    stdin: {
      contents: folders.map((name) => `export * as ${name} from '@x/${name}';`).join('\n'),
      resolveDir: `${root}/docs`,
      loader: 'ts',
    },
    conditions: ['@x/source'],
    bundle: true,
    format: 'esm',
    target: 'es2022',
    write: false,
  });
  return await import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`);
}

/** The value of a dotted name, or undefined. */
export const lookup = (namespace, symbol) => symbol.split('.').reduce((value, part) => value?.[part], namespace);

/** All symbols of a package that can be called, those of namespaces dotted (`linalg.inv`). */
export function callables(namespace, prefix = '') {
  return Object.entries(namespace).flatMap(([name, value]) => {
    if (typeof value === 'function') return [`${prefix}${name}`];
    const isNamespace = typeof value === 'object' && value !== null && prefix === '';
    return isNamespace && /^[a-z]+$/.test(name) && name !== 'ops' ? callables(value, `${name}.`) : [];
  });
}
