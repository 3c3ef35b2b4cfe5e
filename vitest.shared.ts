import { existsSync } from 'node:fs';
import { playwright } from '@vitest/browser-playwright';
import type { TestProjectInlineConfiguration } from 'vitest/config';

const executablePath =
  process.env.CHROMIUM_PATH ?? ['/usr/bin/chromium', '/usr/bin/google-chrome'].find((path) => existsSync(path));
const mode = 'development|production';
// @x/source: workspace packages resolve to their src, so tests need no build
const nodeConditions = ['@x/source', 'module', 'node', mode];
const browserConditions = ['@x/source', 'module', 'browser', mode];
const chromiumArgs = [
  '--no-sandbox',
  '--enable-unsafe-webgpu',
  '--enable-unsafe-swiftshader',
  '--use-webgpu-adapter=swiftshader',
  '--enable-features=Vulkan',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  '--disable-quic',
];

const testTimeout = 60_000; // for machines that are slow or busy

/** Sources of packages that the tests use although package.json cannot name them (they depend on the tested one). */
const aliases = (testOnly: readonly string[]): { find: RegExp; replacement: string }[] =>
  testOnly.map((name) => ({
    find: new RegExp(`^@x/${name}$`),
    replacement: new URL(`packages/${name}/src/index.ts`, import.meta.url).pathname,
  }));

/** The test files of one package in Node. */
export function nodeProject(
  name: string,
  root: string,
  testOnly: readonly string[] = [],
): TestProjectInlineConfiguration {
  return {
    root,
    resolve: { conditions: nodeConditions, alias: aliases(testOnly) },
    ssr: { resolve: { conditions: nodeConditions } },
    test: {
      name: { label: `${name}:node`, color: 'green' },
      testTimeout,
      include: ['test/**/*.test.ts'],
      exclude: ['test/browser/**'],
      typecheck: {
        enabled: true,
        include: ['test/**/*.test-d.ts'],
        tsconfig: `${root}/tsconfig.json`,
        ignoreSourceErrors: true, // `npm run typecheck` reports those
      },
    },
  };
}

/** The test files of one package in a page of the given Chromium. */
function chromiumProject(
  name: string,
  root: string,
  testOnly: readonly string[],
  chromium: string,
): TestProjectInlineConfiguration {
  return {
    root,
    resolve: { conditions: browserConditions, alias: aliases(testOnly) },
    // cross-origin isolation: SharedArrayBuffer (WASM threads) exists in the page
    server: {
      headers: { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' },
    },
    test: {
      name: { label: `${name}:chromium`, color: 'cyan' },
      testTimeout,
      include: ['test/**/*.test.ts'],
      exclude: ['test/node/**'],
      browser: {
        enabled: true,
        headless: true,
        screenshotFailures: false,
        provider: playwright({ launchOptions: { executablePath: chromium, args: chromiumArgs } }),
        instances: [{ browser: 'chromium' }],
      },
    },
  };
}

/** The projects of one package: its test files in Node and, when a Chromium is there, the same files in a page. */
export function projects(
  name: string,
  root: string,
  testOnly: readonly string[] = [],
): TestProjectInlineConfiguration[] {
  const list = [nodeProject(name, root, testOnly)];
  if (executablePath !== undefined && !process.env.NO_BROWSER)
    list.push(chromiumProject(name, root, testOnly, executablePath));
  return list;
}
