import { lib } from '../../tools/tsup.js';

export default lib({ entry: ['src/index.ts', 'src/auto.ts'] });
