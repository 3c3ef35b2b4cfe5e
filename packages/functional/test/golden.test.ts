import { cpu } from '@x/backend-cpu';
import { registerBackend } from '@x/tensor';
import { runGolden } from '../../../tools/golden.js';
import { gradients } from '../../../tools/golden/gradients.js';
import * as api from '../src/index.js';
import { tables } from './tables.js';

registerBackend(await cpu());

for (const [name, file] of Object.entries(tables)) runGolden(name, file, api, { gradients });
