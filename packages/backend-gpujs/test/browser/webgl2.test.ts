import { describeBackend } from '@x/backend-testing';
import { gpu } from '../../src/index.js';
import { expectations } from '../expectations.js';

describeBackend('gpu on webgl2', () => gpu({ mode: 'webgl2' }), expectations);
