import { defineConfig } from 'tsup';

// One file, made from the packages' sources: starting it loads nothing else, and building it builds nothing else
export default defineConfig({
  entry: ['src/main.ts'],
  format: 'esm',
  target: 'node20',
  platform: 'node',
  removeNodeProtocol: false,
  external: ['#gpu.js'], // CommonJS that loads other code as it goes: it stays a package, which package.json names
  noExternal: [/^@x\//, 'fast-png', 'fflate', 'iobuffer'],
  esbuildOptions: (options) => {
    options.conditions = ['@x/source'];
  },
  sourcemap: true,
  clean: true,
  dts: false,
});
