import { lib } from '../../tools/tsup.js';

export default lib(['src/index.ts', 'src/node.ts']);
