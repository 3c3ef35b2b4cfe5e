// What the repository consists of: its packages and its tracked files, and how a check reports what it found.
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

export const root = dirname(dirname(import.meta.dirname));

const manifest = (dir) => JSON.parse(readFileSync(join(root, dir, 'package.json'), 'utf8'));

/** Every workspace package as {dir, manifest}, dir relative to the root. */
export function workspaces() {
  const under = (folder) =>
    readdirSync(join(root, folder))
      .map((name) => `${folder}/${name}`)
      .filter((dir) => existsSync(join(root, dir, 'package.json')));
  return [...under('packages'), ...under('apps'), 'docs'].map((dir) => ({ dir, manifest: manifest(dir) }));
}

/** The packages that npm users get. */
export const publicPackages = () => workspaces().filter((workspace) => !workspace.manifest.private);

/** Paths, relative to the root, of files that git tracks or would add, matching the given pathspecs. */
export function sourceFiles(...pathspecs) {
  const args = ['ls-files', '-z', '--cached', '--others', '--exclude-standard', '--', ...pathspecs];
  const listed = execFileSync('git', args, { cwd: root, encoding: 'utf8', maxBuffer: 2 ** 26, stdio: 'pipe' });
  return [...new Set(listed.split('\0'))].filter((path) => path !== '' && existsSync(join(root, path)));
}

/** Ends a check: one line per problem and exit code 1, or one line saying what was found in order. */
export function report(check, problems, summary) {
  if (problems.length === 0) console.log(`${check}: ${summary}`);
  else process.exitCode = 1;
  for (const problem of problems) console.error(`${check}: ${problem}`);
}
