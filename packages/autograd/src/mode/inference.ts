/**
 * @file Inference mode: what is made in it never takes part in gradients, and says so.
 */
import { execute, executeInplace, onTensor, type OpHook, type Tensor } from '@x/tensor/core';
import { GradError } from '../errors.js';
import { requiresGrad } from '../meta.js';
import { type Recorder, recorder } from '../recorder.js';
import { guard } from './guard.js';
import { recording, switches } from './state.js';
import { within } from './within.js';

const wayOut = 'make a clone() of it outside of inferenceMode to get a normal tensor';

/** The hook of all inference tensors. */
class InferenceHook implements OpHook {
  intercept: Recorder['record'] = (op, inputs, attrs) => {
    if (recording() && inputs.some(requiresGrad)) return recorder().record(op, inputs, attrs);
    const outputs = execute(op, inputs, attrs);
    if (op.view && inputs[0]?.hook === this) for (const out of outputs) out.hook = this;
    return outputs;
  };

  interceptInplace: Recorder['recordInplace'] = (op, inputs, attrs) => {
    if (inputs[0].hook === this && !switches().inference) {
      throw new GradError(
        `${op.name}_`,
        `inplace update to inference tensor outside inferenceMode is not allowed; ${wayOut}`,
        { op: op.name },
      );
    }
    if (recording()) recorder().recordInplace(op, inputs, attrs);
    else executeInplace(op, inputs, attrs)?.dispose();
  };

  forView(): OpHook {
    return this;
  }

  describe(): readonly string[] {
    return [];
  }
}

const hook = new InferenceHook();
let listening = false;

/** From the first use on, tensors with memory of their own that are made in the mode are marked. */
function listen(): void {
  if (listening) return;
  listening = true;
  onTensor((tensor) => {
    if (!tensor.isView() && switches().inference && tensor.storage.tensors === 1) tensor.hook = hook;
  });
}

/**
 * Runs `fn` without recording, and marks the tensors that it makes: they can never take part in gradients. Without a
 * function, until the end of the block: `using _ = inferenceMode()`.
 *
 * Outside of the mode, an inference tensor cannot be written to, cannot be saved for a backward pass and cannot require a
 * gradient; each is a GradError. Views of it are inference tensors too.
 *
 * @throws ValueError as `noGrad` does.
 * @example const logits = inferenceMode(() => net(x))
 * @see https://pytorch.org/docs/stable/generated/torch.inference_mode.html
 */
export function inferenceMode(): Disposable;
export function inferenceMode<T>(fn: () => T): T;
export function inferenceMode<T>(fn?: () => T): T | Disposable {
  listen();
  const change = { enabled: false, inference: true };
  return fn ? within('inferenceMode', change, fn) : guard('inferenceMode', change);
}

/**
 * Whether the running task is in inference mode.
 *
 * @see https://pytorch.org/docs/stable/generated/torch.is_inference_mode_enabled.html
 */
export function isInferenceModeEnabled(): boolean {
  return switches().inference;
}

/**
 * Whether a tensor was made in inference mode, or is a view of one that was.
 *
 * @see https://pytorch.org/docs/stable/generated/torch.Tensor.is_inference.html
 */
export function isInference(tensor: Tensor): boolean {
  return tensor.hook === hook;
}

/** @throws GradError when an inference tensor is to be kept for a backward pass. */
export function checkSavable(op: string, tensor: Tensor): void {
  if (listening && tensor.hook === hook)
    throw new GradError(op, `inference tensors cannot be saved for backward; ${wayOut}`, { shape: tensor.shape });
}

/** @throws GradError when a normal mode asks an inference tensor to require a gradient. */
export function checkTrackable(tensor: Tensor): void {
  if (isInference(tensor) && !switches().inference) {
    throw new GradError(
      'requiresGrad',
      `setting requiresGrad: true on an inference tensor outside inferenceMode is not allowed; ${wayOut}`,
      { shape: tensor.shape },
    );
  }
}
