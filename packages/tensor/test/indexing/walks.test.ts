import { cpu } from '@x/backend-cpu';
import { runGolden } from '../../../../tools/golden.js';
import * as api from '../../src/index.js';
import walks from './walks.json' with { type: 'json' };

api.registerBackend(await cpu());

runGolden('random indices', walks, api);
