/**
 * @file In-place methods: the result takes the place of the tensor's contents, and the tensor is returned. Its shape and dtype
 * stay: a result that does not broadcast to the shape, or of a higher category of dtype, is an error.
 */
import { divOp, type RoundingMode, scaled, scatterSource } from '../args.js';
import { dispatchInplace } from '../inplace.js';
import { noAttrs } from '../op.js';
import { copy, fill } from '../ops/copy.js';
import { binaryOps, maskedFill, powScalar } from '../ops/elementwise.js';
import * as gatherOps from '../ops/gather.js';
import { indexPut } from '../ops/indexing.js';
import { operandFor } from '../operands.js';
import { wrapDim } from '../shape.js';
import type { Tensor } from '../tensor.js';
import type { Bound } from './choose.js';

/** `self += alpha · other`. @see https://pytorch.org/docs/stable/generated/torch.Tensor.add_.html */
export function add_(self: Tensor, other: Tensor | number, options: { readonly alpha?: number } = {}): Tensor {
  return dispatchInplace(binaryOps.add, [self, scaled(self, other, options.alpha)], noAttrs);
}

/** `self -= alpha · other`. @see https://pytorch.org/docs/stable/generated/torch.Tensor.sub_.html */
export function sub_(self: Tensor, other: Tensor | number, options: { readonly alpha?: number } = {}): Tensor {
  return dispatchInplace(binaryOps.sub, [self, scaled(self, other, options.alpha)], noAttrs);
}

/** `self /= other`, rounded as `roundingMode` says. @see https://pytorch.org/docs/stable/generated/torch.Tensor.div_.html */
export function div_(
  self: Tensor,
  other: Tensor | number,
  options: { readonly roundingMode?: RoundingMode | null } = {},
): Tensor {
  return dispatchInplace(divOp(options.roundingMode), [self, operandFor(self, other)], noAttrs);
}

/** `self **= exponent`. @see https://pytorch.org/docs/stable/generated/torch.Tensor.pow_.html */
export function pow_(self: Tensor, exponent: Tensor | number): Tensor {
  if (typeof exponent !== 'number') return dispatchInplace(binaryOps.pow, [self, exponent], noAttrs);
  return dispatchInplace(powScalar, [self, operandFor(self, exponent)], { exponent });
}

/** The contents of `src`, broadcast and converted. @see https://pytorch.org/docs/stable/generated/torch.Tensor.copy_.html */
export function copy_(self: Tensor, src: Tensor): Tensor {
  const here = src.storage.backend === self.storage.backend ? src : src.to(self.device);
  return dispatchInplace(copy, [self, here], noAttrs);
}

/** One value everywhere. @see https://pytorch.org/docs/stable/generated/torch.Tensor.fill_.html */
export function fill_(self: Tensor, value: number | boolean | Tensor): Tensor {
  if (typeof value === 'object') return copy_(self, value);
  return dispatchInplace(fill, [self], { value: Number(value) });
}

/** Zeros everywhere. @see https://pytorch.org/docs/stable/generated/torch.Tensor.zero_.html */
export function zero_(self: Tensor): Tensor {
  return fill_(self, 0);
}

/** Elements moved into [min, max]. @see https://pytorch.org/docs/stable/generated/torch.Tensor.clamp_.html */
export function clamp_(self: Tensor, bounds: { readonly min?: Bound; readonly max?: Bound }): Tensor {
  return become(self, self.clamp(bounds));
}

/** A value where the mask is true. @see https://pytorch.org/docs/stable/generated/torch.Tensor.masked_fill_.html */
export function maskedFill_(self: Tensor, mask: Tensor, value: Tensor | number | boolean): Tensor {
  return dispatchInplace(maskedFill, [self, mask, operandFor(self, value).to(self.dtype)], noAttrs);
}

/** `self += value · tensor1 · tensor2`. @see https://pytorch.org/docs/stable/generated/torch.Tensor.addcmul_.html */
export function addcmul_(
  self: Tensor,
  tensor1: Tensor,
  tensor2: Tensor,
  options: { readonly value?: number } = {},
): Tensor {
  return add_(self, tensor1.mul(tensor2), { alpha: options.value ?? 1 });
}

/** `self += value · tensor1 / tensor2`. @see https://pytorch.org/docs/stable/generated/torch.Tensor.addcdiv_.html */
export function addcdiv_(
  self: Tensor,
  tensor1: Tensor,
  tensor2: Tensor,
  options: { readonly value?: number } = {},
): Tensor {
  return add_(self, tensor1.div(tensor2), { alpha: options.value ?? 1 });
}

/** `self += weight · (end − self)`. @see https://pytorch.org/docs/stable/generated/torch.Tensor.lerp_.html */
export function lerp_(self: Tensor, end: Tensor, weight: Tensor | number): Tensor {
  return add_(self, end.sub(self).mul(weight));
}

/** `src` written at indices along a dimension. @see https://pytorch.org/docs/stable/generated/torch.Tensor.scatter_.html */
export function scatter_(self: Tensor, dim: number, index: Tensor, src: Tensor | number): Tensor {
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
  return become(self, self.indexAdd(dim, index, source, options));
}

/** Values written, or added, at positions. @see https://pytorch.org/docs/stable/generated/torch.Tensor.index_put_.html */
export function indexPut_(
  self: Tensor,
  indices: readonly Tensor[],
  values: Tensor,
  options: { readonly accumulate?: boolean } = {},
): Tensor {
  const attrs = { dims: indices.map((_, d) => d), accumulate: options.accumulate ?? false };
  return dispatchInplace(indexPut, [self, values, ...indices], attrs);
}

/** The result of several ops in place of the tensor's contents. */
function become(self: Tensor, result: Tensor): Tensor {
  return dispatchInplace(copy, [self, result], noAttrs);
}

/** A new dimension of size 1, in place. @see https://pytorch.org/docs/stable/generated/torch.Tensor.unsqueeze_.html */
export function unsqueeze_(self: Tensor, dim: number): Tensor {
  return relayout(self, self.unsqueeze(dim));
}

/** Without dimensions of size 1, in place. @see https://pytorch.org/docs/stable/generated/torch.Tensor.squeeze_.html */
export function squeeze_(self: Tensor, dim?: number): Tensor {
  return relayout(self, self.squeeze(dim));
}

/** Two dimensions exchanged, in place. @see https://pytorch.org/docs/stable/generated/torch.Tensor.transpose_.html */
export function transpose_(self: Tensor, dim0: number, dim1: number): Tensor {
  return relayout(self, self.transpose(dim0, dim1));
}

/** Transposed, in place. @see https://pytorch.org/docs/stable/generated/torch.Tensor.t_.html */
export function t_(self: Tensor): Tensor {
  return relayout(self, self.t());
}

function relayout(self: Tensor, view: Tensor): Tensor {
  self.setLayout(view.layout);
  self.hook = view.hook;
  return self;
}
