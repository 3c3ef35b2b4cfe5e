import { ShapeError, shapeText, type Tensor, ValueError, norm } from '@x/tensor/core';
import type { Defaults, Hyperparameters, ParamGroup, Params } from './groups.js';
import { checkNotNegative, withDefaults } from './options.js';
import { PerParameterOptimizer } from './per-parameter.js';
import type { StateReader } from './saved-state.js';
import { zeroState } from './state.js';

/** How Muon fits its learning rate to the shape of a parameter. */
export type MuonRate = 'original' | 'match_rms_adamw';

/** Hyperparameters of Muon. */
export interface MuonHyperparameters extends Hyperparameters {
  /** Share of the learning rate by which parameters shrink. Default: 0.1. */
  weightDecay: number;
  /** Decay of the running average of gradients. Default: 0.95. */
  momentum: number;
  /** Look ahead by one step. Default: true. */
  nesterov: boolean;
  /** Coefficients of the polynomial that drives singular values towards 1. Default: [3.4445, -4.775, 2.0315]. */
  nsCoefficients: readonly [number, number, number];
  /** Smallest norm that a step is divided by. Default: 1e-7. */
  eps: number;
  /** How often the polynomial is applied. Default: 5. */
  nsSteps: number;
  /**
   * 'original' (also null, the default): `lr · √max(1, rows / columns)`. 'match_rms_adamw': `lr · 0.2 · √max(rows, columns)`,
   * which takes AdamW's learning rates.
   */
  adjustLrFn: MuonRate | null;
}

/** Options of Muon. */
export type MuonOptions = Readonly<Partial<MuonHyperparameters>>;

/** State of one parameter. */
export interface MuonState {
  /** Running average of the gradient. */
  readonly momentumBuffer: Tensor;
}

const defaults: MuonHyperparameters = {
  lr: 1e-3,
  weightDecay: 0.1,
  momentum: 0.95,
  nesterov: true,
  nsCoefficients: [3.4445, -4.775, 2.0315],
  eps: 1e-7,
  nsSteps: 5,
  adjustLrFn: null,
};

const most = 100;

/** Factor of the learning rate for a matrix of that shape. */
const rateFactors: Readonly<Record<MuonRate, (rows: number, columns: number) => number>> = {
  original: (rows, columns) => Math.sqrt(Math.max(1, rows / columns)),
  match_rms_adamw: (rows, columns) => 0.2 * Math.sqrt(Math.max(rows, columns)),
};

/**
 * Nearly the orthogonal matrix closest to a matrix, by Newton-Schulz iteration: singular values end between 0.7 and 1.2.
 * It runs in the dtype of the parameter.
 */
function orthogonalized(matrix: Tensor, { nsCoefficients: [a, b, c], nsSteps, eps }: MuonHyperparameters): Tensor {
  const tall = matrix.shape[0]! > matrix.shape[1]!;
  let x = tall ? matrix.t() : matrix;
  x = x.div(norm(x).clamp({ min: eps }));
  for (let i = 0; i < nsSteps; i++) {
    const gram = x.mm(x.t());
    x = x.addmm(gram.addmm(gram, gram, { beta: b, alpha: c }), x, { beta: a });
  }
  return tall ? x.t() : x;
}

/**
 * Muon: momentum whose steps are orthogonalized, for the weight matrices of hidden layers. Leave biases, embeddings and the
 * last layer to another optimizer.
 *
 * @throws ValueError for hyperparameters that do not exist or are out of range; ShapeError for a parameter that is no matrix.
 * @example const optimizer = new Muon(hidden.map((layer) => layer.weight), { lr: 0.02 })
 * @see https://pytorch.org/docs/stable/generated/torch.optim.Muon.html
 * @see https://kellerjordan.github.io/posts/muon/
 */
export class Muon extends PerParameterOptimizer<MuonHyperparameters, MuonState> {
  constructor(params: Params<MuonHyperparameters>, options: MuonOptions = {}) {
    super(params, withDefaults<Defaults<MuonHyperparameters>>('Muon', defaults, options));
  }

  protected override validate(group: MuonHyperparameters, params: readonly Tensor[]): void {
    const { nsSteps, adjustLrFn } = group;
    checkNotNegative(this.name, 'learning rate', group.lr);
    checkNotNegative(this.name, 'momentum value', group.momentum);
    checkNotNegative(this.name, 'weight_decay value', group.weightDecay);
    if (!(Number.isInteger(nsSteps) && nsSteps >= 0 && nsSteps < most)) {
      throw new ValueError(this.name, `Invalid ns_steps: ${nsSteps} (it must be a whole number below ${most})`, {
        nsSteps,
      });
    }
    if (adjustLrFn !== null && !Object.hasOwn(rateFactors, adjustLrFn)) {
      const known = Object.keys(rateFactors).join(', ');
      throw new ValueError(this.name, `adjustLrFn '${adjustLrFn}' is unknown (known: ${known})`, {
        adjustLrFn,
      });
    }
    for (const { shape } of params) {
      if (shape.length === 2) continue;
      throw new ShapeError(this.name, `only matrices can be optimized, got a parameter of shape ${shapeText(shape)}`, {
        shapes: [shape],
      });
    }
  }

  protected override initialState(param: Tensor): MuonState {
    return { momentumBuffer: zeroState(param) };
  }

  protected override updateParam(
    param: Tensor,
    grad: Tensor,
    { momentumBuffer }: MuonState,
    group: ParamGroup<MuonHyperparameters>,
  ): void {
    const { lr, momentum, weightDecay, nesterov, adjustLrFn } = group;
    momentumBuffer.lerp_(grad, 1 - momentum);
    const step = orthogonalized(nesterov ? grad.lerp(momentumBuffer, momentum) : momentumBuffer, group);
    const [rows = 1, columns = 1] = param.shape;
    const rate = lr * rateFactors[adjustLrFn ?? 'original'](rows, columns);
    param.mul_(1 - lr * weightDecay).add_(step, { alpha: -rate });
  }

  protected override loadState(saved: StateReader): MuonState {
    return { momentumBuffer: saved.tensor('momentum_buffer') };
  }
}
