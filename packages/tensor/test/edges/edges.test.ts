import { cpu } from '@x/backend-cpu';
import { runGolden } from '../../../../tools/golden.js';
import * as api from '../../src/index.js';
import edges from './edges.json' with { type: 'json' };

api.registerBackend(await cpu());

runGolden('special values and small shapes', edges, api);
