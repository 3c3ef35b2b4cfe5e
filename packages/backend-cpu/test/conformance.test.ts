import { describeBackend } from '@x/backend-testing';
import { cpu } from '../src/index.js';

describeBackend('cpu', cpu);
