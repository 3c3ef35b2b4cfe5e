import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { blocks, type Block } from './page.js';

/** Folder of this workspace, and of the repository around it. */
export const docs: string = dirname(import.meta.dirname);
export const root: string = dirname(docs);

/** A page with its blocks of code. */
export interface Page {
  /** Path relative to the repository. */
  readonly path: string;
  readonly text: string;
  readonly blocks: readonly Block[];
}

const inDocs = (): string[] =>
  readdirSync(docs, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.md') && !path.includes('node_modules'))
    .map((path) => `docs/${path}`);

const readmes = (): string[] => readdirSync(join(root, 'packages')).map((name) => `packages/${name}/README.md`);

/** Reads one page. */
export function read(path: string): Page {
  const text = readFileSync(join(root, path), 'utf8');
  return { path, text, blocks: blocks(path, text) };
}

/** Every page whose code is checked: the README files and all of `docs`. */
export const pages = (): Page[] =>
  ['README.md', ...readmes(), ...inDocs()].filter((path) => existsSync(join(root, path))).map(read);
