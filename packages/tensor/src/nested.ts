/**
 * @file Nested arrays as a shape and a list of values.
 */
import { dtypeOfNumber } from './construct.js';
import { type DType, promoteTypes, type TypedArray } from './dtype.js';
import { ShapeError, ValueError } from './errors.js';
import { type Shape, sizeOf } from './layout.js';
import { shapeText } from './shape.js';
import { isTensor } from './tensor.js';

/** Numbers, booleans or typed arrays, nested to any depth. */
export type NestedData = number | boolean | TypedArray | Uint8ClampedArray | readonly NestedData[];

const dtypeOfArray: ReadonlyMap<string, DType> = new Map([
  ['Float32Array', 'float32'],
  ['Float64Array', 'float64'],
  ['Int32Array', 'int32'],
  ['Uint8Array', 'uint8'],
  ['Uint8ClampedArray', 'uint8'],
]);

function arrayType(data: TypedArray | Uint8ClampedArray): DType {
  const dtype = dtypeOfArray.get(data.constructor.name);
  if (dtype) return dtype;
  throw new ValueError(
    'tensor',
    `${data.constructor.name} has no dtype: use one of ${[...dtypeOfArray.keys()].join(', ')}`,
  );
}

/**
 * Shape, values in row-major order, and the dtype that holds them: that of typed arrays; int32 for integers, bool for booleans,
 * float32 for other numbers; of different ones the promoted dtype.
 *
 * @throws ShapeError when nested arrays differ in length, ValueError for anything that is not a number or boolean.
 */
export function flatten(data: NestedData): { shape: Shape; values: ArrayLike<number>; found: DType } {
  if (ArrayBuffer.isView(data)) return { shape: [data.length], values: data, found: arrayType(data) };
  const shape: number[] = [];
  for (let level: NestedData | undefined = data; isArray(level); level = level[0]) shape.push(level.length);
  const values = new Float64Array(sizeOf(shape));
  let found: DType | undefined;
  const note = (dtype: DType): void => {
    if (found !== dtype) found = found ? promoteTypes(found, dtype) : dtype;
  };
  let next = 0;
  const visit = (part: NestedData, depth: number): void => {
    if (typeof part === 'number' || typeof part === 'boolean') {
      if (depth !== shape.length) throw ragged(shape, depth, 'a number');
      note(dtypeOfNumber(part));
      values[next++] = Number(part);
      return;
    }
    if (!isArray(part)) {
      throw new ValueError(
        'tensor',
        `data must be numbers, booleans, typed arrays or nested arrays of them, got ${describe(part)}`,
      );
    }
    if (depth >= shape.length || part.length !== shape[depth]) {
      throw ragged(shape, depth, `an array of length ${part.length}`);
    }
    if (!ArrayBuffer.isView(part)) for (const inner of part) visit(inner, depth + 1);
    else if (depth !== shape.length - 1) throw ragged(shape, depth, 'a typed array');
    else {
      note(arrayType(part));
      values.set(part, next);
      next += part.length;
    }
  };
  visit(data, 0);
  return { shape, values, found: found ?? 'float32' };
}

function isArray(data: NestedData | undefined): data is TypedArray | Uint8ClampedArray | readonly NestedData[] {
  return Array.isArray(data) || ArrayBuffer.isView(data);
}

function describe(value: unknown): string {
  if (isTensor(value)) return 'a tensor (use stack() or clone())';
  return value === null ? 'null' : typeof value === 'object' ? value.constructor.name : typeof value;
}

function ragged(shape: Shape, depth: number, got: string): ShapeError {
  const expected = depth < shape.length ? `an array of length ${shape[depth]}` : 'a number';
  return new ShapeError(
    'tensor',
    `nested arrays differ: expected ${expected} at depth ${depth} (shape ${shapeText(shape)} so far), got ${got}`,
    {
      shapes: [shape],
    },
  );
}
