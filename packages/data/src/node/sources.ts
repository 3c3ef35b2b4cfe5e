/** A file of a dataset: its name on the mirrors and on disk, and its checksum. */
export interface SourceFile {
  readonly name: string;
  readonly md5: string;
}

/** Where a dataset of the MNIST family comes from. */
export interface Source {
  /** Folder below the root, as torchvision names it. */
  readonly folder: string;
  /** Addresses of folders that hold the files, in the order to try them. */
  readonly mirrors: readonly string[];
  readonly train: { readonly images: SourceFile; readonly labels: SourceFile };
  readonly test: { readonly images: SourceFile; readonly labels: SourceFile };
}

/** MNIST: 60,000 + 10,000 handwritten digits. */
export const MNIST_SOURCE: Source = {
  folder: 'MNIST',
  mirrors: ['https://ossci-datasets.s3.amazonaws.com/mnist/', 'http://yann.lecun.com/exdb/mnist/'],
  train: {
    images: { name: 'train-images-idx3-ubyte.gz', md5: 'f68b3c2dcbeaaa9fbdd348bbdeb94873' },
    labels: { name: 'train-labels-idx1-ubyte.gz', md5: 'd53e105ee54ea40749a09fcbcd1e9432' },
  },
  test: {
    images: { name: 't10k-images-idx3-ubyte.gz', md5: '9fb629c4189551a2d022fa330f9573f3' },
    labels: { name: 't10k-labels-idx1-ubyte.gz', md5: 'ec29112dd5afa0611ce80d1b7f02629c' },
  },
};

/** FashionMNIST: 60,000 + 10,000 pictures of clothes. */
export const FASHION_MNIST_SOURCE: Source = {
  folder: 'FashionMNIST',
  mirrors: ['http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/'],
  train: {
    images: { name: 'train-images-idx3-ubyte.gz', md5: '8d4fb7e6c68d591d4c3dfef9ec88bf0d' },
    labels: { name: 'train-labels-idx1-ubyte.gz', md5: '25c81989df183df01b3e8a0aad5dffbe' },
  },
  test: {
    images: { name: 't10k-images-idx3-ubyte.gz', md5: 'bef4ecab320f06d8554ea6380940ec79' },
    labels: { name: 't10k-labels-idx1-ubyte.gz', md5: 'bb300cfdad3c16e7a12a480ee83cd310' },
  },
};
