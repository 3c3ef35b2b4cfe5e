/**
 * @file Steps of the optimizers: every parameter and state is an elementwise function of what they were.
 */
import type { AdamStepAttrs, RmspropStepAttrs, SgdStepAttrs } from '@x/tensor/core';
import { single } from '../access.js';
import type { Device } from '../device.js';
import type { Body } from '../emit/body.js';
import type { Elementwise, Input } from '../expression.js';
import { type GpuOperand, input, type MakeKernel, store } from '../operands.js';

/** Operands of one parameter: gradient, parameter, states. */
type Group = readonly GpuOperand[];

/** One assignment of a step: `target` becomes a function of the operands, by position, and of numbers. */
interface Assignment {
  readonly name: string;
  readonly target: number;
  readonly of: readonly number[];
  readonly numbers: readonly number[];
  readonly emit: (body: Body, values: readonly string[]) => string;
}

function assign(device: Device, group: Group, { name, target, of, numbers, emit }: Assignment): void {
  const out = group[target]!;
  const scalars = numbers.map((number) => device.fromHost(Float32Array.of(number)));
  const inputs: Input[] = [...of.map((i) => input(group[i]!)), ...scalars.map((value) => ({ value, access: single }))];
  const fn: Elementwise = { name, emit };
  const value = device.elementwise(fn, out.layout.size, inputs);
  for (const scalar of scalars) scalar.release();
  // at once: otherwise next step's expressions would hold on to this one's gradients
  device.evaluate(value);
  store(device, out, value);
}

/** Runs the assignments, one after the other, for every parameter. */
function step(device: Device, grads: Group, outputs: Group, assignments: readonly Assignment[]): void {
  const count = grads.length;
  for (const [p, grad] of grads.entries()) {
    const group = [grad, ...outputs.filter((_, o) => o % count === p)];
    for (const assignment of assignments) assign(device, group, assignment);
  }
}

/** Positions in a group; the states follow. */
const [GRAD, PARAMETER, FIRST, SECOND, THIRD] = [0, 1, 2, 3, 4];

/** The gradient with weight decay: `sign · g + decay · p`. */
const direction = (g: string, p: string, sign: string, decay: string): string => `(${sign} * ${g} + ${decay} * ${p})`;

function sgd(attrs: SgdStepAttrs): Assignment[] {
  const { lr, momentum, dampening, weightDecay, nesterov, maximize, first } = attrs;
  const sign = maximize ? -1 : 1;
  if (momentum === 0) {
    const emit: Assignment['emit'] = (_, [g, p, s, d, rate]) => `${p!} - ${rate!} * ${direction(g!, p!, s!, d!)}`;
    const numbers = [sign, weightDecay, lr];
    return [{ name: 'sgd', target: PARAMETER, of: [GRAD, PARAMETER], numbers, emit }];
  }
  const start: Assignment = {
    name: 'sgd first momentum',
    target: FIRST,
    of: [GRAD, PARAMETER],
    numbers: [sign, weightDecay],
    emit: (_, [g, p, s, d]) => direction(g!, p!, s!, d!),
  };
  const average: Assignment = {
    name: 'sgd momentum',
    target: FIRST,
    of: [GRAD, PARAMETER, FIRST],
    numbers: [sign, weightDecay, momentum, 1 - dampening],
    emit: (_, [g, p, m, s, d, kept, added]) => `${kept!} * ${m!} + ${added!} * ${direction(g!, p!, s!, d!)}`,
  };
  const move: Assignment = nesterov
    ? {
        name: 'sgd nesterov',
        target: PARAMETER,
        of: [GRAD, PARAMETER, FIRST],
        numbers: [sign, weightDecay, momentum, lr],
        emit: (_, [g, p, m, s, d, kept, rate]) =>
          `${p!} - ${rate!} * (${direction(g!, p!, s!, d!)} + ${kept!} * ${m!})`,
      }
    : {
        name: 'sgd by momentum',
        target: PARAMETER,
        of: [PARAMETER, FIRST],
        numbers: [lr],
        emit: (_, [p, m, rate]) => `${p!} - ${rate!} * ${m!}`,
      };
  return [first ? start : average, move];
}

/** @see https://pytorch.org/docs/stable/generated/torch.optim.SGD.html */
export const sgdStep: MakeKernel<'sgdStep'> = (device) => (grads, outputs, attrs) =>
  step(device, grads, outputs, sgd(attrs));

