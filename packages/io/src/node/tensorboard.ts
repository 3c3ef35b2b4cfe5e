/** Files for TensorBoard: the part of @x/io that writes them needs Node's file system. */
export {
  type DataFormat,
  type ImageOptions,
  type SummaryOptions,
  SummaryWriter,
  type SummaryWriterOptions,
} from './tensorboard/summary-writer.js';
