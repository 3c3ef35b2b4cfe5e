import { lib } from '../../tools/tsup.js';

export default lib({ entry: ['src/index.ts', 'src/node.ts'] });