/** `kept · m + (1 - kept) · g`, of the gradient or of its square. */
function moving(name: string, target: number, kept: number, decay: readonly number[], square: boolean): Assignment {
  return {
    name,
    target,
    of: [GRAD, PARAMETER, target],
    numbers: [...decay, kept, 1 - kept],
    emit: (body, [g, p, m, s, d, old, added]) => {
      const gradient = body.let(direction(g!, p!, s!, d!));
      return `${old!} * ${m!} + ${added!} * ${gradient}${square ? ` * ${gradient}` : ''}`;
    },
  };
}

function adam(attrs: AdamStepAttrs): Assignment[] {
  const { lr, beta1, beta2, eps, weightDecay, decoupled, amsgrad, maximize, step: number } = attrs;
  const decay = [maximize ? -1 : 1, decoupled ? 0 : weightDecay];
  const largest: Assignment = {
    name: 'adam largest mean square',
    target: THIRD,
    of: [THIRD, SECOND],
    numbers: [],
    emit: (body, [old, spread]) => body.choose(`${spread!} > ${old!}`, spread!, old!),
  };
  const move: Assignment = {
    name: 'adam',
    target: PARAMETER,
    of: [PARAMETER, FIRST, amsgrad ? THIRD : SECOND],
    numbers: [
      decoupled ? 1 - lr * weightDecay : 1,
      lr / (1 - beta1 ** number),
      1 / Math.sqrt(1 - beta2 ** number),
      eps,
    ],
    emit: (_, [p, mean, spread, shrink, rate, correction, e]) =>
      `${p!} * ${shrink!} - ${rate!} * ${mean!} / (Math.sqrt(${spread!}) * ${correction!} + ${e!})`,
  };
  return [
    moving('adam mean', FIRST, beta1, decay, false),
    moving('adam mean square', SECOND, beta2, decay, true),
    ...(amsgrad ? [largest] : []),
    move,
  ];
}

/**
 * @see https://pytorch.org/docs/stable/generated/torch.optim.Adam.html
 * @see https://pytorch.org/docs/stable/generated/torch.optim.AdamW.html
 */
export const adamStep: MakeKernel<'adamStep'> = (device) => (grads, outputs, attrs) =>
  step(device, grads, outputs, adam(attrs));

function rmsprop(attrs: RmspropStepAttrs): Assignment[] {
  const { lr, alpha, eps, weightDecay, momentum, centered, maximize } = attrs;
  const decay = [maximize ? -1 : 1, weightDecay];
  const [buffer, mean] = momentum > 0 ? [SECOND, THIRD] : [undefined, SECOND];
  const spread = centered ? [FIRST, mean] : [FIRST];
  /** Gradient over the root of the mean square, or of the variance. */
  const update = (g: string, p: string, square: string, average: string, [s, d, e]: readonly string[]): string => {
    const variance = centered ? `(${square} - ${average} * ${average})` : square;
    return `${direction(g, p, s!, d!)} / (Math.sqrt(${variance}) + ${e!})`;
  };
  const split = (values: readonly string[]): readonly [string, string, string, string, readonly string[]] => {
    const [g, p, square, ...rest] = values as [string, string, string, ...string[]];
    return centered ? [g, p, square, rest[0]!, rest.slice(1)] : [g, p, square, '', rest];
  };
  const kind = centered ? 'centered ' : '';
  const averages = [
    moving('rmsprop mean square', FIRST, alpha, decay, true),
    ...(centered ? [moving('rmsprop mean', mean, alpha, decay, false)] : []),
  ];
  if (buffer === undefined) {
    const move: Assignment = {
      name: `${kind}rmsprop`,
      target: PARAMETER,
      of: [GRAD, PARAMETER, ...spread],
      numbers: [...decay, eps, lr],
      emit: (_, values) => {
        const [g, p, square, average, numbers] = split(values);
        return `${p} - ${numbers[3]!} * (${update(g, p, square, average, numbers)})`;
      },
    };
    return [...averages, move];
  }
  const gather: Assignment = {
    name: `${kind}rmsprop momentum`,
    target: buffer,
    of: [GRAD, PARAMETER, ...spread, buffer],
    numbers: [...decay, eps, momentum],
    emit: (_, values) => {
      const [g, p, square, average, [old, ...numbers]] = split(values);
      return `${numbers[3]!} * ${old!} + ${update(g, p, square, average, numbers)}`;
    },
  };
  const move: Assignment = {
    name: 'rmsprop by momentum',
    target: PARAMETER,
    of: [PARAMETER, buffer],
    numbers: [lr],
    emit: (_, [p, b, rate]) => `${p!} - ${rate!} * ${b!}`,
  };
  return [...averages, gather, move];
}

/** @see https://pytorch.org/docs/stable/generated/torch.optim.RMSprop.html */
export const rmspropStep: MakeKernel<'rmspropStep'> = (device) => (grads, outputs, attrs) =>
  step(device, grads, outputs, rmsprop(attrs));
