import { cpu } from '@x/backend-cpu';
import { registerBackend } from '@x/tensor';
import { describe, it } from 'vitest';
import type { GoldenFile } from '../../../tools/golden/file.js';
import criteria from './golden/criteria.json' with { type: 'json' };
import layouts from './golden/layouts.json' with { type: 'json' };
import modules from './golden/modules.json' with { type: 'json' };
import recurrent from './golden/recurrent.json' with { type: 'json' };
import transformers from './golden/transformers.json' with { type: 'json' };
import { checkRow, type ModuleRow, titleOf } from './module-rows.js';

registerBackend(await cpu());

const tables: Readonly<Record<string, GoldenFile<ModuleRow>>> = { criteria, layouts, modules, recurrent, transformers };

describe.each(Object.entries(tables))('%s', (_, table) => {
  it.each(table.cases.map((row) => [titleOf(row), row] as const))('%s', (_title, row) => checkRow(table, row));
});
