import { crossEntropy } from '@x/functional';
import type { LRScheduler, Optimizer } from '@x/optim';
import { type Batches, mapBatches } from './batches.js';
import { DivergenceError } from './errors.js';
import type { Classifier } from './models.js';

/** What is trained, how and with what. */
export interface Training {
  readonly net: Classifier;
  readonly optimizer: Optimizer;
  /** Moves on with every batch. */
  readonly scheduler: LRScheduler;
  readonly batches: Batches;
}

/**
 * One pass over the training data.
 *
 * @param epoch for error messages.
 * @param onBatch told the mean loss so far and how many batches that were; asked whether to go on.
 * @returns the mean loss over the batches.
 * @throws DivergenceError for a loss that is not finite.
 */
export async function trainEpoch(
  { net, optimizer, scheduler, batches }: Training,
  epoch: number,
  onBatch: (meanLoss: number, count: number) => boolean,
): Promise<number> {
  let total = 0;
  let batch = 0;
  net.train();
  const results = mapBatches(batches, (images, labels) => {
    optimizer.zeroGrad();
    const loss = crossEntropy(net(images), labels);
    loss.backward();
    optimizer.step();
    scheduler.step();
    return [loss];
  });
  for await (const [values] of results) {
    const loss = values?.[0] ?? Number.NaN;
    batch += 1;
    if (!Number.isFinite(loss))
      throw new DivergenceError(
        'train',
        `the loss became ${loss} in batch ${batch} of epoch ${epoch} (a smaller --lr may help)`,
        { epoch, batch, loss },
      );
    total += loss;
    if (!onBatch(total / batch, batch)) break;
  }
  return total / batch;
}
