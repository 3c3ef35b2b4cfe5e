import { defineConfig } from 'tsup';

// The command and the process that it starts for each measurement, made from the packages' sources
export default defineConfig({
  entry: { main: 'src/main.ts', worker: 'src/worker/main.ts' },
  format: 'esm',
  target: 'node20',
  platform: 'node',
  removeNodeProtocol: false,
  external: ['#gpu.js'], // CommonJS that loads other code as it goes: it stays a package, which package.json names
  noExternal: [/^@x\//],
  esbuildOptions: (options) => {
    options.conditions = ['@x/source'];
  },
  sourcemap: true,
  clean: true,
  dts: false,
});
