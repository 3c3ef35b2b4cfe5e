import { defineConfig } from 'vitest/config';
import { projects } from '../../vitest.shared.js';

// backend-cpu depends on this package, so it cannot be a devDependency: only the tests see it, as source
export default defineConfig({ test: { projects: projects('tensor', import.meta.dirname, ['backend-cpu']) } });
