// pnpm at the version pinned in package.json, through npx: a machine with only Node, npm and the npm registry will do.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { root } from './workspace.mjs';

const chromium = ['/usr/bin/chromium', '/usr/bin/google-chrome'].find((path) => existsSync(path));

const env = {
  ...process.env,
  TURBO_TELEMETRY_DISABLED: '1',
  DO_NOT_TRACK: '1',
  npm_config_loglevel: 'error', // .npmrc silences npm; a failed download must still be heard of
  npm_config_update_notifier: 'false',
  // what a test result depends on besides files: turbo hashes these two
  NODE_VERSION: process.version,
  CHROMIUM_PATH: process.env.CHROMIUM_PATH ?? chromium ?? '',
};

/** Runs pnpm in the repository root; npx also puts it on the PATH of what it runs, where turbo looks for it. */
export function pnpm(args, stdio = 'inherit') {
  const pin = JSON.parse(readFileSync(`${root}/package.json`, 'utf8')).packageManager;
  const windows = process.platform === 'win32';
  const result = spawnSync('npx', ['--yes', '--package', pin, '--', 'pnpm', ...args], {
    cwd: root,
    env,
    stdio,
    encoding: 'utf8',
    shell: windows, // npx is a .cmd file there
  });
  if (result.error) throw result.error;
  if (result.status === 0) return;
  process.stderr.write(`${result.stdout ?? ''}${result.stderr ?? ''}`);
  process.exit(result.status ?? 1);
}

const changed = (file) => (existsSync(`${root}/${file}`) ? statSync(`${root}/${file}`).mtimeMs : 0);

/** Installs when the lockfile is newer than the last install, which rewrites node_modules/.modules.yaml. */
export function install() {
  const wanted = Math.max(changed('pnpm-lock.yaml'), changed('pnpm-workspace.yaml'));
  if (changed('node_modules/.modules.yaml') > wanted) return;
  pnpm(['install', '--frozen-lockfile', '--prefer-offline'], ['inherit', process.stderr.fd, 'inherit']);
}
