/**
 * @file Single layers: convolutions alone and with their gradients, the others with their gradients.
 */
import { type Case, type CaseOf, type Shape, sizeOf } from './case.js';

interface Geometry {
  readonly x: Shape;
  readonly w: Shape;
  readonly pad: number;
  readonly y: Shape;
}

const geometries: Readonly<Record<string, Geometry>> = {
  c16: { x: [32, 16, 32, 32], w: [32, 16, 3, 3], pad: 1, y: [32, 32, 32, 32] },
  first: { x: [64, 1, 32, 32], w: [6, 1, 5, 5], pad: 0, y: [64, 6, 28, 28] },
  c64: { x: [8, 64, 56, 56], w: [64, 64, 3, 3], pad: 1, y: [8, 64, 56, 56] },
};

function forward([name, geometry]: [string, Geometry]): CaseOf<'conv2d'> {
  const { x, w, y } = geometry;
  const flops = 2 * sizeOf(y) * sizeOf(w.slice(1));
  const bytes = 4 * (sizeOf(x) + sizeOf(w) + sizeOf(y));
  return { name: `conv2d/${name}`, op: 'conv2d', kind: 'compute', ...geometry, flops, bytes };
}

/** The two gradients are two more products of the same size, and move all arrays once more. */
function withGradients(c: CaseOf<'conv2d'>): CaseOf<'conv2dGrad'> {
  const name = c.name.replace('conv2d', 'conv2d-grad');
  return { ...c, name, op: 'conv2dGrad', flops: 3 * c.flops, bytes: 2 * c.bytes };
}

const convolutions = Object.entries(geometries).map(forward);

export const layerCases: readonly Case[] = [
  ...convolutions,
  ...convolutions.map(withGradients),
  {
    name: 'maxpool-grad/64x6x28',
    op: 'maxpoolGrad',
    kind: 'memory',
    x: [64, 6, 28, 28],
    y: [64, 6, 14, 14],
    k: 2,
    flops: 225_792,
    bytes: 3_010_560,
  },
  {
    name: 'batchnorm-grad/32x32x32',
    op: 'batchnormGrad',
    kind: 'memory',
    x: [32, 32, 32, 32],
    eps: 1e-5,
    flops: 20_971_520,
    bytes: 16_777_216,
  },
  {
    name: 'layernorm-grad/256x512',
    op: 'layernormGrad',
    kind: 'memory',
    x: [256, 512],
    eps: 1e-5,
    flops: 2_621_440,
    bytes: 2_097_152,
  },
  {
    name: 'embedding-grad/5000x128',
    op: 'embeddingGrad',
    kind: 'memory',
    table: [5000, 128],
    ids: [64, 32],
    flops: 262_144,
    bytes: 5_705_728,
  },
];
