/**
 * @file All suites, in the order in which they run.
 */
import type { Subject } from '../subject.js';
import { argReduce } from './argReduce.js';
import { attentions } from './attention.js';
import { avgPool2d } from './avgPool2d.js';
import { binary } from './binary.js';
import { comparisons } from './compare.js';
import { convolutions } from './conv2d.js';
import { copies } from './copy.js';
import { decompositions } from './decompositions.js';
import { indexing } from './gather.js';
import { integers } from './integers.js';
import { matrices } from './matmul.js';
import { maxPool2d } from './maxPool2d.js';
import { norms } from './norms.js';
import { recurrences } from './recurrent.js';
import { reduce } from './reduce.js';
import { scansAndSort } from './scan.js';
import { softmaxes } from './softmax.js';
import { steps } from './steps.js';
import { storage } from './storage.js';
import { tensors } from './tensors.js';
import { unary } from './unary.js';

export const suites: readonly ((subject: Subject) => void)[] = [
  storage,
  copies,
  unary,
  binary,
  comparisons,
  integers,
  reduce,
  argReduce,
  indexing,
  matrices,
  softmaxes,
  norms,
  recurrences,
  attentions,
  scansAndSort,
  convolutions,
  maxPool2d,
  avgPool2d,
  steps,
  tensors,
  decompositions,
];
