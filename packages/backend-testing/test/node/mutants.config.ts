import { defineConfig, type ViteUserConfig } from 'vitest/config';
import { nodeProject } from '../../../../vitest.shared.js';

const project = nodeProject('mutants', new URL('../..', import.meta.url).pathname, ['backend-cpu']);

const config: ViteUserConfig = defineConfig({
  ...project,
  test: { ...project.test, include: ['test/node/mutants.suite.ts'], typecheck: { enabled: false } },
});

export default config;
