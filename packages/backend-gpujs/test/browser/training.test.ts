import { compareTraining } from '../training.js';

compareTraining('webgl2');
compareTraining('webgpu');
