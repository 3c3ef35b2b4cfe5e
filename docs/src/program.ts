import type { Block } from './page.js';
import { withoutRepeatedImports } from './imports.js';

/** A page as one TypeScript module: every line of code keeps its line number, everything else becomes blank. */
function lines(text: string, kept: readonly Block[], fence: (block: Block) => string): string[] {
  const program = text.split('\n').map(() => '');
  for (const block of kept) {
    program[block.line - 1] = fence(block);
    block.code.forEach((code, i) => (program[block.line + i] = code));
  }
  return program;
}

/** The module that tsc checks: all blocks. */
export function checkedProgram(text: string, blocks: readonly Block[]): string {
  const program = lines(text, blocks, () => '').join('\n');
  return `${withoutRepeatedImports(program)}\nexport {};\n`;
}

/**
 * The test module that vitest runs: the blocks that run, with `console` replaced by one that records what each prints.
 *
 * @param page path of the page, relative to the repository
 * @param recorder path of the module that records and compares
 */
export function testProgram(page: string, text: string, blocks: readonly Block[], recorder: string): string {
  const running = blocks.filter((block) => block.run);
  const program = lines(text, running, ({ line }) => `;$page.enter(${line});`);
  program[0] = `import { open as $open } from ${JSON.stringify(recorder)}; const $page = $open(${JSON.stringify(page)}); const console = $page.console; ${program[0]}`;
  program.push(`;$page.compare(${JSON.stringify(running.map(({ line, output }) => ({ line, output })))});`);
  return withoutRepeatedImports(program.join('\n'));
}
