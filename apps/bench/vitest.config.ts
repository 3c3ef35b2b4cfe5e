import { defineConfig } from 'vitest/config';
import { nodeProject } from '../../vitest.shared.js';

export default defineConfig({ test: { projects: [nodeProject('bench', import.meta.dirname)] } });
