/**
 * @file Tables of rows that are looked up.
 */
import { noGrad } from '@x/autograd';
import { sameShape, type Shape, ShapeError, shapeText, type Tensor, ValueError } from '@x/tensor/core';
import { normal_ } from '../init/index.js';
import { Parameter } from '../module/parameter.js';
import { emptyParameter, type FactoryOptions } from './factory.js';

/** The padding row counted from the start. */
export function wrapIndex(op: string, paddingIdx: number | null, rows: number): number | null {
  if (paddingIdx === null) return null;
  if (Number.isInteger(paddingIdx) && paddingIdx >= -rows && paddingIdx < rows)
    return paddingIdx < 0 ? paddingIdx + rows : paddingIdx;
  throw new ValueError(op, `paddingIdx must be within numEmbeddings: ${paddingIdx} and ${rows}`, {
    paddingIdx,
  });
}

/** The given table, or one whose values are still to be set. @throws ShapeError when the given one has another shape. */
export function tableOf(op: string, shape: Shape, weight: Tensor | null, factory: Required<FactoryOptions>): Parameter {
  if (!weight) return emptyParameter(shape, factory);
  if (sameShape(weight.shape, shape)) return new Parameter(weight);
  const shapes = [weight.shape, shape];
  throw new ShapeError(op, `the weight does not fit: ${shapes.map(shapeText).join(' instead of ')}`, { shapes });
}

/** Draws normal values, with zeros in the padding row. */
export function resetTable(weight: Tensor, paddingIdx: number | null): void {
  normal_(weight);
  if (paddingIdx !== null) noGrad(() => weight.select(0, paddingIdx).zero_());
}
