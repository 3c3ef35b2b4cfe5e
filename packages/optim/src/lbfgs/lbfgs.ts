import { tensor, type Tensor, ValueError } from '@x/tensor/core';
import type { Defaults, GroupOptions, Hyperparameters, ParamGroup, Params } from '../groups.js';
import { withSnakeKeys } from '../names.js';
import { withDefaults } from '../options.js';
import { type Evaluation, Optimizer } from '../optimizer.js';
import type { SavedValues, StateReader } from '../saved-state.js';
import type { LBFGSMemory, LBFGSState } from './memory.js';
import { minimize } from './minimize.js';
import { lossOf, Objective } from './objective.js';

/** Hyperparameters of LBFGS. */
export interface LBFGSHyperparameters extends Hyperparameters {
  /** Iterations of a step. Default: 20. */
  maxIter: number;
  /** Evaluations of the closure in a step, after which no iteration is started. Default: `maxIter · 5 / 4`, rounded down. */
  maxEval: number;
  /** A step ends when no gradient is larger than this. Default: 1e-7. */
  toleranceGrad: number;
  /** It ends when neither parameters nor loss change by more than this. Default: 1e-9. */
  toleranceChange: number;
  /** Number of steps that the curvature is estimated from. Default: 100. */
  historySize: number;
  /** 'strong_wolfe' looks for a good step length in each iteration. Default: null, the step length is the learning rate. */
  lineSearchFn: 'strong_wolfe' | null;
}

/** Options of LBFGS. */
export type LBFGSOptions = Readonly<Partial<LBFGSHyperparameters>>;

const defaults = {
  lr: 1,
  maxIter: 20,
  maxEval: undefined,
  toleranceGrad: 1e-7,
  toleranceChange: 1e-9,
  historySize: 100,
  lineSearchFn: null,
};

/**
 * L-BFGS: steps along an approximation of Newton's direction, out of the last gradients. A step evaluates the closure several
 * times and reads the results at once, so it needs a device that can be read synchronously.
 *
 * @throws ValueError for hyperparameters that do not exist, more than one parameter group, and in `step` without a closure that
 *   returns the loss.
 * @example
 * const optimizer = new LBFGS([x], { lineSearchFn: 'strong_wolfe' });
 * optimizer.step(() => {
 *   optimizer.zeroGrad();
 *   const loss = f(x);
 *   loss.backward();
 *   return loss;
 * });
 * @see https://pytorch.org/docs/stable/generated/torch.optim.LBFGS.html
 */
export class LBFGS extends Optimizer<LBFGSHyperparameters, LBFGSState> {
  constructor(params: Params<LBFGSHyperparameters>, options: LBFGSOptions = {}) {
    const { maxEval, ...given } = withDefaults<
      Defaults<Omit<LBFGSHyperparameters, 'maxEval'> & { lr: number; maxEval?: number | undefined }>
    >('LBFGS', defaults, options);
    super(params, { ...given, maxEval: maxEval ?? Math.floor((given.maxIter * 5) / 4) });
  }

  protected override validate({ lineSearchFn }: LBFGSHyperparameters): void {
    if (lineSearchFn === null || lineSearchFn === 'strong_wolfe') return;
    throw new ValueError(this.name, `only 'strong_wolfe' is supported as lineSearchFn, got ${String(lineSearchFn)}`);
  }

  /** @throws ValueError when there is a group already. */
  override addParamGroup(group: GroupOptions<LBFGSHyperparameters>): void {
    if (this.paramGroups.length > 0) {
      throw new ValueError(this.name, "doesn't support per-parameter options (parameter groups)");
    }
    super.addParamGroup(group);
  }

  protected override stepGroup(group: ParamGroup<LBFGSHyperparameters>, evaluation: Evaluation | undefined): void {
    const op = `${this.name}.step`;
    const [first] = group.params;
    if (!evaluation) throw new ValueError(op, 'needs a closure that computes the gradients and returns the loss');
    if (!first) return;
    const state = this.stateOf(first, () => ({ funcEvals: 0, nIter: 0 }));
    const objective = new Objective(group.params, () => lossOf(op, evaluation.again()));
    minimize(objective, state, group, lossOf(op, evaluation.result));
  }

  protected override saveState(param: Tensor, { funcEvals, nIter, memory }: LBFGSState): SavedValues {
    const counts = { func_evals: funcEvals, n_iter: nIter };
    if (!memory) return counts;
    const { HDiag, ro, ...others } = memory;
    const scalar = (value: number): Tensor => tensor(value, { dtype: param.dtype, device: param.device });
    return { ...counts, ...withSnakeKeys(others), H_diag: scalar(HDiag), ro: ro.map(scalar) };
  }

  protected override loadState(saved: StateReader): LBFGSState {
    const counts = { funcEvals: saved.number('func_evals'), nIter: saved.number('n_iter') };
    const size = this.paramGroups.flatMap((group) => group.params).reduce((sum, param) => sum + param.numel(), 0);
    const d = saved.optionalTensor('d', [size]);
    if (!d) return counts;
    const memory: LBFGSMemory = {
      d,
      t: saved.number('t'),
      oldDirs: saved.tensors('old_dirs', [size]),
      oldStps: saved.tensors('old_stps', [size]),
      ro: saved.numbers('ro'),
      HDiag: saved.number('H_diag'),
      prevFlatGrad: saved.tensor('prev_flat_grad', [size]),
      prevLoss: saved.number('prev_loss'),
    };
    return { ...counts, memory };
  }
}
