/** Parts of @x/data that need Node's file system. */
export type { Checksums } from './node/checksum.js';
export { type DownloadAttempt, DownloadError, type DownloadOptions, download } from './node/download.js';
export { idxDatasetFromFiles } from './node/files.js';
export { FashionMNIST, MNIST, type MnistOptions } from './node/mnist.js';
