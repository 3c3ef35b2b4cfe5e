/** Parts of @x/io that need Node's file system. */
export { loadCheckpoint, saveCheckpoint } from './node/checkpoints.js';
export { FileError } from './node/file-error.js';
export { loadFile, saveFile } from './node/files.js';
export { loadNpy, loadNpz, saveNpy, saveNpz } from './node/numpy-files.js';
export { loadTorch } from './node/torch-files.js';
export { safeOpen, SafeTensorsFile } from './node/safe-open.js';
export { loadSharded, saveSharded, type ShardOptions } from './node/shards.js';
