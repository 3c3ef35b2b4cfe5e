import { defineConfig, type Options } from 'tsup';

interface LibraryOptions {
  /** One file of dist per entry; several entries share chunks, and so one copy of each class. */
  readonly entry?: readonly string[];
  readonly formats?: readonly ('esm' | 'cjs')[];
}

/** JS only: the .d.ts files come from tsc, since tsup 8.5.1 makes them with an API that TypeScript 7 no longer has. */
export const lib = ({
  entry = ['src/index.ts'],
  formats = ['esm', 'cjs'],
}: LibraryOptions = {}): ReturnType<typeof defineConfig> =>
  defineConfig(
    formats.map(
      (format): Options => ({
        entry: [...entry],
        format,
        outDir: `dist/${format}`,
        outExtension: () => ({ js: '.js' }), // dist/cjs/package.json says {"type":"commonjs"}
        target: 'es2022',
        platform: 'neutral',
        external: [/^node:/],
        removeNodeProtocol: false,
        splitting: entry.length > 1,
        sourcemap: true,
        clean: true,
        dts: false,
        tsconfig: 'tsconfig.build.json',
      }),
    ),
  );
