import { lib } from '../../tools/tsup.js';

export default lib({ entry: ['src/index.ts', 'src/core.ts', 'src/ops.ts'] });
