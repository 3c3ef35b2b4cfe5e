/**
 * @file Integer arithmetic for positions. gpu.js makes every local variable a float and every division one of floats, so whole
 * numbers are kept in parameters and results of small functions, whose division is exact on each target.
 */
import type { HelperFunction, NativeFunction } from '#gpu.js';

/** A function of integers that returns one expression. */
interface Helper {
  readonly name: string;
  readonly parameters: readonly string[];
  readonly expression: string;
}

const numbered = (prefix: string, from: number, to: number): string[] =>
  Array.from({ length: Math.max(to - from, 0) }, (_, i) => `${prefix}${from + i}`);

/** Name of the function that finds element i of a shape of this rank: `off3(i, d1, d2, s0, s1, s2)`. */
export const offsetName = (rank: number): string => `off${rank}`;

/** Sizes of all dimensions but the first, then all strides. */
const layoutParameters = (rank: number): string[] => [...numbered('d', 1, rank), ...numbered('s', 0, rank)];

/** `part` finds the rest of the position once the quotient p by the last size is known. */
function offsetHelpers(rank: number): Helper[] {
  const last = rank - 1;
  const inner = rank === 2 ? 'p * s0' : `part${last}(p, idiv(p, d${last - 1}), ${layoutParameters(last).join(', ')})`;
  return [
    {
      name: `part${rank}`,
      parameters: ['q', 'p', ...layoutParameters(rank)],
      expression: `(q - p * d${last}) * s${last} + ${inner}`,
    },
    {
      name: offsetName(rank),
      parameters: ['i', ...layoutParameters(rank)],
      expression: `part${rank}(i, idiv(i, d${last}), ${layoutParameters(rank).join(', ')})`,
    },
  ];
}

const modulo: Helper = { name: 'imod', parameters: ['a', 'b'], expression: 'a - idiv(a, b) * b' };

/**
 * GPUs may err in the last bits of a quotient: the rest of the first division is divided once more. Exact for 0 ≤ a < 2³¹. The sum
 * of an integer and a rounded float has to be two functions: gpu.js would add a float to an integer.
 */
const correctedDivision: readonly Helper[] = [
  { name: 'quotient', parameters: ['a', 'b'], expression: 'Math.floor(a / b)' },
  { name: 'restQuotient', parameters: ['r', 'b'], expression: 'Math.floor((r + 0.5) / b)' },
  { name: 'corrected', parameters: ['a', 'b', 'q'], expression: 'q + restQuotient(a - q * b, b)' },
  { name: 'idiv', parameters: ['a', 'b'], expression: 'corrected(a, b, quotient(a, b))' },
];

/** Where float division is correctly rounded, one is enough up to 2²⁴. */
const plainDivision: Helper = { name: 'idiv', parameters: ['a', 'b'], expression: 'Math.floor(a / b)' };

/** Ranks of the offset functions that a body calls. */
const ranksIn = (body: string): number[] => [
  ...new Set([...body.matchAll(/\boff(\d+)\(/g)].map((match) => Number(match[1]))),
];

/** The helpers that a body calls, directly or not, callees first. */
function reached(body: string, division: readonly Helper[]): Helper[] {
  const offsets = numbered('', 2, Math.max(...ranksIn(body), 1) + 1).flatMap((rank) => offsetHelpers(Number(rank)));
  const known = [...division, modulo, ...offsets];
  const needed = new Set<Helper>();
  const visit = (text: string): void => {
    for (const helper of known) {
      if (needed.has(helper) || !new RegExp(`\\b${helper.name}\\(`).test(text)) continue;
      needed.add(helper);
      visit(helper.expression);
    }
  };
  visit(body);
  return known.filter((helper) => needed.has(helper));
}

const asFunction = ({ name, parameters, expression }: Helper): HelperFunction => ({
  source: `function ${name}(${parameters.join(', ')}) { return ${expression}; }`,
  settings: {
    argumentTypes: Object.fromEntries(parameters.map((parameter) => [parameter, 'Integer'])),
    returnType: 'Integer',
  },
});

/** Helpers for WGSL. */
export const wgslHelpers = (body: string): HelperFunction[] => reached(body, correctedDivision).map(asFunction);

/** Helpers for targets that compute on the host's processor. */
export const hostHelpers = (body: string): HelperFunction[] => reached(body, [plainDivision]).map(asFunction);

/** The statements of `off` in GLSL, dimension by dimension from the last. */
function offsetStatements(rank: number): string {
  const steps = numbered('', 1, rank)
    .toReversed()
    .map((d) => `q = i / d${d}; at += (i - q * d${d}) * s${d}; i = q;`);
  return `int at = 0; int q = i; ${steps.join(' ')} return at + i * s0;`;
}

const native = (name: string, parameters: readonly string[], statements: string): NativeFunction => ({
  name,
  source: `int ${name}(${parameters.map((parameter) => `int ${parameter}`).join(', ')}) { ${statements} }`,
  returnType: 'Integer',
});

/** Helpers in GLSL, which has integers. gpu.js drops functions that only others call, so each stands alone. */
export function glslHelpers(body: string): NativeFunction[] {
  const offsets = ranksIn(body).map((rank) =>
    native(offsetName(rank), ['i', ...layoutParameters(rank)], offsetStatements(rank)),
  );
  return [
    native('idiv', ['a', 'b'], 'return a / b;'),
    native('imod', ['a', 'b'], 'return a - (a / b) * b;'),
    ...offsets,
  ].filter(({ name }) => body.includes(`${name}(`));
}
