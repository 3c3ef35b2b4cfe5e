import { cpu } from '@x/backend-cpu';
import { registerBackend } from '@x/tensor';
import { runGolden } from '../../../tools/golden.js';
import { gradients } from '../../../tools/golden/gradients.js';
import * as api from '../src/index.js';
import activations from './golden/activations.json' with { type: 'json' };
import conv from './golden/conv.json' with { type: 'json' };
import edges from './golden/edges.json' with { type: 'json' };
import losses from './golden/losses.json' with { type: 'json' };
import normalization from './golden/normalization.json' with { type: 'json' };

registerBackend(await cpu());

const files = { activations, conv, losses, normalization, edges };

for (const [name, file] of Object.entries(files)) runGolden(name, file, api, { gradients });
