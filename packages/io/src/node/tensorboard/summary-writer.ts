import { join } from 'node:path';
import { isTensor, type Tensor, ValueError } from '@x/tensor/core';
import { checkOptions } from '../../options.js';
import {
  histogramEvent,
  imageEvent,
  type Moment,
  restartEvent,
  scalarEvent,
  textEvent,
} from '../../tensorboard/event.js';
import { EventFile } from './event-file.js';
import { histogramOf } from '../../tensorboard/histogram.js';
import { pictureOf } from '../../tensorboard/picture.js';

/** When something happened. */
export interface SummaryOptions {
  /** Step of the training; 0 when omitted. */
  readonly globalStep?: number;
  /** Seconds since 1970; now when omitted. */
  readonly walltime?: number;
}

/** Options of `SummaryWriter`. */
export interface SummaryWriterOptions {
  /** What the name of the file ends with; nothing when omitted. */
  readonly filenameSuffix?: string;
  /** The run goes on from this step: what older files of the folder say of it and of later ones is hidden. */
  readonly purgeStep?: number;
}

/** Order of the dimensions of a picture: channels, height, width. */
export type DataFormat = 'CHW' | 'HWC' | 'HW';

/** Options of `addImage`. */
export interface ImageOptions extends SummaryOptions {
  /** Order of the dimensions; `CHW` when omitted. */
  readonly dataformats?: DataFormat;
}

function momentOf(op: string, options: SummaryOptions, also: readonly string[] = []): Moment {
  checkOptions(op, options, ['globalStep', 'walltime', ...also]);
  const { globalStep: step = 0, walltime: wallTime = Date.now() / 1000 } = options;
  if (!Number.isSafeInteger(step)) throw new ValueError(op, `globalStep must be an integer: ${step}`, { step });
  return { step, wallTime };
}

const valueOf = (value: number | Tensor): number => (isTensor(value) ? value.item() : value);

/**
 * Writes numbers, distributions, pictures and texts of a run to a file that TensorBoard shows.
 *
 * Nothing waits for the disk but `flush` and `close`: call one of them at the end.
 * @example
 * const writer = new SummaryWriter('runs/lenet');
 * writer.addScalar('loss/train', loss, { globalStep: step });
 * await writer.close();
 * // tensorboard --logdir runs
 * @see https://pytorch.org/docs/stable/tensorboard.html
 */
export class SummaryWriter {
  readonly logDir: string;
  readonly #suffix: string;
  readonly #file: EventFile;
  /** The files of `addScalars`, by their folder. */
  readonly #others = new Map<string, EventFile>();

  /**
   * @param logDir - folder of the run, which is made; `runs/<time>` when omitted.
   * @throws FileError when the folder cannot be made.
   */
  constructor(
    logDir: string = join('runs', new Date().toISOString().replaceAll(':', '-')),
    options: SummaryWriterOptions = {},
  ) {
    checkOptions('SummaryWriter', options, ['filenameSuffix', 'purgeStep']);
    const restart =
      options.purgeStep === undefined ? undefined : momentOf('SummaryWriter', { globalStep: options.purgeStep });
    this.logDir = logDir;
    this.#suffix = options.filenameSuffix ?? '';
    this.#file = new EventFile(logDir, this.#suffix);
    if (restart) this.#file.add(restartEvent(restart));
  }

  /** A number, such as a loss: a number or a tensor with one element. */
  addScalar(tag: string, value: number | Tensor, options: SummaryOptions = {}): void {
    this.#file.add(scalarEvent(momentOf('addScalar', options), tag, valueOf(value)));
  }

  /** Numbers that belong into one chart, such as the losses of training and test: each becomes a run of its own. */
  addScalars(mainTag: string, values: Readonly<Record<string, number | Tensor>>, options: SummaryOptions = {}): void {
    const moment = momentOf('addScalars', options);
    for (const [name, value] of Object.entries(values)) {
      const folder = join(this.logDir, `${mainTag.replaceAll('/', '_')}_${name}`);
      const file = this.#others.get(folder) ?? new EventFile(folder, this.#suffix);
      this.#others.set(folder, file);
      file.add(scalarEvent(moment, mainTag, valueOf(value)));
    }
  }

  /**
   * How the elements of a tensor are distributed, in TensorFlow's buckets.
   *
   * @throws ValueError when it is empty or has an element that is not finite.
   */
  addHistogram(tag: string, values: Tensor, options: SummaryOptions = {}): void {
    const moment = momentOf('addHistogram', options);
    const numbers = Float64Array.from(values.toTypedArray());
    if (numbers.length === 0) throw new ValueError('addHistogram', `${tag}: the tensor is empty`, { tag });
    if (!numbers.every(Number.isFinite))
      throw new ValueError('addHistogram', `${tag}: an element is NaN or infinite (filter with isfinite)`, { tag });
    this.#file.add(histogramEvent(moment, tag, histogramOf(numbers)));
  }

  /**
   * A picture `[C, H, W]` with 1, 3 or 4 channels, uint8 from 0 to 255 or floating point from 0 to 1.
   *
   * @throws ShapeError for another shape, DTypeError for another dtype.
   */
  addImage(tag: string, image: Tensor, options: ImageOptions = {}): void {
    const moment = momentOf('addImage', options, ['dataformats']);
    this.#file.add(imageEvent(moment, tag, pictureOf('addImage', image, options.dataformats ?? 'CHW')));
  }

  /** A text, which TensorBoard shows as Markdown. */
  addText(tag: string, text: string, options: SummaryOptions = {}): void {
    this.#file.add(textEvent(momentOf('addText', options), tag, text));
  }

  /**
   * Waits until everything is in the files.
   *
   * @throws FileError when the system refused a write since the last flush.
   */
  async flush(): Promise<void> {
    await Promise.all([this.#file, ...this.#others.values()].map((file) => file.flush()));
  }

  /** The last flush. */
  async close(): Promise<void> {
    await this.flush();
  }
}
