/**
 * @file Batches of sequences of different lengths, as torch.nn.utils.rnn.
 */
export { packPaddedSequence, type PackOptions, type PackPaddedOptions, packSequence } from './pack.js';
export { PackedSequence, type PackedParts } from './packed-sequence.js';
export {
  padPackedSequence,
  type PadOptions,
  type PadPackedOptions,
  padSequence,
  unpackSequence,
  unpadSequence,
} from './pad.js';
