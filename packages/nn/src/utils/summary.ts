/**
 * @file A table of a network's layers.
 */
import { withDefaults } from '@x/functional';
import { isTensor, randn, type Shape, shapeText, type Tensor } from '@x/tensor/core';
import { noGrad } from '@x/autograd';
import type { AnyModule } from '../module/any-module.js';
import { Module } from '../module/module.js';
import { countingFlops } from './flops.js';

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
  /**
   * Multiplications and additions of its matrix products, convolutions and attention, without those of the modules in it; other
   * ops do not count.
   */
  readonly flops: number;
}

/** A module that can be called with one tensor. */
export type Network = AnyModule & ((input: Tensor) => unknown);

/** What a network consists of; `toString()` is the table. */
export interface Summary {
  readonly rows: readonly SummaryRow[];
  /** Number of all parameters, shared ones once. */
  readonly parameters: number;
  /** Number of those that get gradients. */
  readonly trainableParameters: number;
  /** Multiplications and additions of all modules. */
  readonly flops: number;
  toString(): string;
}

const count = (tensors: readonly Tensor[]): number => tensors.reduce((sum, tensor) => sum + tensor.numel(), 0);

function firstShape(output: unknown): Shape | null {
  if (isTensor(output)) return output.shape;
  return Array.isArray(output) ? firstShape(output[0]) : null;
}

/** What a call has shown of a module. */
interface Seen {
  /** Shape of the (first) output, of the last call. */
  readonly shapes: ReadonlyMap<AnyModule, Shape | null>;
  readonly flops: ReadonlyMap<AnyModule, number>;
}

/** Calls the network once, and notes what each module does. */
function observed(net: Network, input: Tensor): Seen {
  const shapes = new Map<AnyModule, Shape | null>();
  const flops = new Map<AnyModule, number>();
  const open: AnyModule[] = [];
  const handles = net.modules().flatMap((module) => {
    if (!(module instanceof Module)) return [];
    const before = module.registerForwardPreHook((self: AnyModule) => void open.push(self));
    const after = module.registerForwardHook((self: AnyModule, _: unknown, output: unknown) => {
      open.pop();
      shapes.set(self, firstShape(output));
    });
    return [before, after];
  });
  const add = (n: number): void => {
    const module = open.at(-1) ?? net;
    flops.set(module, (flops.get(module) ?? 0) + n);
  };
  const training = net.modules().map((module) => [module, module.training] as const);
  try {
    net.eval();
    countingFlops(() => noGrad(() => net(input)), add);
  } finally {
    for (const [module, mode] of training) module.training = mode;
    for (const handle of handles) handle.remove();
  }
  return { shapes, flops };
}

function tableOf(header: readonly string[], lines: readonly (readonly string[])[]): string[] {
  const widths = header.map((title, i) => Math.max(title.length, ...lines.map((line) => line[i]!.length)));
  const text = (line: readonly string[]): string =>
    line.map((cell, i) => (i < 2 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!))).join('  ');
  const rule = '-'.repeat(widths.reduce((sum, width) => sum + width + 2, -2));
  return [text(header), rule, ...lines.map(text), rule];
}

/**
 * The modules of a network with the shapes that they give, their numbers of parameters and what they compute. The network is called
 * once, in evaluation and without gradients.
 *
 * @param inputShape - shape of the input, with its batch.
 * @throws ValueError for an unknown option or while a profile is taken, and what the network throws for such an input.
 * @example summary(new Sequential(new Linear(4, 2), new ReLU()), [1, 4]).parameters // 10
 */
export function summary(net: Network, inputShape: Shape, options: SummaryOptions = {}): Summary {
  const { input } = withDefaults('summary', options, { input: null });
  const { shapes, flops } = observed(net, input ?? randn(inputShape));
  const rows = net.namedModules().map(([name, module]): SummaryRow => {
    const parameters = count(module.parameters({ recurse: false }));
    const layer = module.constructor.name;
    return { name, layer, outputShape: shapes.get(module) ?? null, parameters, flops: flops.get(module) ?? 0 };
  });
  const computed = rows.reduce((sum, row) => sum + row.flops, 0);
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
      row.flops.toLocaleString('en'),
    ];
  });
  const totals = [
    `Parameters: ${parameters.toLocaleString('en')}`,
    `Trainable parameters: ${trainableParameters.toLocaleString('en')}`,
    `FLOPs: ${computed.toLocaleString('en')}`,
  ];
  const text = [...tableOf(['Layer', 'Output shape', 'Parameters', 'FLOPs'], lines), ...totals].join('\n');
  return { rows, parameters, trainableParameters, flops: computed, toString: () => text };
}
