import type { Classifier } from '../models/index.js';
import type { TrainOptions } from '../options.js';
import { MetricLog } from './log.js';
import { AllMetrics, type Metrics } from './metrics.js';
import { TensorBoard } from './tensorboard.js';

/**
 * Everything that the options ask for, and `more`.
 *
 * @param steps how many steps of the run are over.
 */
export async function openMetrics(
  { log, tensorboard }: TrainOptions,
  net: Classifier,
  steps: number,
  more: Metrics,
): Promise<Metrics> {
  const all = [more];
  if (log !== undefined) all.push(await MetricLog.open(log, steps));
  if (tensorboard !== undefined) all.push(new TensorBoard(tensorboard, net, steps));
  return new AllMetrics(all);
}
