import type { Data } from '../data.js';
import type { Evaluation } from '../evaluate.js';
import type { Classifier } from '../models/index.js';
import type { TrainOptions } from '../options.js';

/** What a run is about to do. */
export interface RunStart {
  readonly options: TrainOptions;
  readonly net: Classifier;
  readonly data: Data;
}

/** What came out of an epoch. */
export interface EpochResult {
  /** Counted from 1. */
  readonly epoch: number;
  readonly trainLoss: number;
  readonly test: Evaluation;
  /** Training and test, in seconds. */
  readonly seconds: number;
}

/** What came out of a run. */
export interface RunResult {
  /** Undefined when Ctrl-C ended the test, too. */
  readonly test: Evaluation | undefined;
  readonly data: Data;
  readonly device: string;
  /** The file that the weights are in now. */
  readonly saved: string | undefined;
  /** From the start of the program to the end of the tests. */
  readonly seconds: number;
}

/** Tells the user about a run. */
export interface Reporter {
  start(run: RunStart): void;
  epoch(result: EpochResult): void;
  done(result: RunResult): void;
}
