/**
 * @file All cases, in the order in which they are measured.
 */
import type { Case } from './case.js';
import { layerCases } from './layers.js';
import { primitiveCases } from './primitive.js';
import { trainingCases } from './training.js';

export const cases: readonly Case[] = [...primitiveCases, ...layerCases, ...trainingCases];
