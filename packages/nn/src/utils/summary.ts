/**
 * @file A table of a network's layers.
 */
import { withDefaults } from '@x/functional';
import { isTensor, randn, type Shape, shapeText, type Tensor } from '@x/tensor/core';
import { noGrad } from '@x/autograd';
import type { AnyModule } from '../module/any-module.js';
import { Module } from '../module/module.js';

export interface SummaryOptions {
  /** What the network is called with. Default: normal numbers of the given shape. */
  readonly input?: Tensor | null;
}

/** One module of the table. */
export interface SummaryRow {
  /** Name in the network; '' for the network itself. */
  readonly name: string;
  /** Class. */
  readonly layer: string;
  /** Shape of the (first) output; null where the module was not called. */
  readonly outputShape: Shape | null;
  /** Number of parameters of the module itself, without the modules in it. */
  readonly parameters: number;
}

/** What a network consists of; `toString()` is the table. */
export interface Summary {
  readonly rows: readonly SummaryRow[];
  /** Number of all parameters, shared ones once. */
  readonly parameters: number;
  /** Number of those that get gradients. */
  readonly trainableParameters: number;
  toString(): string;
}

const count = (tensors: readonly Tensor[]): number => tensors.reduce((sum, tensor) => sum + tensor.numel(), 0);

function firstShape(output: unknown): Shape | null {
  if (isTensor(output)) return output.shape;
  return Array.isArray(output) ? firstShape(output[0]) : null;
}

/** Calls the network once, and notes the shape that each module gave last. */
function shapesOf(net: Module, input: Tensor): ReadonlyMap<AnyModule, Shape | null> {
  const shapes = new Map<AnyModule, Shape | null>();
  const handles = net.modules().flatMap((module) => {
    if (!(module instanceof Module)) return [];
    return [
      module.registerForwardHook(
        (self: AnyModule, _: unknown, output: unknown) => void shapes.set(self, firstShape(output)),
      ),
    ];
  });
  const training = net.modules().map((module) => [module, module.training] as const);
  try {
    net.eval();
    noGrad(() => net(input));
  } finally {
    for (const [module, mode] of training) module.training = mode;
    for (const handle of handles) handle.remove();
  }
  return shapes;
}

function tableOf(header: readonly string[], lines: readonly (readonly string[])[]): string[] {
  const widths = header.map((title, i) => Math.max(title.length, ...lines.map((line) => line[i]!.length)));
  const text = (line: readonly string[]): string =>
    line.map((cell, i) => (i < line.length - 1 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!))).join('  ');
  const rule = '-'.repeat(widths.reduce((sum, width) => sum + width + 2, -2));
  return [text(header), rule, ...lines.map(text), rule];
}

/**
 * The modules of a network with the shapes that they give and their numbers of parameters. The network is called once, in evaluation
 * and without gradients.
 *
 * @param inputShape - shape of the input, with its batch.
 * @throws ValueError for an unknown option, and what the network throws for such an input.
 * @example summary(new Sequential(new Linear(4, 2), new ReLU()), [1, 4]).parameters // 10
 */
export function summary(net: Module, inputShape: Shape, options: SummaryOptions = {}): Summary {
  const { input } = withDefaults('summary', options, { input: null });
  const shapes = shapesOf(net, input ?? randn(inputShape));
  const rows = net.namedModules().map(([name, module]): SummaryRow => {
    const parameters = count(module.parameters({ recurse: false }));
    return { name, layer: module.constructor.name, outputShape: shapes.get(module) ?? null, parameters };
  });
  const all = net.parameters();
  const parameters = count(all);
  const trainableParameters = count(all.filter((parameter) => parameter.requiresGrad));
  const lines = rows.map((row) => {
    const depth = row.name === '' ? 0 : row.name.split('.').length;
    const label = row.name === '' ? row.layer : `${row.name.split('.').at(-1)}: ${row.layer}`;
    return [
      '  '.repeat(depth) + label,
      row.outputShape ? shapeText(row.outputShape) : '',
      row.parameters.toLocaleString('en'),
    ];
  });
  const totals = [
    `Parameters: ${parameters.toLocaleString('en')}`,
    `Trainable parameters: ${trainableParameters.toLocaleString('en')}`,
  ];
  const text = [...tableOf(['Layer', 'Output shape', 'Parameters'], lines), ...totals].join('\n');
  return { rows, parameters, trainableParameters, toString: () => text };
}
