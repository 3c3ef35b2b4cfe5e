/**
 * @file Adds gradients to tensors: importing @x/autograd runs this once.
 */
import {
  DeviceError,
  DTypeError,
  isFloatingPoint,
  isTensor,
  keep,
  onCreate,
  release,
  sameShape,
  ShapeError,
  shapeText,
  Tensor,
  type TensorOptions,
} from '@x/tensor/core';
import { backward, type BackwardOptions } from './backward.js';
import { GradError } from './errors.js';
import { recordInplace } from './inplace.js';
import { GradMeta, metaData, requiresGrad } from './meta.js';
import type { PostAccumulateHook } from './accumulate.js';
import type { RemovableHandle, TensorHook } from './hooks.js';
import { checkTrackable, isInference } from './mode/inference.js';
import type { Node } from './node.js';
import { record, recordAsView } from './record.js';
import { setRecorder } from './recorder.js';
import { defineRules } from './rule.js';
import { rules } from './rules/index.js';

declare module '@x/tensor/core' {
  interface TensorOptions {
    /** Record ops on the tensor, so that it gets a gradient. Needs a floating point dtype. Default: false. */
    readonly requiresGrad?: boolean | undefined;
  }

  interface Tensor {
    /** Whether ops on the tensor are recorded. May be set on leaves of floating point dtype. */
    requiresGrad: boolean;
    /** The gradient that `backward()` has accumulated; null before. */
    grad: Tensor | null;
    /** The node that made the tensor; null for leaves. */
    readonly gradFn: Node | null;
    /** Whether the tensor was made by the user, or needs no gradient. */
    readonly isLeaf: boolean;
    /** Which output of `gradFn` the tensor is. */
    readonly outputNr: number;
    /** Whether `grad` is kept although the tensor is no leaf. */
    readonly retainsGrad: boolean;
    /** Sets `requiresGrad` and returns the tensor. */
    requiresGrad_(requiresGrad?: boolean): this;
    /** Keeps the gradient of a tensor that is no leaf in its `grad`. */
    retainGrad(): void;
    /** Makes the tensor a leaf that needs no gradient. */
    detach_(): this;
    /** Adds the gradients of the graph's leaves to their `grad`. */
    backward(gradient?: Tensor | null, options?: BackwardOptions): void;
    /** Calls `hook` with the tensor's gradient whenever it is computed; what it returns replaces the gradient. */
    registerHook(hook: TensorHook): RemovableHandle;
    /** Calls `hook` with the leaf whenever its `grad` has been added to. */
    registerPostAccumulateGradHook(hook: PostAccumulateHook): RemovableHandle;
    /** Number of in-place writes to the memory so far; views share it. */
    readonly version: number;
  }
}

/** The tensor's own gradient data, made when it has none. */
function ensureMeta(tensor: Tensor): GradMeta {
  const known = metaData(tensor);
  if (known) return known;
  const made = new GradMeta(false);
  tensor.hook = made;
  return made;
}

function setRequiresGrad(tensor: Tensor, value: boolean): void {
  if (value && !isFloatingPoint(tensor.dtype)) {
    throw new DTypeError(
      'requiresGrad',
      `only tensors of floating point dtype can require gradients, got ${tensor.dtype}`,
      {
        dtypes: [tensor.dtype],
      },
    );
  }
  const meta = metaData(tensor);
  if (meta?.node && !value) {
    throw new GradError(
      'requiresGrad',
      'you can only change requiresGrad flags of leaf tensors; use detach() to get a tensor that does not require grad',
    );
  }
  if (value) checkTrackable(tensor);
  if (value || meta) ensureMeta(tensor).requiresGrad = value;
}

