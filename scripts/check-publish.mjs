// publint and "are the types wrong" over the tarballs. Resolution as of node10 knows no subpaths and is left out.
import { join } from 'node:path';
import { inTemporaryFolder, packAll, run } from './lib/pack.mjs';
import { report, root } from './lib/workspace.mjs';

const bin = (name) => join(root, 'node_modules/.bin', name);
const linters = [
  { command: 'publint', args: () => ['run', '--strict'] },
  {
    command: 'attw',
    args: ({ main }) => [
      '--profile',
      main.includes('/cjs/') ? 'node16' : 'esm-only',
      '--no-emoji',
      '--format',
      'ascii',
    ],
  },
];

const problems = [];
await inTemporaryFolder((folder) => {
  for (const { name, tarball, manifest } of packAll(folder).values()) {
    for (const { command, args } of linters) {
      try {
        run(bin(command), [...args(manifest), tarball], root);
      } catch (error) {
        problems.push(`${name}: ${error.message}`);
      }
    }
  }
});
report('check:publish', problems, 'publint and attw have no complaint');
