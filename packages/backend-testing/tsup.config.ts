import { lib } from '../../tools/tsup.js';

// vitest, the peer, cannot be required from CommonJS
export default lib({ formats: ['esm'] });