function setGrad(tensor: Tensor, value: Tensor | null): void {
  if (value) {
    if (!isTensor(value)) throw new GradError('grad', `assigned grad must be a tensor or null, got ${typeof value}`);
    if (value === tensor) throw new GradError('grad', "can't assign a tensor as its own grad");
    if (value.device !== tensor.device) {
      throw new DeviceError('grad', `assigned grad is on device ${value.device}, the tensor on ${tensor.device}`, {
        devices: [value.device, tensor.device],
      });
    }
    if (!sameShape(value.shape, tensor.shape)) {
      throw new ShapeError(
        'grad',
        `assigned grad has shape ${shapeText(value.shape)}, the tensor ${shapeText(tensor.shape)}`,
        {
          shapes: [value.shape, tensor.shape],
        },
      );
    }
    if (value.dtype !== tensor.dtype) {
      throw new DTypeError('grad', `assigned grad has dtype ${value.dtype}, the tensor ${tensor.dtype}`, {
        dtypes: [value.dtype, tensor.dtype],
      });
    }
  }
  const meta = value ? ensureMeta(tensor) : metaData(tensor);
  if (!meta || meta.grad === value) return;
  if (meta.grad) release(meta.grad);
  meta.grad = value && keep(value);
}

function retainGrad(tensor: Tensor): void {
  const meta = metaData(tensor);
  if (!meta?.requiresGrad)
    throw new GradError('retainGrad', "can't retain grad on a tensor that does not require grad");
  meta.retain();
}

function registerHook(tensor: Tensor, hook: TensorHook): RemovableHandle {
  if (!requiresGrad(tensor))
    throw new GradError('registerHook', 'cannot register a hook on a tensor that does not require grad');
  const { node, index } = ensureMeta(tensor).edge(tensor);
  return node.ownHooks().ofTensor(index).add(hook);
}

function registerPostAccumulateGradHook(tensor: Tensor, hook: PostAccumulateHook): RemovableHandle {
  const op = 'registerPostAccumulateGradHook';
  if (!requiresGrad(tensor)) throw new GradError(op, 'cannot register a hook on a tensor that does not require grad');
  const leaf = ensureMeta(tensor).leaf(tensor);
  if (!leaf) throw new GradError(op, 'hooks after accumulation cannot be registered on tensors that are no leaves');
  return leaf.afterwards.add(hook);
}

function versionOf(tensor: Tensor): number {
  if (isInference(tensor)) throw new GradError('version', 'inference tensors do not track version counter');
  return tensor.storage.version;
}

function detach_(tensor: Tensor): void {
  if (tensor.base) throw new GradError('detach_', "can't detach views in-place; use detach() instead");
  const before = metaData(tensor);
  if (!before) return;
  const meta = new GradMeta(false);
  meta.grad = before.grad;
  tensor.hook = meta;
}

function accessor<T>(name: string, get: (tensor: Tensor) => T, set?: (tensor: Tensor, value: T) => void): void {
  Object.defineProperty(Tensor.prototype, name, {
    get(this: Tensor) {
      return get(this);
    },
    ...(set && {
      set(this: Tensor, value: T) {
        set(this, value);
      },
    }),
    configurable: true,
  });
}

function method(name: string, value: (this: Tensor, ...args: never[]) => unknown): void {
  Object.defineProperty(Tensor.prototype, name, { value, configurable: true, writable: true });
}

accessor('requiresGrad', requiresGrad, setRequiresGrad);
accessor<Tensor | null>('grad', (tensor) => metaData(tensor)?.grad ?? null, setGrad);
accessor<Node | null>('gradFn', (tensor) => metaData(tensor)?.node ?? null);
accessor('isLeaf', (tensor) => metaData(tensor)?.node === undefined);
accessor('outputNr', (tensor) => metaData(tensor)?.outputNr ?? 0);
accessor('retainsGrad', (tensor) => metaData(tensor)?.retainsGrad ?? false);
method('backward', function (gradient?: Tensor | null, options?: BackwardOptions) {
  backward(this, gradient, options);
});
method('requiresGrad_', function (value: boolean = true) {
  setRequiresGrad(this, value);
  return this;
});
method('retainGrad', function () {
  retainGrad(this);
});
method('detach_', function () {
  detach_(this);
  return this;
});
method('registerHook', function (hook: TensorHook) {
  return registerHook(this, hook);
});

method('registerPostAccumulateGradHook', function (hook: PostAccumulateHook) {
  return registerPostAccumulateGradHook(this, hook);
});
accessor('version', versionOf);

onCreate('requiresGrad', (tensor, options: TensorOptions) => setRequiresGrad(tensor, options.requiresGrad ?? false));

setRecorder({ record, recordInplace, recordAsView });
defineRules(...rules);
