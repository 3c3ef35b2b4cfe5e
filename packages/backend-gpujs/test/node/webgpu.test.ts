import { describeBackend } from '@x/backend-testing';
import { gpu } from '../../src/index.js';
import { describeWebGpu } from '../adapter.js';
import { expectations } from '../expectations.js';

describeWebGpu(() => describeBackend('gpu on webgpu', () => gpu({ mode: 'webgpu' }), expectations));
