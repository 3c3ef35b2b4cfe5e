import { cpu } from '@x/backend-cpu';
import { Generator, isDType, manualSeed, registerBackend, ShapeError, ValueError, zeros } from '@x/tensor';
import { describe, expect, it } from 'vitest';
import { differences } from '../../../tools/golden/compare.js';
import { callText, Inputs } from '../../../tools/golden/decode.js';
import { init, Parameter } from '../src/index.js';
import golden from './golden/init.json' with { type: 'json' };

registerBackend(await cpu());

/** A call of a function of init; with a shape, on zeros of that shape after manualSeed(0). */
interface InitRow {
  readonly fn: string;
  readonly shape?: readonly number[] | undefined;
  readonly dtype?: string | undefined;
  readonly args: readonly unknown[];
  readonly out: unknown;
}

const api: Readonly<Record<string, unknown>> = init;
const rows: readonly InitRow[] = golden.cases;

function run({ fn, shape, dtype, args }: InitRow): unknown {
  const found = api[fn];
  if (typeof found !== 'function') throw new TypeError(`there is no function ${fn}`);
  const given = new Inputs({}).args(args);
  if (!shape || !isDType(dtype)) return Reflect.apply(found, undefined, given);
  manualSeed(0);
  const tensor = zeros(shape, { dtype });
  expect(Reflect.apply(found, undefined, [tensor, ...given])).toBe(tensor);
  return tensor;
}

const title = ({ fn, shape, dtype, args }: InitRow): string =>
  shape ? callText(fn, [`$${dtype}[${shape.join()}]`, ...args]) : callText(fn, args);

describe('init as in PyTorch', () => {
  it.each(rows.map((row) => [title(row), row] as const))('%s', (_, row) => {
    expect(differences(run(row), row.out)).toEqual([]);
  });
});

describe('init', () => {
  it('fills parameters without being recorded', () => {
    const weight = new Parameter(zeros(2, 3));
    init.xavierUniform_(weight);
    expect(weight.isLeaf).toBe(true);
    expect(weight.requiresGrad).toBe(true);
    expect(weight.abs().sum().item()).toBeGreaterThan(0);
  });

  it('draws from a given generator', () => {
    const generator = new Generator().manualSeed(7);
    const first = init.normal_(zeros(4), { generator }).tolist();
    const second = init.normal_(zeros(4), { generator }).tolist();
    expect(second).not.toEqual(first);
    generator.manualSeed(7);
    expect(init.normal_(zeros(4), { generator }).tolist()).toEqual(first);
  });

  it('leaves empty weights alone', () => {
    expect(init.kaimingUniform_(zeros(0, 3)).shape).toEqual([0, 3]);
    expect(init.kaimingNormal_(zeros(0, 3)).shape).toEqual([0, 3]);
  });

  it('refuses shapes that have no fan', () => {
    expect(() => init.xavierNormal_(zeros(3))).toThrow(ShapeError);
    expect(() => init.kaimingUniform_(zeros(3))).toThrow('fewer than 2 dimensions, got [3]');
    expect(() => init.eye_(zeros(3))).toThrow(ShapeError);
    expect(() => init.dirac_(zeros(3, 3))).toThrow('expected a tensor of 3, 4, 5 dimensions, got [3, 3]');
    expect(() => init.sparse_(zeros(3), 0.5)).toThrow(ShapeError);
  });

  it('refuses options that do not exist or fit', () => {
    const misspelt = { gain: 1, gian: 1 };
    expect(() => init.xavierUniform_(zeros(2, 2), misspelt)).toThrow("unknown option 'gian' (known: gain, generator)");
    expect(() => init.dirac_(zeros(3, 3, 3), { groups: 2 })).toThrow('dim 0 must be divisible by groups: 3 and 2');
    expect(() => init.truncNormal_(zeros(3), { std: 0 })).toThrow(ValueError);
    const mode: 'fan_in' = JSON.parse('"fan_inn"');
    expect(() => init.kaimingNormal_(zeros(2, 2), { mode })).toThrow("mode must be one of 'fan_in', 'fan_out'");
    const nonlinearity: 'relu' = JSON.parse('"swish"');
    expect(() => init.calculateGain(nonlinearity)).toThrow("unsupported nonlinearity 'swish' (known: linear, ");
  });
});
