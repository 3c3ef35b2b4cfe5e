import { defineConfig, type Options } from 'tsup';

interface LibraryOptions {
  readonly formats?: readonly ('esm' | 'cjs')[];
}

/**
 * One file of dist per file of src: entries share every class, whatever the module system, and bundlers leave out whole files that
 * nothing uses. JS only: the .d.ts files come from tsc, since tsup 8.5.1 makes them with an API that TypeScript 7 no longer has.
 */
export const lib = ({ formats = ['esm', 'cjs'] }: LibraryOptions = {}): ReturnType<typeof defineConfig> =>
  defineConfig(
    formats.map(
      (format): Options => ({
        entry: ['src/**/*.ts'],
        bundle: false,
        format,
        outDir: `dist/${format}`,
        outExtension: () => ({ js: '.js' }), // dist/cjs/package.json says {"type":"commonjs"}
        target: 'es2022',
        platform: 'neutral',
        removeNodeProtocol: false,
        splitting: false,
        sourcemap: true,
        clean: true,
        dts: false,
        tsconfig: 'tsconfig.build.json',
        esbuildOptions(options) {
          options.sourcesContent = false; // src is published as well
        },
      }),
    ),
  );
