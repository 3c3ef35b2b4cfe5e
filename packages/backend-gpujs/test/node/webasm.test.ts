import { describeBackend } from '@x/backend-testing';
import { gpu } from '../../src/index.js';
import { expectations } from '../expectations.js';

describeBackend('gpu on webasm', () => gpu({ mode: 'webasm' }), expectations);
