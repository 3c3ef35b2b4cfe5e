import { Compose, Normalize, Pad, ToTensor, type Transform } from '@x/data';
import type { Module } from '@x/nn';
import { CNN } from './cnn.js';
import { LeNet } from './lenet.js';
import { RowLSTM } from './lstm.js';
import { NeuralNetwork } from './mlp.js';
import { RowTransformer } from './transformer.js';

/** A network that gives each class a score: `[N, 1, H, W] → [N, 10]`. */
export type Classifier = Module;

/** The networks that are known by name. */
export const MODEL_NAMES = ['lenet', 'mlp', 'cnn', 'lstm', 'transformer'] as const;
export type ModelName = (typeof MODEL_NAMES)[number];

interface Model {
  readonly make: () => Classifier;
  /** Makes bytes `[28, 28]` what the network takes; `augment` moves pictures at random in between. */
  readonly transform: (augment?: Transform) => Transform;
}

const normalize = (): Transform => new Normalize([0.1307], [0.3081]); // mean and deviation of MNIST's pixels

/** A transform to floating point, those of `more`, and the normalization. */
const through =
  (...more: readonly Transform[]) =>
  (augment?: Transform): Transform =>
    new Compose([new ToTensor(), ...(augment ? [augment] : []), ...more, normalize()]);

const plain = through();
const padded = through(new Pad(2));

export const MODELS: Readonly<Record<ModelName, Model>> = {
  lenet: { make: () => new LeNet(), transform: padded },
  mlp: { make: () => new NeuralNetwork(), transform: plain },
  cnn: { make: () => new CNN(), transform: plain },
  lstm: { make: () => new RowLSTM(), transform: plain },
  transformer: { make: () => new RowTransformer(), transform: plain },
};
