import { accuracy, type Evaluation } from '../evaluate.js';
import { type Host, showsUnicode, widthOf } from '../host.js';
import { OPTIMIZERS } from '../optimizers.js';
import { confusionMatrix } from './confusion.js';
import { count, percent } from './format.js';
import { drawRow } from './pictures.js';
import type { EpochResult, Reporter, RunResult, RunStart } from './reporter.js';

const WIDTHS = [5, 12, 11, 15, 9];
const HEADINGS = ['epoch', 'train loss', 'test loss', 'test accuracy', 'seconds'];

const tableRow = (cells: readonly string[]): string => cells.map((cell, i) => cell.padStart(WIDTHS[i] ?? 0)).join('');

/** Reports for people: a table of the epochs, then accuracy, confusion matrix and pictures. */
export class TextReporter implements Reporter {
  readonly #host: Host;

  constructor(host: Host) {
    this.#host = host;
  }

  start({ options, net, data }: RunStart): void {
    const { batchSize, device, epochs, lr, momentum, optimizer, seed } = options;
    const size = [...net.parameters()].reduce((sum, parameter) => sum + parameter.numel(), 0);
    const how =
      OPTIMIZERS[optimizer].momentum === undefined
        ? `${optimizer}, lr ${lr}`
        : `${optimizer}, lr ${lr}, momentum ${momentum}`;
    this.#print(
      String(net),
      `${count(size)} parameters, device ${device}`,
      `${count(data.train.length)} pictures for training, ${count(data.test.length)} for testing`,
    );
    if (epochs > 0) this.#print(`${how}, batches of ${batchSize}, seed ${seed}`, '', tableRow(HEADINGS));
  }

  epoch({ epoch, trainLoss, test, seconds }: EpochResult): void {
    const cells = [trainLoss.toFixed(4), test.loss.toFixed(4), percent(accuracy(test)), seconds.toFixed(1)];
    this.#print(tableRow([String(epoch), ...cells]));
  }

  done({ test, data, seconds, saved }: RunResult): void {
    this.#print('');
    if (saved !== undefined) this.#print(`weights saved to ${saved}`);
    if (test === undefined) return;
    const share = `${count(test.correct)} of ${count(test.labels.length)}`;
    this.#print(`test accuracy ${percent(accuracy(test))} (${share}) after ${seconds.toFixed(1)} s`, '');
    this.#print('confusion matrix (rows: label, columns: prediction)', ...confusionMatrix(test, data.classes), '');
    const all = test.labels.map((_, index) => index);
    this.#draw('test pictures and what they were taken for', all, test, data);
    const wrong = all.filter((index) => test.labels[index] !== test.predictions[index]);
    this.#draw('mistakes', wrong, test, data);
  }

  #draw(title: string, indices: readonly number[], test: Evaluation, data: RunResult['data']): void {
    if (indices.length === 0) return;
    const { stdout } = this.#host;
    const pictures = indices.slice(0, 5).map((index) => ({
      pixels: data.testBytes.select(0, index).toTypedArray(),
      caption: caption(test.labels[index], test.predictions[index], data.classes),
    }));
    const style = showsUnicode(stdout, this.#host) ? 'blocks' : 'ascii';
    this.#print(title, ...drawRow(pictures, style, widthOf(stdout)), '');
  }

  #print(...lines: readonly string[]): void {
    this.#host.stdout.write(lines.map((line) => `${line}\n`).join(''));
  }
}

function caption(label: number | undefined, prediction: number | undefined, classes: readonly string[]): string {
  const name = (index = -1): string => classes[index] ?? '?';
  return label === prediction ? name(prediction) : `${name(prediction)}, is ${name(label)}`;
}
