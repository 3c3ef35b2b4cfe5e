/**
 * @file A tensor of a module as a function of what it is made of.
 */
import { noGrad } from '@x/autograd';
import { isTensor, sameShape, shapeText, type Shape, type Tensor, ValueError } from '@x/tensor/core';
import { isBuffer } from '../../module/brand.js';
import type { AnyModule } from '../../module/any-module.js';
import { Buffer } from '../../module/buffer.js';
import { Module } from '../../module/module.js';
import { Parameter } from '../../module/parameter.js';

const op = 'registerParametrization';

/** What a parametrization is made of, or takes: one tensor, or several. */
export type Originals = Tensor | readonly Tensor[];

/**
 * A module that computes a tensor of another module. The first one of a tensor takes the originals, the next ones what the one
 * before them gave.
 */
export type Parametrization = AnyModule & {
  (...originals: Tensor[]): Tensor;
  /** Originals from which `forward` computes the given tensor; without it, the tensor is its own original. */
  rightInverse?(value: Tensor): Originals;
};

/** A tensor that is, or was, a parameter or a buffer of a module. */
export function registeredAs(original: Tensor, value: Tensor): Parameter | Buffer {
  if (!isBuffer(original)) return new Parameter(value.detach(), { requiresGrad: original.requiresGrad });
  return new Buffer(value.detach(), { persistent: original.persistent });
}

/** Sets a property, whatever the prototype has under its name. */
export function put(module: AnyModule, name: string, value: Tensor | AnyModule): void {
  Object.defineProperty(module, name, { value, enumerable: true, configurable: true, writable: true });
}

/** @throws ValueError when a computed tensor is none, or has another dtype or shape. */
export function checkComputed(rule: string, value: unknown, dtype: string, shape: Shape): void {
  if (!isTensor(value)) throw new ValueError(op, `${rule} must give a tensor, got ${typeof value}`);
  if (value.dtype !== dtype) {
    throw new ValueError(op, `${rule} may not change the dtype, unless unsafe is set: ${dtype} and ${value.dtype}`);
  }
  if (sameShape(value.shape, shape)) return;
  throw new ValueError(
    op,
    `${rule} may not change the shape, unless unsafe is set: ${shapeText(shape)} and ${shapeText(value.shape)}`,
  );
}

/** What the parametrizations, the last one first, make of a value that they shall compute. */
function inverted(parametrizations: readonly Parametrization[], value: Tensor, required: boolean): Originals {
  let originals: Originals = value;
  for (const parametrization of parametrizations.toReversed()) {
    if (parametrization.rightInverse) {
      if (!isTensor(originals)) throw new ValueError(op, 'only the first parametrization may take several tensors');
      originals = parametrization.rightInverse(originals);
    } else if (required) {
      throw new ValueError(
        'parametrize',
        `${parametrization.constructor.name} has no rightInverse, so that nothing can be assigned`,
      );
    }
  }
  return originals;
}

/** The tensors `original`, or `original0`, `original1`, … of a list. */
function originalsOf(list: AnyModule): Tensor[] {
  return Object.entries(list).flatMap(([name, value]: [string, unknown]) =>
    /^original\d*$/.test(name) && isTensor(value) ? [value] : [],
  );
}

/** The modules `0`, `1`, … of a list, in order. */
function parametrizationsOf(list: AnyModule): Parametrization[] {
  const items = Object.entries(list).filter(([name]) => /^\d+$/.test(name));
  return items.map(([, item]) => item as Parametrization);
}

/**
 * What stands in a module's `parametrizations` for a tensor: its originals, and the modules `0`, `1`, … that compute it from them.
 *
 * @see https://pytorch.org/docs/stable/generated/torch.nn.utils.parametrize.ParametrizationList.html
 */
export class ParametrizationList extends Module<[]> {
  static readonly name: string = 'ParametrizationList';

  /** @throws ValueError when there is no parametrization, or what they give does not fit the tensor, unless `unsafe`. */
  constructor(parametrizations: readonly Parametrization[], original: Parameter | Buffer, unsafe: boolean) {
    super();
    if (parametrizations.length === 0) throw new ValueError(op, 'needs at least one parametrization');
    const { dtype, shape } = original;
    const made = noGrad(() => inverted(parametrizations, original, false));
    for (const value of isTensor(made) ? [made] : made) {
      if (!isTensor(value)) throw new ValueError(op, `rightInverse must give tensors, got ${typeof value}`);
      if (!unsafe) checkComputed('rightInverse', value, dtype, value.shape);
    }
    if (isTensor(made)) {
      original.data = made;
      put(this, 'original', original);
    } else made.forEach((value, i) => put(this, `original${i}`, registeredAs(original, value)));
    for (const parametrization of parametrizations) this.append(parametrization);
    if (!unsafe) checkComputed('a parametrization', this.forward(), dtype, shape);
  }

  /** Adds a parametrization of what those before it give. */
  append(parametrization: Parametrization): void {
    put(this, String(parametrizationsOf(this).length), parametrization);
  }

  /** The tensors that the value is computed from. */
  get originals(): readonly Tensor[] {
    return originalsOf(this);
  }

  /** Whether `originals` is what `rightInverse` gave as a list. */
  get isSequence(): boolean {
    return !('original' in this);
  }

  /** The value, computed anew. */
  override forward(): Tensor {
    const [first, ...others] = parametrizationsOf(this);
    if (!first) throw new ValueError('ParametrizationList', 'is empty');
    return others.reduce((value, parametrization) => parametrization(value), first(...this.originals));
  }

  /**
   * Changes the originals so that the parametrizations give this value.
   *
   * @throws ValueError when a parametrization has no `rightInverse`, or gives tensors that do not fit the originals.
   */
  rightInverse(value: Tensor): void {
    const made = noGrad(() => inverted(parametrizationsOf(this), value, true));
    const values = isTensor(made) ? [made] : made;
    const { originals } = this;
    if (values.length !== originals.length) {
      throw new ValueError('parametrize', `rightInverse must give ${originals.length} tensors, got ${values.length}`);
    }
    for (const [i, original] of originals.entries()) {
      const next = values[i]!;
      checkComputed('rightInverse', next, original.dtype, next.shape);
      original.data = next;
    }
  }
}
