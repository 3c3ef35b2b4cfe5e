import { defineConfig } from 'vitest/config';
import { nodeProject } from '../vitest.shared.js';
import { docs, pages, root } from './src/pages.js';
import { pagesAsTests } from './src/plugin.js';

const own = nodeProject('docs', docs);
const withCode = pages().filter(({ blocks }) => blocks.some(({ run }) => run));

export default defineConfig({
  test: {
    projects: [
      own,
      {
        ...own,
        root,
        plugins: [pagesAsTests()],
        test: { name: { label: 'pages', color: 'magenta' }, include: withCode.map(({ path }) => path) },
      },
    ],
  },
});
