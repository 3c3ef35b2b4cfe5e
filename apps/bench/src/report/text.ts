/**
 * @file The report as Markdown tables.
 */
import type { Implementation } from '../implementations.js';
import type { Machine } from '../machine.js';
import type { Missing } from '../peers.js';
import type { Row } from '../runner.js';
import { type Figures, figures, ratio, speedup } from './figures.js';
import { short, table } from './format.js';

/** All that was found. */
export interface Report {
  readonly machine: Machine;
  readonly rounds: number;
  readonly columns: readonly Implementation[];
  readonly missing: readonly Missing[];
  readonly rows: readonly Row[];
}

interface Section {
  readonly title: string;
  readonly rows: (row: Row) => boolean;
  readonly show: (found: Figures) => number;
}

const sections: readonly Section[] = [
  { title: 'Milliseconds of a step, median', rows: () => true, show: (found) => found.median },
  { title: 'Milliseconds of a step, minimum', rows: () => true, show: (found) => found.min },
  { title: 'GFLOP/s, median', rows: (row) => row.case.kind === 'compute', show: (found) => found.gflops },
  { title: 'GB/s, median', rows: (row) => row.case.kind === 'memory', show: (found) => found.gbs },
];

function sectionText({ title, rows, show }: Section, report: Report): string | undefined {
  const shown = report.rows.filter(rows);
  if (shown.length === 0) return undefined;
  const cell = (row: Row, label: string): string => {
    const found = figures(
      row.case,
      row.cells.find((one) => one.label === label),
    );
    return found ? `${short(show(found))}${found.differs ? '*' : ''}` : '';
  };
  const labels = report.columns.map(({ label }) => label);
  const body = shown.map((row) => [row.case.name].concat(labels.map((label) => cell(row, label))));
  return `${title}\n\n${table(['case', ...labels], body)}`;
}

function ratioText(report: Report): string | undefined {
  const others = report.columns.filter(({ peer }) => peer !== 'ours');
  if (others.length === 0 || others.length === report.columns.length) return undefined;
  const cell = (row: Row, other: Implementation): string => {
    const found = ratio(row, other, report.columns);
    return found === undefined ? '' : short(found);
  };
  const body = report.rows.map((row) => [row.case.name].concat(others.map((other) => cell(row, other))));
  return `Our time divided by theirs, medians (below 1: ours is faster)\n\n${table(['case', ...others.map(({ label }) => label)], body)}`;
}

/** How many times faster we are with more threads. */
function threadsText(report: Report): string | undefined {
  const [one, ...more] = report.columns.filter(({ peer }) => peer === 'ours');
  if (one === undefined || more.length === 0) return undefined;
  const cell = (row: Row, other: Implementation): string => {
    const found = speedup(row, one, other);
    return found === undefined ? '' : short(found);
  };
  const body = report.rows.map((row) => [row.case.name].concat(more.map((other) => cell(row, other))));
  return `Our time with ${one.threads} divided by that with more threads, medians\n\n${table(['case', ...more.map(({ label }) => label)], body)}`;
}

/** One line per implementation and reason, with the cases. */
function notes(report: Report): string | undefined {
  const found = new Map<string, string[]>();
  for (const { case: c, cells } of report.rows) {
    for (const { label, error, differs } of cells) {
      const why = error ?? (differs === undefined ? undefined : `* results differ: ${differs}`);
      if (why === undefined) continue;
      const key = `${label}: ${why}`;
      found.set(key, [...(found.get(key) ?? []), c.name]);
    }
  }
  const missing = report.missing.map(({ peers, why }) => `- not measured: ${peers.join(', ')}: ${why}`);
  const lines = [...missing, ...Array.from(found, ([key, names]) => `- ${key} [${names.join(', ')}]`)];
  return lines.length === 0 ? undefined : `Notes\n\n${lines.join('\n')}`;
}

function machineText({ machine, rounds }: Report): string {
  const { cpu, cores, memoryGb, platform, node, torch, load } = machine;
  const versions = `Node ${node}${torch === null ? '' : `, PyTorch ${torch}`}`;
  return `${cpu}, ${cores} cores, ${memoryGb} GB, ${platform}; ${versions}; load ${load.toFixed(1)} before; ${rounds} rounds`;
}

/** The whole report. */
export function reportText(report: Report): string {
  const parts = [
    machineText(report),
    ...sections.map((section) => sectionText(section, report)),
    ratioText(report),
    threadsText(report),
    notes(report),
  ];
  return `${parts.filter((part) => part !== undefined).join('\n\n')}\n`;
}
