/**
 * @file The planes that are normalised together.
 */
import type { Shape } from '@x/tensor/core';

/**
 * Sets of planes of [N, C, S]: plane j of set i starts at element `i · setStep + j · planeStep` and belongs to channel
 * `(i mod groups) · setChannels + j · planeChannels`.
 */
export interface Sets {
  /** Number of sets. */
  readonly count: number;
  /** Planes of a set. */
  readonly planes: number;
  readonly setStep: number;
  readonly planeStep: number;
  /** Elements of a plane. */
  readonly size: number;
  readonly groups: number;
  readonly setChannels: number;
  readonly planeChannels: number;
}

/** A set for each channel. */
export function channelSets([batch, channels, size]: Shape): Sets {
  return {
    count: channels!,
    planes: batch!,
    setStep: size!,
    planeStep: channels! * size!,
    size: size!,
    groups: channels!,
    setChannels: 1,
    planeChannels: 0,
  };
}

/** A set for each group of channels of each sample. */
export function groupSets([batch, channels, size]: Shape, groups: number): Sets {
  const planes = channels! / groups;
  return {
    count: batch! * groups,
    planes,
    setStep: planes * size!,
    planeStep: size!,
    size: size!,
    groups,
    setChannels: planes,
    planeChannels: 1,
  };
}
