/**
 * @file Reading state dicts, which may come from a file: every value is checked before it is used.
 */
import { isTensor, keep, type Shape, sameShape, ShapeError, shapeText, type Tensor, ValueError } from '@x/tensor/core';

/** What an optimizer or scheduler saves: PyTorch's names and layout, tensors as they are. */
export type SavedValues = Readonly<Record<string, unknown>>;

/** Whether a value is an object with entries. */
export function isRecord(value: unknown): value is SavedValues {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !isTensor(value);
}

/** Whether a value is a list of numbers. */
export function isNumbers(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'number');
}

/** Whether a saved value can stand in the place of `now`: of the same type, lists also of the same length. */
export function isLike(now: unknown, saved: unknown): boolean {
  if (Array.isArray(now)) {
    return Array.isArray(saved) && saved.length === now.length && now.every((item, i) => isLike(item, saved[i]));
  }
  if (isRecord(now)) return isRecord(saved);
  // null is no choice, a string one of several, or a number instead of the usual one: the owner checks which
  if (now === null) return saved === null || typeof saved === 'string' || typeof saved === 'number';
  return typeof saved === typeof now || (typeof now === 'string' && saved === null);
}

/** A saved group: ids of its parameters, and its other entries under PyTorch's names. */
export interface SavedGroup {
  readonly params: readonly number[];
  readonly values: SavedValues;
}

/** The two parts of an optimizer's state dict. @throws ValueError when it is not one. */
export function readStateDict(
  op: string,
  dict: unknown,
): { readonly state: SavedValues; readonly groups: readonly SavedGroup[] } {
  if (!isRecord(dict) || !isRecord(dict.state) || !Array.isArray(dict.param_groups)) {
    throw new ValueError(op, 'a state dict is { state: { … }, param_groups: [ … ] }');
  }
  const groups = dict.param_groups.map((group: unknown, i): SavedGroup => {
    if (isRecord(group) && isNumbers(group.params)) return { params: group.params, values: group };
    throw new ValueError(op, `param_groups[${i}] of the state dict has no list 'params' of numbers`, { group: i });
  });
  return { state: dict.state, groups };
}

/** The saved state of one parameter. */
export class StateReader {
  readonly #op: string;
  readonly #id: string;
  readonly #values: SavedValues;
  readonly #param: Tensor;

  /** @throws ValueError when the values are not an object. */
  constructor(op: string, id: string, values: unknown, param: Tensor) {
    if (!isRecord(values)) throw new ValueError(op, `state of parameter ${id} is not an object`, { id });
    this.#op = op;
    this.#id = id;
    this.#values = values;
    this.#param = param;
  }

  /** A number, which PyTorch may have saved as a tensor of one element. @throws ValueError when there is none. */
  number(key: string): number {
    return this.#number(key, this.#values[key]);
  }

  /**
   * A copy of a tensor, with the parameter's dtype and device.
   *
   * @param shape - by default the parameter's.
   * @throws ValueError when there is none; ShapeError when it does not have that shape.
   */
  tensor(key: string, shape?: Shape): Tensor {
    const value = this.optionalTensor(key, shape);
    if (!value) throw this.#refuse(key, 'is missing');
    return value;
  }

  /** The same where there may be none: null or no entry. */
  optionalTensor(key: string, shape?: Shape): Tensor | undefined {
    const value = this.#values[key];
    return value === null || value === undefined ? undefined : this.#copy(key, value, shape);
  }

  /** Copies of a list of tensors. @throws ValueError when there is none; ShapeError as `tensor`. */
  tensors(key: string, shape: Shape): Tensor[] {
    return this.#list(key).map((value) => this.#copy(key, value, shape));
  }

  /** Numbers, or tensors of one element. @throws ValueError when there is no list of them. */
  numbers(key: string): number[] {
    return this.#list(key).map((value) => this.#number(key, value));
  }

  #list(key: string): readonly unknown[] {
    const value = this.#values[key];
    if (Array.isArray(value)) return value;
    throw this.#refuse(key, 'is not a list');
  }

  #number(key: string, value: unknown): number {
    if (typeof value === 'number') return value;
    if (isTensor(value) && value.numel() === 1) return value.item();
    throw this.#refuse(key, 'is not a number');
  }

  #copy(key: string, value: unknown, wanted: Shape | undefined): Tensor {
    if (!isTensor(value)) throw this.#refuse(key, 'is not a tensor');
    const { dtype, device } = this.#param;
    const shape = wanted ?? this.#param.shape;
    if (!sameShape(value.shape, shape)) {
      const owner = wanted ? 'expected' : 'the parameter';
      throw new ShapeError(
        this.#op,
        `state '${key}' of parameter ${this.#id} has shape ${shapeText(value.shape)}, ${owner} ${shapeText(shape)}`,
        { shapes: [value.shape, shape] },
      );
    }
    const source = value.detach();
    const moved = source.to({ dtype, device });
    return keep(moved.storage === source.storage ? moved.clone() : moved);
  }

  #refuse(key: string, problem: string): ValueError {
    return new ValueError(this.#op, `state '${key}' of parameter ${this.#id} ${problem}`, { id: this.#id, key });
  }
}
