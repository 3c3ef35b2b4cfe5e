/**
 * @file Activations that can put their result into their input.
 */
import type { InplaceOptions } from '@x/functional';
import { withDefaults } from '@x/functional';
import { Module } from '../module/module.js';

/** `, inplace=True` behind the other parts of a printed activation, where it is set. */
export function withInplace(parts: readonly string[], inplace: boolean): string {
  return [...parts, ...(inplace ? ['inplace=True'] : [])].join(', ');
}

/** Base of activations without another option. */
export abstract class InplaceActivation extends Module {
  readonly inplace: boolean;

  constructor(op: string, options: InplaceOptions) {
    super();
    this.inplace = withDefaults(op, options, { inplace: false }).inplace;
  }

  override extraRepr(): string {
    return withInplace([], this.inplace);
  }
}
