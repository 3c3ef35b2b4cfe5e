/**
 * @file The switches that say how ops are recorded. The running task has its own where an asynchronous function asked for that.
 */
import { perProcess, type TaskLocal, taskLocal, type Tensor } from '@x/tensor/core';

/** How a tensor is kept for the backward pass, instead of being held. */
export interface SavedTensorsHooks {
  /** Turns a tensor that is saved into something that is held in its place. */
  readonly pack: (tensor: Tensor) => unknown;
  /** Gives the tensor back: same shape, dtype and elements. */
  readonly unpack: (packed: unknown) => Tensor;
}

/** What anomaly detection checks. */
interface AnomalyChecks {
  /** Whether gradients are searched for NaN. */
  readonly checkNan: boolean;
}

/** The switches of one task. */
export interface Switches {
  /** Ops are recorded. */
  enabled: boolean;
  /** Tensors that are made can never take part in gradients. */
  inference: boolean;
  packing: SavedTensorsHooks | undefined;
  anomaly: AnomalyChecks | undefined;
}

interface Shared {
  /** The switches of everything that is in no task of its own. */
  readonly root: Switches;
  /** Where tasks keep theirs; made for the first one, because it makes every `await` of the process slower. */
  tasks: TaskLocal<Switches> | undefined;
}

const shared: Shared = perProcess(
  'autograd.modes',
  (): Shared => ({
    root: { enabled: true, inference: false, packing: undefined, anomaly: undefined },
    tasks: undefined,
  }),
  (value): value is Shared => typeof value === 'object',
);

/** The switches of the running task. */
export function switches(): Switches {
  return shared.tasks?.getStore() ?? shared.root;
}

/** Where tasks keep their switches; undefined where the platform cannot tell tasks apart. */
export function taskSwitches(): TaskLocal<Switches> | undefined {
  shared.tasks ??= taskLocal<Switches>();
  return shared.tasks;
}

/** Whether ops are being recorded. */
export function recording(): boolean {
  const now = switches();
  return now.enabled && !now.inference;
}

/** Runs `fn` with recording on or off; the engine's own switch. */
export function withGradMode<T>(enabled: boolean, fn: () => T): T {
  const now = switches();
  const before = now.enabled;
  now.enabled = enabled;
  try {
    return fn();
  } finally {
    now.enabled = before;
  }
}
