import { defineConfig, type Options } from 'tsup';

// JS only: the .d.ts files come from tsc (tsup 8.5.1's own dts needs the JS API that TypeScript 7 no longer has)
export const lib = (entry: readonly string[] = ['src/index.ts']): ReturnType<typeof defineConfig> =>
  defineConfig(
    (['esm', 'cjs'] as const).map(
      (format): Options => ({
        entry: [...entry],
        format,
        outDir: `dist/${format}`,
        outExtension: () => ({ js: '.js' }), // dist/cjs/package.json says {"type":"commonjs"}
        target: 'es2022',
        platform: 'neutral',
        external: [/^node:/],
        removeNodeProtocol: false,
        splitting: entry.length > 1, // the entries of a package share one copy of its classes
        sourcemap: true,
        clean: true,
        dts: false,
        tsconfig: 'tsconfig.build.json',
      }),
    ),
  );
