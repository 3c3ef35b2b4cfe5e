import { ValueError } from '../errors.js';
import { perProcess } from '../registry.js';

/** How tensors are printed; `getPrintoptions()` gives the values in force. */
export interface PrintOptions {
  /** Digits after the point of a float, 0 to 100; 4 at the start. */
  readonly precision: number;
  /** Tensors with more elements than this are summarised; 1000 at the start. */
  readonly threshold: number;
  /** Items at each end of a summarised dimension; 3 at the start. */
  readonly edgeitems: number;
  /** Characters per line; 80 at the start. */
  readonly linewidth: number;
  /** Scientific notation always (true), never (false), or where the values call for it (null, at the start). */
  readonly sciMode: boolean | null;
}

/** A named set of print options: `short` prints 2 digits and 2 edge items, `full` never summarises. */
export type PrintProfile = 'default' | 'short' | 'full';

type Profile = Omit<PrintOptions, 'sciMode'>;

const PROFILES: Readonly<Record<PrintProfile, Profile>> = {
  default: { precision: 4, threshold: 1000, edgeitems: 3, linewidth: 80 },
  short: { precision: 2, threshold: 1000, edgeitems: 2, linewidth: 80 },
  full: { precision: 4, threshold: Number.POSITIVE_INFINITY, edgeitems: 3, linewidth: 80 },
};

interface Rule {
  readonly holds: (value: unknown) => boolean;
  readonly text: string;
}

/** The largest number of digits that JavaScript prints after the point. */
const MAX_PRECISION = 100;

const RULES: Readonly<Record<keyof PrintOptions | 'profile', Rule>> = {
  precision: { holds: (v) => isIntegerFrom(0, v) && Number(v) <= MAX_PRECISION, text: 'an integer from 0 to 100' },
  threshold: { holds: (v) => typeof v === 'number' && v >= 0, text: 'a number >= 0' },
  edgeitems: { holds: (v) => isIntegerFrom(1, v), text: 'an integer >= 1' },
  linewidth: { holds: (v) => typeof v === 'number' && v >= 1, text: 'a number >= 1' },
  sciMode: { holds: (v) => v === null || typeof v === 'boolean', text: 'true, false or null' },
  profile: { holds: (v) => typeof v === 'string' && Object.hasOwn(PROFILES, v), text: "'default', 'short' or 'full'" },
};

function isIntegerFrom(least: number, value: unknown): boolean {
  return typeof value === 'number' && Number.isInteger(value) && value >= least;
}

function isRule(name: string): name is keyof typeof RULES {
  return Object.hasOwn(RULES, name);
}

/** @throws ValueError when an option does not exist or has a value that is not allowed */
function check(op: string, options: object): void {
  for (const [name, value] of Object.entries(options)) {
    if (!isRule(name)) {
      throw new ValueError(op, `unknown option '${name}' (known: ${Object.keys(RULES).join(', ')})`, { option: name });
    }
    const rule = RULES[name];
    if (value !== undefined && !rule.holds(value)) {
      throw new ValueError(op, `${name} must be ${rule.text}, but got ${String(value)}`, { option: name, value });
    }
  }
}

function inForce(): { current: PrintOptions } {
  return perProcess(
    'printoptions',
    () => ({ current: { ...PROFILES.default, sciMode: null } }),
    (value): value is { current: PrintOptions } => value !== undefined,
  );
}

/** `base` with the options that are given (not undefined) in `changes`. */
function merged<T extends object>(base: T, changes: Partial<T>): T {
  return { ...base, ...Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined)) };
}

/**
 * The options with which tensors are printed.
 *
 * @see https://pytorch.org/docs/stable/generated/torch.set_printoptions.html
 */
export function getPrintoptions(): PrintOptions {
  return { ...inForce().current };
}

/**
 * Sets the options with which tensors are printed: those of `profile` first, then the single ones.
 *
 * As in PyTorch, options that are left out stay as they are, except for `sciMode`, which goes back to null.
 *
 * @throws ValueError when an option does not exist or has a value that is not allowed; nothing changes then
 * @example
 * setPrintoptions({ precision: 2 }); // tensor([1.1235]) prints as tensor([1.12])
 * setPrintoptions({ profile: 'default' });
 * @see https://pytorch.org/docs/stable/generated/torch.set_printoptions.html
 */
export function setPrintoptions(options: Partial<PrintOptions> & { readonly profile?: PrintProfile }): void {
  check('setPrintoptions', options);
  const { profile, ...single } = options;
  const state = inForce();
  const base: Profile = profile === undefined ? state.current : PROFILES[profile];
  state.current = merged<PrintOptions>({ ...base, sciMode: null }, single);
}

/** The options in force with those of one call on top. */
export function printOptions(changes: Partial<PrintOptions>): PrintOptions {
  check('formatTensor', changes);
  return merged(inForce().current, changes);
}
