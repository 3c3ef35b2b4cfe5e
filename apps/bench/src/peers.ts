/**
 * @file Which of the other libraries are there. Those on the npm registry are installed, with plain npm, into a folder that
 * belongs to the benchmark alone.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type PeerName, peers, python } from './implementations.js';

const dependencies: Readonly<Record<string, string>> = {
  '@jax-js/jax': '0.1.25',
  '@tensorflow/tfjs': '4.22.0',
  '@tensorflow/tfjs-backend-wasm': '4.22.0',
  'js-pytorch': '0.7.2',
};

const manifest = `${JSON.stringify({ private: true, type: 'module', dependencies }, null, 2)}\n`;

function isInstalled(folder: string): boolean {
  const file = join(folder, 'installed.json');
  return existsSync(file) && readFileSync(file, 'utf8') === manifest;
}

/** Installs what is not there yet. Install scripts do not run: they compile GPU bindings, which no case uses. */
function install(folder: string): string | undefined {
  if (isInstalled(folder)) return undefined;
  mkdirSync(folder, { recursive: true });
  rmSync(join(folder, 'installed.json'), { force: true });
  writeFileSync(join(folder, 'package.json'), manifest);
  const windows = process.platform === 'win32';
  const args = ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--no-package-lock', '--loglevel=error'];
  const { status, error, stderr } = spawnSync('npm', args, { cwd: folder, encoding: 'utf8', shell: windows });
  if (error || status !== 0) {
    const why = error?.message ?? stderr.trim().split('\n', 1).join('');
    return `could not be fetched with npm (${why})`;
  }
  writeFileSync(join(folder, 'installed.json'), manifest);
  return undefined;
}

/** PyTorch's version and the BLAS that does its matrix products; undefined where there is none. */
export function torchVersion(): string | undefined {
  const script = fileURLToPath(new URL('../python/version.py', import.meta.url));
  const { status, stdout } = spawnSync(python, [script], { encoding: 'utf8' });
  return status === 0 ? stdout.trim() : undefined;
}

/** A peer that cannot be measured here, and why. */
export interface Missing {
  readonly peers: readonly PeerName[];
  readonly why: string;
}

/**
 * Gets the peers that were asked for.
 *
 * @param folder where those from the registry are installed.
 */
export function missingPeers(wanted: readonly PeerName[], folder: string): Missing[] {
  const missing: Missing[] = [];
  if (wanted.includes('torch') && torchVersion() === undefined)
    missing.push({ peers: ['torch'], why: `${python} has no torch` });
  const fetched = wanted.filter((name) => peers[name].fetched);
  const why = fetched.length > 0 ? install(folder) : undefined;
  if (why !== undefined) missing.push({ peers: fetched, why });
  return missing;
}
