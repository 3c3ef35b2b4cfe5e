import { noGrad } from '@x/autograd';
import { crossEntropy } from '@x/functional';
import { type Batches, mapBatches } from './batches.js';
import type { Classifier } from './models/index.js';

/** How a network does on labelled pictures. */
export interface Evaluation {
  /** Mean cross-entropy, in nats. */
  readonly loss: number;
  readonly correct: number;
  readonly labels: readonly number[];
  /** The class with the highest score for each picture. */
  readonly predictions: readonly number[];
}

/** Share of the pictures that were recognised, 0 to 1. */
export function accuracy({ correct, labels }: Evaluation): number {
  return correct / labels.length;
}

/**
 * Tests a network on all batches, in evaluation mode and without gradients.
 *
 * @param stopped asked after every batch.
 * @returns undefined when it was stopped.
 */
export async function evaluate(
  net: Classifier,
  batches: Batches,
  stopped: () => boolean,
): Promise<Evaluation | undefined> {
  let loss = 0;
  const labels: number[] = [];
  const predictions: number[] = [];
  net.eval();
  const results = mapBatches(batches, (images, targets) =>
    noGrad(() => {
      const scores = net(images);
      return [crossEntropy(scores, targets, { reduction: 'sum' }), scores.argmax(1), targets];
    }),
  );
  for await (const [losses, classes, targets] of results) {
    loss += losses?.[0] ?? Number.NaN;
    predictions.push(...(classes ?? []));
    labels.push(...(targets ?? []));
    if (stopped()) return undefined;
  }
  const correct = labels.filter((label, index) => label === predictions[index]).length;
  return { loss: loss / labels.length, correct, labels, predictions };
}
