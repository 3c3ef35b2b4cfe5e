/**
 * @file In-place methods: the result takes the place of the tensor's contents, and the tensor is returned. Its shape and dtype
 * stay: a result that does not broadcast to the shape, or of a higher category of dtype, is an error.
 */
import { type AlphaOptions, type DivOptions, divOp, powOperand, scaled, scatterSource, squeezable } from '../args.js';
import { type ClampBounds, runClamp, runFused, runLerp, type ValueOptions } from '../calls.js';
import { checkRange } from '../construct.js';
import { become } from '../become.js';
import { dispatchInplace } from '../inplace.js';
import { noAttrs } from '../op.js';
import { addcdiv, addcmul } from '../ops/blend.js';
import { copy, fill } from '../ops/copy.js';
import { type BinaryOp, binaryOps, maskedFill, powScalar } from '../ops/elementwise.js';
import type { ScatterOptions } from './gather.js';
import { leading } from '../index-plan.js';
import * as gatherOps from '../ops/gather.js';
import { indexPut } from '../ops/indexing.js';
import * as viewOps from '../ops/view.js';
import { fillValue, operandFor } from '../operands.js';
import { wrapDim } from '../shape.js';
import { isTensor, type Tensor } from '../tensor.js';
import { checkOptions } from '../options.js';

function sum(op: BinaryOp, self: Tensor, other: Tensor | number, options: AlphaOptions): Tensor {
  checkOptions(`${op.name}_`, options, ['alpha']);
  return dispatchInplace(op, [self, scaled(op.name, self, operandFor(self, other), options.alpha)], noAttrs);
}

/** `self += alpha · other`. @see https://pytorch.org/docs/stable/generated/torch.Tensor.add_.html */
export function add_(self: Tensor, other: Tensor | number, options: AlphaOptions = {}): Tensor {
  return sum(binaryOps.add, self, other, options);
}

/** `self -= alpha · other`. @see https://pytorch.org/docs/stable/generated/torch.Tensor.sub_.html */
export function sub_(self: Tensor, other: Tensor | number, options: AlphaOptions = {}): Tensor {
  return sum(binaryOps.sub, self, other, options);
}

/** `self /= other`, rounded as `roundingMode` says. @see https://pytorch.org/docs/stable/generated/torch.Tensor.div_.html */
export function div_(self: Tensor, other: Tensor | number, options: DivOptions = {}): Tensor {
  return dispatchInplace(divOp(options), [self, operandFor(self, other)], noAttrs);
}

/** `self **= exponent`. @see https://pytorch.org/docs/stable/generated/torch.Tensor.pow_.html */
export function pow_(self: Tensor, exponent: Tensor | number): Tensor {
  if (typeof exponent !== 'number') return dispatchInplace(binaryOps.pow, [self, exponent], noAttrs);
  return dispatchInplace(powScalar, [self, powOperand(self, exponent)], { exponent });
}

/** The contents of `src`, broadcast and converted. @see https://pytorch.org/docs/stable/generated/torch.Tensor.copy_.html */
export function copy_(self: Tensor, src: Tensor): Tensor {
  const here = src.storage.backend === self.storage.backend ? src : src.to(self.device);
  return dispatchInplace(copy, [self, here], noAttrs);
}

/** One value everywhere. @see https://pytorch.org/docs/stable/generated/torch.Tensor.fill_.html */
export function fill_(self: Tensor, value: number | boolean | Tensor): Tensor {
  if (isTensor(value)) return copy_(self, value);
  checkRange('fill_', Number(value), self.dtype);
  return dispatchInplace(fill, [self], { value: Number(value) });
}

/** Zeros everywhere. @see https://pytorch.org/docs/stable/generated/torch.Tensor.zero_.html */
export function zero_(self: Tensor): Tensor {
  return fill_(self, 0);
}

/** Elements moved into [min, max]. @see https://pytorch.org/docs/stable/generated/torch.Tensor.clamp_.html */
export function clamp_(self: Tensor, bounds: ClampBounds): Tensor {
  return runClamp(dispatchInplace, self, bounds);
}

/** Elements not below a bound. @see https://pytorch.org/docs/stable/generated/torch.Tensor.clamp_.html */
export function clampMin_(self: Tensor, min: Tensor | number): Tensor {
  return clamp_(self, { min });
}

/** Elements not above a bound. @see https://pytorch.org/docs/stable/generated/torch.Tensor.clamp_.html */
export function clampMax_(self: Tensor, max: Tensor | number): Tensor {
  return clamp_(self, { max });
}

/** A value where the mask is true. @see https://pytorch.org/docs/stable/generated/torch.Tensor.masked_fill_.html */
export function maskedFill_(self: Tensor, mask: Tensor, value: Tensor | number | boolean): Tensor {
  return dispatchInplace(maskedFill, [self, mask, fillValue(self, value)], noAttrs);
}

/** `self += value · tensor1 · tensor2`. @see https://pytorch.org/docs/stable/generated/torch.Tensor.addcmul_.html */
export function addcmul_(self: Tensor, tensor1: Tensor, tensor2: Tensor, options: ValueOptions = {}): Tensor {
  return runFused(dispatchInplace, addcmul, [self, tensor1, tensor2], options);
}

