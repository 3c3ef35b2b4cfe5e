/**
 * @file What optimizers have in common: parameter groups, state, saving and loading.
 */
import { enableGrad, noGrad } from '@x/autograd';
import { isTensor, type Tensor, ValueError } from '@x/tensor/core';
import {
  checkedParams,
  type Defaults,
  type GroupOptions,
  hasRate,
  type Hyperparameters,
  isGroup,
  type ParamGroup,
  type Params,
  type ScheduleEntries,
  scheduleEntries,
  scheduleNames,
} from './groups.js';
import { loadGroups } from './load-groups.js';
import { withSnakeKeys } from './names.js';
import { withDefaults } from './options.js';
import { readStateDict, type SavedValues, StateReader } from './saved-state.js';
import { optimizerText } from './text.js';

/** A saved parameter group: hyperparameters under PyTorch's names, parameters by number. */
export type GroupStateDict = SavedValues & { readonly lr: number; readonly params: readonly number[] };

/** An optimizer's state in PyTorch's layout. Its tensors are those of the optimizer, not copies. */
export interface OptimizerStateDict {
  /** State by the number of the parameter. */
  readonly state: Readonly<Record<string, SavedValues>>;
  readonly param_groups: readonly GroupStateDict[];
}

/** A closure that a step was given. */
export interface Evaluation {
  /** What it returned. */
  readonly result: unknown;
  /** Runs it once more, with recording. */
  readonly again: () => unknown;
}

/**
 * Base class of optimizers: `H` are the hyperparameters of a group, `S` is the state of a parameter.
 *
 * A subclass updates the parameters of a group in `stepGroup`, which runs without recording. Tensors in the state must be
 * handed to `keep`, so that they live on when the step was made inside of a `scope`.
 *
 * @example
 * class SignDescent extends Optimizer<Hyperparameters> {
 *   protected override stepGroup({ params, lr }: ParamGroup): void {
 *     for (const p of params) if (p.grad) p.add_(p.grad.sign(), { alpha: -lr });
 *   }
 *   protected override loadState(): object { return {}; }
 * }
 * @see https://pytorch.org/docs/stable/optim.html#base-class
 */
export abstract class Optimizer<H extends Hyperparameters = Hyperparameters, S extends object = object> {
  /** Hyperparameters of groups that do not name them. */
  readonly defaults: Defaults<H>;
  /** The groups; their values may be changed between steps. */
  readonly paramGroups: ParamGroup<H>[] = [];
  /** State of the parameters that have been updated. */
  readonly state: Map<Tensor, S> = new Map();
  #stepCount = 0;

  /**
   * @param params - tensors, or groups `{ params, lr?, … }`.
   * @throws ValueError when there are no parameters, when one is there twice, and for hyperparameters that do not exist or
   *   are out of range; GradError for a tensor that is not a leaf.
   */
  constructor(params: Params<H>, defaults: Defaults<H>) {
    this.defaults = { lr: undefined, ...defaults };
    if (isTensor(params)) {
      throw new ValueError(
        this.name,
        'params should be an iterable of Tensors or groups, but got a Tensor; use [param]',
      );
    }
    const items: (Tensor | GroupOptions<H>)[] = [...params];
    if (items.length === 0) throw new ValueError(this.name, 'optimizer got an empty parameter list');
    const groups = items.filter((item) => isGroup(item));
    const tensors = items.filter((item) => !isGroup(item));
    if (groups.length > 0 && tensors.length > 0) {
      throw new ValueError(this.name, 'params are Tensors or groups { params, … }, not both');
    }
    if (tensors.length > 0) this.#addGroup(tensors, {}, {});
    for (const group of groups) this.addParamGroup(group);
  }

  /** Name of the class, for messages. */
  protected get name(): string {
    return this.constructor.name;
  }

  /** Number of steps so far, whatever was loaded. */
  get stepCount(): number {
    return this.#stepCount;
  }

  /**
   * Updates the parameters of one group that have a gradient.
   *
   * @param evaluation - the closure of the step, where there is one; it has run once.
   */
  protected abstract stepGroup(group: ParamGroup<H>, evaluation: Evaluation | undefined): void;

  /** The state of one parameter, out of a state dict. */
  protected abstract loadState(saved: StateReader, param: Tensor): S;

  /** Refuses hyperparameters that are out of range, and parameters that it cannot update, with a ValueError. */
  protected validate(_group: H, _params: readonly Tensor[]): void {}

  /** The state of one parameter for a state dict. */
  protected saveState(_param: Tensor, state: S): SavedValues {
    return withSnakeKeys(state);
  }

  /** Entries of PyTorch's groups that choose between its implementations: printed and saved with these values. */
  protected get implementationEntries(): SavedValues {
    return {};
  }

  /** Entries of PyTorch's groups whose default is a whole number but printed as a float: `1.0`. */
  protected get floatEntries(): readonly string[] {
    return [];
  }

  /** The parameter's state, made on first use. */
  protected stateOf(param: Tensor, make: () => S): S {
    const known = this.state.get(param);
    if (known) return known;
    const made = make();
    this.state.set(param, made);
    return made;
  }

