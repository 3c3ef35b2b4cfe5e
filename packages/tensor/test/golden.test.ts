import { cpu } from '@x/backend-cpu';
import { runGolden } from '../../../tools/golden.js';
import * as api from '../src/index.js';
import binary from './golden/binary.json' with { type: 'json' };
import creation from './golden/creation.json' with { type: 'json' };
import errors from './golden/errors.json' with { type: 'json' };
import indexing from './golden/indexing.json' with { type: 'json' };
import inplace from './golden/inplace.json' with { type: 'json' };
import matmul from './golden/matmul.json' with { type: 'json' };
import promotion from './golden/promotion.json' with { type: 'json' };
import reduce from './golden/reduce.json' with { type: 'json' };
import samples from './golden/samples.json' with { type: 'json' };
import sorting from './golden/sorting.json' with { type: 'json' };
import unary from './golden/unary.json' with { type: 'json' };
import views from './golden/views.json' with { type: 'json' };

api.registerBackend(await cpu());

const files = {
  unary,
  binary,
  promotion,
  reduce,
  matmul,
  views,
  indexing,
  inplace,
  sorting,
  creation,
  errors,
  samples,
};

for (const [name, file] of Object.entries(files)) runGolden(name, file, api);
