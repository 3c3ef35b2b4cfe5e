/**
 * @file A page about a run that needs nothing beside itself: curves, and the pictures that were taken for something else.
 */
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { encode } from 'fast-png';
import { accuracy, type Evaluation } from '../evaluate.js';
import type { History } from '../metrics/history.js';
import type { TrainOptions } from '../options.js';
import { count, percent } from './format.js';
import type { RunResult } from './reporter.js';

/** Most pictures that are shown. */
const MOST_PICTURES = 100;
/** Pixels of the side of a picture on the page. */
const SIZE = 56;

/** What a page is about. */
export interface HtmlReport {
  readonly options: TrainOptions;
  readonly history: History;
  readonly result: RunResult;
}

const escapes: ReadonlyMap<string, string> = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['"', '&quot;'],
]);

const escape = (text: string): string => text.replaceAll(/[&<>"]/g, (character) => escapes.get(character) ?? character);

/** JSON that cannot end the script that it stands in. */
const json = (value: unknown): string => JSON.stringify(value).replaceAll('<', '\\u003c');

function picture(pixels: ArrayLike<number>, height: number, width: number): string {
  const png = encode({ width, height, channels: 1, depth: 8, data: Uint8Array.from(pixels) });
  return `data:image/png;base64,${Buffer.from(png).toString('base64')}`;
}

function mistakes(test: Evaluation, { testBytes, classes }: RunResult['data']): string {
  const [, height = 0, width = 0] = testBytes.shape;
  const wrong = test.labels.flatMap((label, index) => (label === test.predictions[index] ? [] : [index]));
  const name = (index = -1): string => escape(classes[index] ?? '?');
  const figures = wrong.slice(0, MOST_PICTURES).map((index) => {
    const source = picture(testBytes.select(0, index).toTypedArray(), height, width);
    const caption = `${name(test.predictions[index])}, is ${name(test.labels[index])}`;
    return `<figure><img src="${source}" width="${SIZE}" height="${SIZE}" alt="${caption}"><figcaption>${caption}</figcaption></figure>`;
  });
  const title =
    wrong.length > MOST_PICTURES ? `Mistakes: ${MOST_PICTURES} of ${count(wrong.length)}` : `Mistakes: ${wrong.length}`;
  return `<h2>${title}</h2>\n<div class="pictures">${figures.join('\n')}</div>`;
}

/** The data of the charts: columns of equal length, as uPlot takes them. */
function charts({
  steps,
  epochs,
}: History): { readonly title: string; readonly labels: string[]; readonly columns: unknown[][] }[] {
  const at = epochs.map(({ step }) => step);
  return [
    {
      title: 'Loss of each step',
      labels: ['loss'],
      columns: [steps.map(({ step }) => step), steps.map(({ loss }) => loss)],
    },
    {
      title: 'Loss after each epoch',
      labels: ['train', 'test'],
      columns: [at, epochs.map(({ trainLoss }) => trainLoss), epochs.map(({ testLoss }) => testLoss)],
    },
    {
      title: 'Accuracy on the test pictures',
      labels: ['accuracy'],
      columns: [at, epochs.map(({ testAccuracy }) => testAccuracy)],
    },
    { title: 'Learning rate', labels: ['lr'], columns: [steps.map(({ step }) => step), steps.map(({ lr }) => lr)] },
  ];
}

const STYLE = `
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
.pictures { display: flex; flex-wrap: wrap; gap: .5rem; }
figure { margin: 0; text-align: center; font-size: .75rem; }
img { image-rendering: pixelated; display: block; margin: auto; }
td { padding-right: 2rem; }`;

const SCRIPT = `
const colours = ['#1f6feb', '#d1242f'];
for (const { title, labels, columns } of charts) {
  const series = [{ label: 'step' }, ...labels.map((label, i) => ({ label, stroke: colours[i], points: { show: columns[0].length < 50 } }))];
  const size = { width: Math.min(900, document.body.clientWidth), height: 260 };
  new uPlot({ title, ...size, scales: { x: { time: false } }, series }, columns, document.getElementById('charts'));
}`;

function rows({ options, result }: HtmlReport): string {
  const { test, seconds, device } = result;
  const cells: [string, string][] = [
    ['model', options.model],
    ['optimizer', `${options.optimizer}, lr ${options.lr}, ${options.scheduler}`],
    ['epochs, batch size, seed', `${options.epochs}, ${options.batchSize}, ${options.seed}`],
    ['device', device],
    ['test accuracy', test === undefined ? 'not tested' : percent(accuracy(test))],
    ['seconds', seconds.toFixed(1)],
  ];
  return cells.map(([name, value]) => `<tr><td>${name}</td><td>${escape(value)}</td></tr>`).join('\n');
}

async function page(report: HtmlReport): Promise<string> {
  const { resolve } = createRequire(import.meta.url);
  const [script, style] = await Promise.all(
    ['uplot/dist/uPlot.iife.min.js', 'uplot/dist/uPlot.min.css'].map((file) => readFile(resolve(file), 'utf8')),
  );
  const { test, data } = report.result;
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>${escape(report.options.model)}</title><style>${style}${STYLE}</style></head>
<body>
<h1>${escape(report.options.model)}</h1>
<table>${rows(report)}</table>
<div id="charts"></div>
${test === undefined ? '' : mistakes(test, data)}
<script>${script}</script>
<script>const charts = ${json(charts(report.history))};${SCRIPT}</script>
</body>
</html>
`;
}

/** Writes the page, whole or not at all. */
export async function writeHtml(path: string, report: HtmlReport): Promise<void> {
  const temporary = `${path}.tmp`;
  try {
    await writeFile(temporary, await page(report));
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}
