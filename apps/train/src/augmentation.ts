import { RandomAffine, type Transform } from '@x/data';

/** Moves a picture a little at random, as far as digits stay what they are. */
export function augmentation(): Transform {
  return new RandomAffine(10, { translate: [0.08, 0.08], scale: [0.9, 1.1], shear: 8, interpolation: 'bilinear' });
}
