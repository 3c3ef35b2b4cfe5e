import { XError } from '@x/tensor/core';

/** Something that gradients do not allow, or a graph that cannot be walked. */
export class GradError extends XError {}

/** Gradients that are not what finite differences say. */
export class GradcheckError extends GradError {}
