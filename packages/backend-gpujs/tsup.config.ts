import { lib } from '../../tools/tsup.js';

export default lib();
