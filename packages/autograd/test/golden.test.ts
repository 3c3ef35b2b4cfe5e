import { cpu } from '@x/backend-cpu';
import * as api from '@x/tensor';
import { runGolden } from '../../../tools/golden.js';
import { gradients } from '../../../tools/golden/gradients.js';
import binary from './golden/binary.json' with { type: 'json' };
import indexing from './golden/indexing.json' with { type: 'json' };
import inplace from './golden/inplace.json' with { type: 'json' };
import matmul from './golden/matmul.json' with { type: 'json' };
import reduce from './golden/reduce.json' with { type: 'json' };
import samples from './golden/samples.json' with { type: 'json' };
import sorting from './golden/sorting.json' with { type: 'json' };
import unary from './golden/unary.json' with { type: 'json' };
import views from './golden/views.json' with { type: 'json' };

api.registerBackend(await cpu());

const files = { binary, indexing, inplace, matmul, reduce, samples, sorting, unary, views };

for (const [name, file] of Object.entries(files)) runGolden(name, file, api, { gradients });
