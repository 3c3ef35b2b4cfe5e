/** One ```ts block of a page, and the output that the page shows for it. */
export interface Block {
  /** Line of the opening fence, counted from 1. */
  readonly line: number;
  readonly code: readonly string[];
  /** False for ```ts no-run, which is only type-checked. */
  readonly run: boolean;
  /** The lines of the ```text block that follows, none where the block prints nothing. */
  output: readonly string[];
}

interface Fence {
  readonly line: number;
  readonly info: string;
  readonly content: readonly string[];
}

/** Fences that a reader would take for code that runs, but that would not be run. */
const notRun = /^(typescript|tsx|js|jsx|mjs|javascript)\b/;
const infos: Record<string, { readonly run: boolean }> = { ts: { run: true }, 'ts no-run': { run: false } };

function fences(page: string, lines: readonly string[]): Fence[] {
  const found: Fence[] = [];
  for (let i = 0; i < lines.length; i++) {
    const open = /^(`{3,})(.*)$/.exec(lines[i] ?? '');
    if (!open) continue;
    const end = lines.indexOf(open[1] ?? '', i + 1);
    if (end < 0) throw new Error(`${page}:${i + 1}: the fence is never closed`);
    found.push({ line: i + 1, info: (open[2] ?? '').trim(), content: lines.slice(i + 1, end) });
    i = end;
  }
  return found;
}

/**
 * Reads the ```ts blocks of a Markdown page; a ```text block is the output of the ```ts block before it.
 *
 * @param page name of the page in error messages
 * @throws Error for an unclosed fence, an unknown flag after `ts`, code in a fence that would not run, and a second
 * ```text block for one block of code
 */
export function blocks(page: string, text: string): Block[] {
  const found: Block[] = [];
  let printing: Block | undefined;
  for (const { line, info, content } of fences(page, text.split('\n'))) {
    const kind = infos[info];
    if (kind) {
      printing = { line, code: content, run: kind.run, output: [] };
      found.push(printing);
    } else if (info === 'text') {
      if (!printing)
        throw new Error(`${page}:${line}: no \`\`\`ts block prints this (use another fence for other text)`);
      printing.output = content;
      printing = undefined;
    } else if (notRun.test(info) || info.startsWith('ts ')) {
      throw new Error(`${page}:${line}: \`\`\`${info} is not run: write \`\`\`ts or \`\`\`ts no-run`);
    }
  }
  return found;
}
