// What npm users get: the tarballs of the public packages.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { publicPackages, root } from './workspace.mjs';

/** Runs a program and returns its stdout; all that it wrote is part of the error when it fails. */
export function run(command, args, cwd) {
  try {
    return execFileSync(command, args, { cwd, encoding: 'utf8', stdio: 'pipe', shell: process.platform === 'win32' });
  } catch (error) {
    throw new Error(`${command} ${args.join(' ')}:\n${error.stdout ?? ''}${error.stderr ?? error.message}`, {
      cause: error,
    });
  }
}

/** Calls `use` with a folder that exists for that long. */
export async function inTemporaryFolder(use) {
  const folder = mkdtempSync(join(tmpdir(), 'x-'));
  try {
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Packs every public package into a folder: Map of name to {name, tarball, manifest as published}. */
export function packAll(folder) {
  mkdirSync(folder, { recursive: true });
  const pack = ({ dir, manifest: { name, version } }) => {
    run('pnpm', ['pack', '--pack-destination', folder], join(root, dir));
    const tarball = join(folder, `${name.replace('@', '').replace('/', '-')}-${version}.tgz`);
    const text = run('tar', ['-xzOf', tarball, 'package/package.json'], folder);
    return [name, { name, tarball, text, manifest: JSON.parse(text) }];
  };
  return new Map(publicPackages().map(pack));
}

/** Names of a package and of all that it needs of ours, the package first. */
export function closure(packed, name, seen = new Set([name])) {
  const { dependencies } = packed.get(name).manifest;
  for (const next of Object.keys(dependencies ?? {}))
    if (packed.has(next) && !seen.has(next)) closure(packed, next, seen.add(next));
  return [...seen];
}
