import { describeWebGpu } from '../adapter.js';
import { compareTraining } from '../training.js';

compareTraining('cpu');
compareTraining('webasm');
describeWebGpu(() => compareTraining('webgpu'));
