import { cpu } from '@x/backend-cpu';
import { describeBackend } from '../src/index.js';

describeBackend('cpu', cpu);