  /**
   * Updates the parameters with their gradients. Parameters whose `grad` is null stay as they are.
   *
   * @param closure - computes the loss and its gradients once more; it runs with recording.
   * @returns what the closure returns.
   * @throws ValueError when the closure is asynchronous.
   * @example
   * optimizer.zeroGrad();
   * criterion(net(x), y).backward();
   * optimizer.step();
   * @see https://pytorch.org/docs/stable/generated/torch.optim.Optimizer.step.html
   */
  step(): undefined;
  step<T>(closure: () => T): T;
  step<T>(closure?: () => T): T | undefined {
    const result = closure && this.#evaluate(closure);
    const evaluation = closure && { result, again: () => this.#evaluate(closure) };
    noGrad(() => {
      for (const group of this.paramGroups) this.stepGroup(group, evaluation);
    });
    this.#stepCount++;
    return result;
  }

  /** Runs a closure with recording. @throws ValueError when it is asynchronous. */
  #evaluate<T>(closure: () => T): T {
    const result = enableGrad(closure);
    if (!(result instanceof Promise)) return result;
    result.catch(() => undefined);
    throw new ValueError(
      `${this.name}.step`,
      'the closure is asynchronous: its gradients come too late; await it, then call step()',
    );
  }

  /**
   * Forgets the gradients of all parameters, or fills them with zeros.
   *
   * @param options - `setToNone: false` keeps the memory and writes zeros. Default: true, `grad` becomes null.
   * @see https://pytorch.org/docs/stable/generated/torch.optim.Optimizer.zero_grad.html
   */
  zeroGrad(options: { readonly setToNone?: boolean } = {}): void {
    const { setToNone } = withDefaults(`${this.name}.zeroGrad`, { setToNone: true }, options);
    for (const { params } of this.paramGroups) {
      for (const param of params) {
        if (setToNone) param.grad = null;
        else param.grad?.detach_().zero_();
      }
    }
  }

  /**
   * Adds parameters with hyperparameters of their own.
   *
   * @throws ValueError, GradError as the constructor.
   * @example optimizer.addParamGroup({ params: head.parameters(), lr: 0.01 })
   * @see https://pytorch.org/docs/stable/generated/torch.optim.Optimizer.add_param_group.html
   */
  addParamGroup(group: GroupOptions<H>): void {
    this.#addGroup(group.params, group, scheduleEntries(group));
  }

  #addGroup(params: Tensor | Iterable<unknown>, options: Partial<H>, schedule: ScheduleEntries): void {
    const others = ['params', ...scheduleNames];
    const hyperparameters = withDefaults<Defaults<H>>(this.name, this.defaults, options, others);
    if (!hasRate<H>(hyperparameters)) {
      throw new ValueError(this.name, "parameter group didn't specify a value of required optimization parameter lr");
    }
    const taken = new Set(this.paramGroups.flatMap((group) => group.params));
    const group = { ...hyperparameters, ...schedule, params: checkedParams(this.name, params, taken) };
    this.validate(group, group.params);
    this.paramGroups.push(group);
  }

  /**
   * The state in PyTorch's layout: `{ state: { 0: { momentum_buffer } }, param_groups: [{ lr, momentum, …, params: [0, 1] }] }`.
   * The tensors in it go on changing with the next steps.
   *
   * @see https://pytorch.org/docs/stable/generated/torch.optim.Optimizer.state_dict.html
   */
  stateDict(): OptimizerStateDict {
    const numbers = new Map<Tensor, number>();
    for (const { params } of this.paramGroups) for (const param of params) numbers.set(param, numbers.size);
    const state: Record<string, SavedValues> = {};
    for (const [param, values] of this.state) {
      const number = numbers.get(param);
      if (number !== undefined) state[number] = this.saveState(param, values);
    }
    const groups = this.paramGroups.map((group) => ({
      ...this.#saveGroup(group),
      lr: group.lr,
      params: group.params.map((param) => numbers.get(param) ?? -1),
    }));
    return { state, param_groups: groups };
  }

  /**
   * Takes over a saved state, also one that PyTorch saved. Tensors are copied. When it does not fit, nothing is changed.
   *
   * @throws ValueError when it is not a state dict or its groups or values do not fit; ShapeError when a tensor does not have
   *   its parameter's shape.
   * @see https://pytorch.org/docs/stable/generated/torch.optim.Optimizer.load_state_dict.html
   */
  loadStateDict(dict: unknown): void {
    const op = `${this.name}.loadStateDict`;
    const saved = readStateDict(op, dict);
    const groups = loadGroups(op, this.paramGroups, saved.groups);
    for (const group of groups) this.validate(group, group.params);
    const params = new Map<string, Tensor>();
    saved.groups.forEach((group, g) => {
      group.params.forEach((id, i) => params.set(String(id), this.paramGroups[g]!.params[i]!));
    });
    const state = Object.entries(saved.state).map(([id, values]): [Tensor, S] => {
      const param = params.get(id);
      if (!param) throw new ValueError(op, `there is state of parameter ${id}, which no group has`, { id });
      return [param, this.loadState(new StateReader(op, id, values, param), param)];
    });
    groups.forEach((group, g) => Object.assign(this.paramGroups[g]!, group));
    this.state.clear();
    for (const [param, values] of state) this.state.set(param, values);
  }

  /** A group under PyTorch's names. */
  #saveGroup(group: ParamGroup<H>): SavedValues {
    return { ...this.implementationEntries, ...withSnakeKeys(group) };
  }

  /** The hyperparameters of all groups, as PyTorch prints them. */
  toString(): string {
    return optimizerText(
      this.name,
      this.paramGroups.map((group) => this.#saveGroup(group)),
      this.floatEntries,
    );
  }
}

// What Node's console.log shows.
Object.defineProperty(Optimizer.prototype, Symbol.for('nodejs.util.inspect.custom'), {
  value(this: Optimizer): string {
    return this.toString();
  },
});
