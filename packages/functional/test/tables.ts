/**
 * @file The golden tables with results and gradients, by name.
 */
import type { GoldenFile } from '../../../tools/golden/file.js';
import activations from './golden/activations.json' with { type: 'json' };
import conv from './golden/conv.json' with { type: 'json' };
import edges from './golden/edges.json' with { type: 'json' };
import losses from './golden/losses.json' with { type: 'json' };
import margins from './golden/margins.json' with { type: 'json' };
import normalization from './golden/normalization.json' with { type: 'json' };

import volumes from './golden/volumes.json' with { type: 'json' };

export const tables: Readonly<Record<string, GoldenFile>> = {
  activations,
  conv,
  losses,
  margins,
  normalization,
  edges,
  volumes,
};
