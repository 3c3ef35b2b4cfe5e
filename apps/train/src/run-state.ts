/**
 * @file The state of a run in a file: everything that the rest of the training depends on.
 */
import type { LoaderState } from '@x/data';
import { loadCheckpoint, saveCheckpoint } from '@x/io/node';
import { FormatError, getRngState, isTensor, setRngState, type Tensor } from '@x/tensor';
import type { Progress, Training } from './train-epoch.js';

/** Where a run is. */
export interface Place {
  /** The epoch that is under way, counted from 1. */
  readonly epoch: number;
  readonly progress: Progress;
}

/** A run as a file holds it. */
export interface SavedRun {
  /** The arguments that determine the numbers of the run. */
  readonly arguments: readonly string[];
  readonly place: Place;
  readonly model: Readonly<Record<string, Tensor>>;
  readonly optimizer: Readonly<Record<string, unknown>>;
  readonly scheduler: Readonly<Record<string, unknown>>;
  readonly loader: LoaderState;
  readonly rng: Uint8Array;
}

/**
 * Writes the state of a run, whole or not at all.
 *
 * @throws FileError when the system refuses.
 */
export async function saveRun(path: string, training: Training, argv: readonly string[], place: Place): Promise<void> {
  const { net, optimizer, scheduler, batches } = training;
  await saveCheckpoint(
    {
      arguments: argv,
      place,
      model: net.stateDict(),
      optimizer: optimizer.stateDict(),
      scheduler: scheduler.stateDict(),
      loader: batches.stateDict(),
      rng: getRngState(),
    },
    path,
  );
}

/** Lets a training go on from a saved run. */
export function restoreRun(saved: SavedRun, { net, optimizer, scheduler, batches }: Training): void {
  net.loadStateDict(saved.model);
  optimizer.loadStateDict(saved.optimizer);
  scheduler.loadStateDict(saved.scheduler);
  batches.loadStateDict(saved.loader);
  setRngState(saved.rng);
}

type Fields = Readonly<Record<string, unknown>>;

const isRecord = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !ArrayBuffer.isView(value);
const isTexts = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((item) => typeof item === 'string');
const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0;
const isTensors = (value: unknown): value is Record<string, Tensor> =>
  isRecord(value) && Object.values(value).every(isTensor);
const isBytes = (value: unknown): value is Uint8Array => value instanceof Uint8Array;

function isProgress(value: unknown): value is Progress {
  return isRecord(value) && isCount(value.batch) && typeof value.totalLoss === 'number';
}

function isPlace(value: unknown): value is Place {
  return isRecord(value) && isCount(value.epoch) && value.epoch > 0 && isProgress(value.progress);
}

function isLoaderState(value: unknown): value is LoaderState {
  return isRecord(value) && isCount(value.position) && (value.start === undefined || isBytes(value.start));
}

/**
 * Reads the state of a run.
 *
 * @throws FileError when there is no such file, FormatError when it is damaged or the checkpoint of something else.
 */
export async function loadRun(path: string): Promise<SavedRun> {
  const { arguments: argv, place, model, optimizer, scheduler, loader, rng } = await loadCheckpoint(path);
  if (
    isTexts(argv) &&
    isPlace(place) &&
    isTensors(model) &&
    isRecord(optimizer) &&
    isRecord(scheduler) &&
    isLoaderState(loader) &&
    isBytes(rng)
  )
    return { arguments: argv, place, model, optimizer, scheduler, loader, rng };
  throw new FormatError('--resume', `${path}: is the checkpoint of something else than a run of this program`, {
    file: path,
  });
}
