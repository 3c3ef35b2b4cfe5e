import { crossEntropy } from '@x/functional';
import type { LRScheduler, Optimizer } from '@x/optim';
import { type Batches, mapBatches } from './batches.js';
import { DivergenceError } from './errors.js';
import type { Classifier } from './models/index.js';

/** What is trained, how and with what. */
export interface Training {
  readonly net: Classifier;
  readonly optimizer: Optimizer;
  /** Moves on with every batch. */
  readonly scheduler: LRScheduler;
  readonly batches: Batches;
}

/** How far an epoch has come. */
export interface Progress {
  /** Batches so far. */
  readonly batch: number;
  /** Sum of their losses. */
  readonly totalLoss: number;
}

/** The mean loss over the batches so far. */
export function meanLoss({ batch, totalLoss }: Progress): number {
  return totalLoss / batch;
}

/**
 * One pass over the training data, or the rest of one.
 *
 * @param epoch for error messages.
 * @param onBatch told the loss of each batch and how far the epoch is; asked whether to go on.
 * @param from where an interrupted epoch was.
 * @throws DivergenceError for a loss that is not finite.
 */
export async function trainEpoch(
  { net, optimizer, scheduler, batches }: Training,
  epoch: number,
  onBatch: (loss: number, progress: Progress) => boolean | Promise<boolean>,
  from: Progress = { batch: 0, totalLoss: 0 },
): Promise<Progress> {
  let progress = from;
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
    const batch = progress.batch + 1;
    if (!Number.isFinite(loss))
      throw new DivergenceError(
        'train',
        `the loss became ${loss} in batch ${batch} of epoch ${epoch} (a smaller --lr may help)`,
        { epoch, batch, loss },
      );
    progress = { batch, totalLoss: progress.totalLoss + loss };
    if (!(await onBatch(loss, progress))) break;
  }
  return progress;
}
