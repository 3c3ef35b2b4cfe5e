import { join, relative } from 'node:path';
import { transform } from 'esbuild';
import type { Plugin } from 'vitest/config';
import { docs, read, root } from './pages.js';
import { testProgram } from './program.js';

const isPage = (id: string | undefined): id is string => id?.endsWith('.md') ?? false;

/** Lets vitest take a Markdown page for a test file. */
export function pagesAsTests(): Plugin {
  return {
    name: 'pages-as-tests',
    enforce: 'pre',
    // a page sees the packages that this workspace depends on, wherever it lies
    resolveId(source, importer) {
      return isPage(importer) ? this.resolve(source, join(docs, 'index.js'), { skipSelf: true }) : null;
    },
    async transform(_code, id) {
      if (!isPage(id)) return null;
      const { path, text, blocks } = read(relative(root, id));
      const program = testProgram(path, text, blocks, join(docs, 'src/recorder.ts'));
      return await transform(program, { loader: 'ts', target: 'node20', sourcefile: id, sourcemap: 'external' });
    },
  };
}