/** `self += value · tensor1 / tensor2`. @see https://pytorch.org/docs/stable/generated/torch.Tensor.addcdiv_.html */
export function addcdiv_(self: Tensor, tensor1: Tensor, tensor2: Tensor, options: ValueOptions = {}): Tensor {
  return runFused(dispatchInplace, addcdiv, [self, tensor1, tensor2], options);
}

/** `self += weight · (end − self)`. @see https://pytorch.org/docs/stable/generated/torch.Tensor.lerp_.html */
export function lerp_(self: Tensor, end: Tensor, weight: Tensor | number): Tensor {
  return runLerp(dispatchInplace, self, end, weight);
}

/** `src` written at indices along a dimension. @see https://pytorch.org/docs/stable/generated/torch.Tensor.scatter_.html */
export function scatter_(
  self: Tensor,
  dim: number,
  index: Tensor,
  src: Tensor | number,
  options: ScatterOptions = {},
): Tensor {
  if (options.reduce) return become('scatter', self, self.scatter(dim, index, src, options));
  const d = wrapDim('scatter_', dim, self.ndim);
  return dispatchInplace(gatherOps.scatter, [self, index, scatterSource(self, index, src)], { dim: d });
}

/** `src` added at indices along a dimension. @see https://pytorch.org/docs/stable/generated/torch.Tensor.scatter_add_.html */
export function scatterAdd_(self: Tensor, dim: number, index: Tensor, src: Tensor): Tensor {
  return dispatchInplace(gatherOps.scatterAdd, [self, index, src], { dim: wrapDim('scatterAdd_', dim, self.ndim) });
}

/** Rows of `source` added. @see https://pytorch.org/docs/stable/generated/torch.Tensor.index_add_.html */
export function indexAdd_(
  self: Tensor,
  dim: number,
  index: Tensor,
  source: Tensor,
  options: { readonly alpha?: number } = {},
): Tensor {
  return become('indexAdd', self, self.indexAdd(dim, index, source, options));
}

/** Values written, or added, at positions. @see https://pytorch.org/docs/stable/generated/torch.Tensor.index_put_.html */
export function indexPut_(
  self: Tensor,
  indices: readonly Tensor[],
  values: Tensor,
  options: { readonly accumulate?: boolean } = {},
): Tensor {
  const { view, at, dims } = leading(self, indices);
  const accumulate = options.accumulate ?? false;
  if (view !== self || (accumulate && self.dtype === 'bool'))
    return become('indexPut', self, self.indexPut(indices, values, options));
  return dispatchInplace(indexPut, [self, values, ...at], { dims, accumulate });
}

/** Rows of `source` written. @see https://pytorch.org/docs/stable/generated/torch.Tensor.index_copy_.html */
export function indexCopy_(self: Tensor, dim: number, index: Tensor, source: Tensor): Tensor {
  return become('indexCopy', self, self.indexCopy(dim, index, source));
}

/** One value in the rows of an index. @see https://pytorch.org/docs/stable/generated/torch.Tensor.index_fill_.html */
export function indexFill_(self: Tensor, dim: number, index: Tensor, value: number): Tensor {
  return become('indexFill', self, self.indexFill(dim, index, value));
}

/** `self *= self`. @see https://pytorch.org/docs/stable/generated/torch.Tensor.square_.html */
export function square_(self: Tensor): Tensor {
  return pow_(self, 2);
}

/** The fraction of each element. @see https://pytorch.org/docs/stable/generated/torch.Tensor.frac_.html */
export function frac_(self: Tensor): Tensor {
  return become('frac', self, self.frac());
}

/** Elements rounded, halves to even. @see https://pytorch.org/docs/stable/generated/torch.Tensor.round_.html */
export function round_(self: Tensor, options: { readonly decimals?: number } = {}): Tensor {
  return become('round', self, self.round(options));
}

/** A new dimension of size 1, in place. @see https://pytorch.org/docs/stable/generated/torch.Tensor.unsqueeze_.html */
export function unsqueeze_(self: Tensor, dim: number): Tensor {
  return dispatchInplace(viewOps.unsqueeze, [self], { dim: wrapDim('unsqueeze_', dim, self.ndim + 1) });
}

/** Without dimensions of size 1, in place. @see https://pytorch.org/docs/stable/generated/torch.Tensor.squeeze_.html */
export function squeeze_(self: Tensor, dim?: number | readonly number[]): Tensor {
  return dispatchInplace(viewOps.squeeze, [self], { dims: squeezable(self, dim), all: dim === undefined });
}

/** Two dimensions exchanged, in place. @see https://pytorch.org/docs/stable/generated/torch.Tensor.transpose_.html */
export function transpose_(self: Tensor, dim0: number, dim1: number): Tensor {
  return dispatchInplace(viewOps.transpose, [self], {
    dim0: wrapDim('transpose_', dim0, self.ndim),
    dim1: wrapDim('transpose_', dim1, self.ndim),
  });
}

/** Transposed, in place. @see https://pytorch.org/docs/stable/generated/torch.Tensor.t_.html */
export function t_(self: Tensor): Tensor {
  return self.ndim < 2 ? self : transpose_(self, 0, 1);
}
