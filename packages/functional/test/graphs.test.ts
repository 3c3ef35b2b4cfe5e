import type { Node } from '@x/autograd';
import { AccumulateGrad } from '@x/autograd';
import { cpu } from '@x/backend-cpu';
import { isTensor, registerBackend, type Tensor } from '@x/tensor';
import { describe, expect, it } from 'vitest';
import { callText, Inputs } from '../../../tools/golden/decode.js';
import * as api from '../src/index.js';
import { tables } from './tables.js';
import graphs from './golden/graphs.json' with { type: 'json' };
import type { GoldenFile } from '../../../tools/golden/file.js';

registerBackend(await cpu());

const functions: Readonly<Record<string, unknown>> = api;

/** Names of a node and of all before it; leaves are called as the inputs are. */
function text(node: Node | null, names: ReadonlyMap<Tensor, string>): string {
  if (!node) return 'None';
  if (node instanceof AccumulateGrad) return names.get(node.variable) ?? '?';
  return `${node.name}(${node.nextFunctions.map(([next]) => text(next, names)).join(', ')})`;
}

function graphOf({ fn, args = [] }: GoldenFile['cases'][number], file: GoldenFile): string {
  const inputs = new Inputs(file.inputs, (leaf, name) => {
    if (file.cases.some((row) => row.grad && Object.hasOwn(row.grad, name))) leaf.requiresGrad = true;
  });
  const call = functions[fn];
  if (typeof call !== 'function') throw new TypeError(`there is no function ${fn}`);
  const result: unknown = Reflect.apply(call, undefined, inputs.args(args));
  const out: unknown = Array.isArray(result) ? result[0] : result;
  if (!isTensor(out)) throw new TypeError(`${fn} gives no tensor`);
  return text(out.gradFn, new Map([...inputs.used].map(([name, { leaf }]) => [leaf, name])));
}

describe('graphs as in PyTorch', () => {
  const rows = graphs.cases.map(({ table, case: number, graph }) => {
    const file = tables[table]!;
    const row = file.cases[number]!;
    return [callText(row.fn, row.args ?? []), row, file, graph] as const;
  });
  it.each(rows)('%s', (_, row, file, graph) => {
    expect(graphOf(row, file)).toBe(graph);
  });
});
