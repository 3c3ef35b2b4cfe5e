import { cat, defaultGenerator, maximum, minimum, stack, type Tensor, ValueError, where } from '@x/tensor/core';
import { checkOptions } from '../options.js';
import { permutation } from '../permutation.js';
import { drawUniform, happens } from './draw.js';
import { channelsOf, checkChannels, checkProbability, checkRange } from './picture.js';
import { Transform } from './transform.js';

const isFloat = ({ dtype }: Tensor): boolean => dtype === 'float32' || dtype === 'float64';
/** The value of white. */
const white = (image: Tensor): number => (isFloat(image) ? 1 : 255);

/** Brightness `[…, 1, H, W]` of red, green and blue, in the dtype of the picture. */
function luma(image: Tensor): Tensor {
  if (channelsOf(image) === 1) return image;
  const [red, green, blue] = [0, 1, 2].map((channel) => image.select(-3, channel)) as [Tensor, Tensor, Tensor];
  return red.mul(0.2989).add(green.mul(0.587)).add(blue.mul(0.114)).to(image.dtype).unsqueeze(-3);
}

/** `factor` of one picture and the rest of another. */
function blend(image: Tensor, other: Tensor | number, factor: number): Tensor {
  const rest = typeof other === 'number' ? other * (1 - factor) : other.mul(1 - factor);
  return image
    .mul(factor)
    .add(rest)
    .clamp({ min: 0, max: white(image) })
    .to(image.dtype);
}

/** Contrast is measured against the mean brightness. */
function adjustContrast(image: Tensor, factor: number): Tensor {
  const grey = luma(image);
  return blend(image, grey.to(isFloat(image) ? image.dtype : 'float32').mean([-3, -2, -1], { keepdim: true }), factor);
}

/** Hue, saturation and value, each `[…, H, W]`, from 0 to 1. */
function toHsv(image: Tensor): readonly [hue: Tensor, saturation: Tensor, value: Tensor] {
  const [red, green, blue] = [0, 1, 2].map((channel) => image.select(-3, channel)) as [Tensor, Tensor, Tensor];
  const value = maximum(maximum(red, green), blue);
  const low = minimum(minimum(red, green), blue);
  const range = value.sub(low);
  const isGrey = value.eq(low);
  const saturation = range.div(where(isGrey, 1, value));
  const safe = where(isGrey, 1, range);
  const [r, g, b] = [red, green, blue].map((channel) => value.sub(channel).div(safe)) as [Tensor, Tensor, Tensor];
  const isRed = value.eq(red);
  const isGreen = value.eq(green).logicalAnd(isRed.logicalNot());
  const isBlue = isRed.logicalOr(isGreen).logicalNot();
  const sum = isRed
    .mul(b.sub(g))
    .add(isGreen.mul(r.add(2).sub(b)))
    .add(isBlue.mul(g.add(4).sub(r)));
  return [sum.div(6).add(1).fmod(1), saturation, value];
}

function fromHsv([hue, saturation, value]: readonly [Tensor, Tensor, Tensor]): Tensor {
  const sector = hue.mul(6).floor();
  const f = hue.mul(6).sub(sector);
  const limit = (x: Tensor): Tensor => x.clamp({ min: 0, max: 1 });
  const p = limit(value.mul(saturation.neg().add(1)));
  const q = limit(value.mul(saturation.mul(f).neg().add(1)));
  const t = limit(value.mul(saturation.mul(f.neg().add(1)).neg().add(1)));
  const number = sector.remainder(6);
  const channel = (parts: readonly Tensor[]): Tensor =>
    parts.map((part, i) => where(number.eq(i), part, 0)).reduce((sum, part) => sum.add(part));
  const red = channel([value, q, p, p, t, value]);
  const green = channel([t, value, value, q, p, p]);
  const blue = channel([p, p, t, value, value, q]);
  return stack([red, green, blue], -3);
}

/** Turns the circle of colours by a share of it. */
function adjustHue(image: Tensor, factor: number): Tensor {
  if (channelsOf(image) === 1) return image;
  const [hue, saturation, value] = toHsv(isFloat(image) ? image : image.to('float32').div(255));
  const turned = fromHsv([hue.add(factor).remainder(1), saturation, value]);
  // as torchvision rounds when it goes back to bytes
  return isFloat(image) ? turned : turned.mul(255 + 1 - 1e-3).to(image.dtype);
}

type Property = 'brightness' | 'contrast' | 'saturation' | 'hue';

/** How each property is changed by a factor, in the order in which torchvision numbers them. */
const adjustments: readonly (readonly [name: Property, adjust: (image: Tensor, factor: number) => Tensor])[] = [
  ['brightness', (image, factor) => blend(image, 0, factor)],
  ['contrast', adjustContrast],
  ['saturation', (image, factor) => blend(image, luma(image), factor)],
  ['hue', adjustHue],
];

/** How much each property may change: up to this share to both sides, or the factor from … to. Nothing when omitted. */
export type ColorJitterOptions = { readonly [P in Property]?: number | readonly [number, number] };

/** Factors that change nothing, and the least and largest that there are. */
const bounds: Readonly<Record<Property, { readonly middle: number; readonly least: number; readonly most: number }>> = {
  brightness: { middle: 1, least: 0, most: Infinity },
  contrast: { middle: 1, least: 0, most: Infinity },
  saturation: { middle: 1, least: 0, most: Infinity },
  hue: { middle: 0, least: -0.5, most: 0.5 },
};

function factorsOf(name: Property, change: number | readonly [number, number]): readonly [number, number] | undefined {
  const { middle, least, most } = bounds[name];
  const refuse = (rule: string): ValueError => new ValueError('ColorJitter', `${name} ${rule}`, { [name]: change });
  if (typeof change === 'number' && !(change >= 0)) throw refuse(`must be >= 0: ${change}`);
  // less than no brightness is none; hues have no such end
  const lowest = (value: number): number => (name === 'hue' ? value : Math.max(least, value));
  const range = typeof change === 'number' ? ([lowest(middle - change), middle + change] as const) : change;
  checkRange('ColorJitter', name, range, least);
  if (range[1] > most) throw refuse(`must be from ${least} to ${most}: ${range[1]}`);
  return range[0] === middle && range[1] === middle ? undefined : range;
}

/**
 * Changes brightness, contrast, saturation and hue at random, in random order: `[…, 1 or 3, H, W]` → the same shape.
 *
 * Floating-point pictures go from 0 to 1, uint8 ones from 0 to 255.
 * @example new ColorJitter({ brightness: 0.2, contrast: 0.2, hue: 0.05 })
 * @throws ValueError for a change that is out of range, ShapeError for other channels.
 * @see https://pytorch.org/vision/stable/generated/torchvision.transforms.ColorJitter.html
 */
export class ColorJitter extends Transform {
  /** From … to, of the factors of each property; undefined where it does not change. */
  readonly factors: Readonly<Record<Property, readonly [number, number] | undefined>>;

  constructor(options: ColorJitterOptions = {}) {
    super();
    checkOptions(
      'ColorJitter',
      options,
      adjustments.map(([name]) => name),
    );
    const { brightness = 0, contrast = 0, saturation = 0, hue = 0 } = options;
    this.factors = {
      brightness: factorsOf('brightness', brightness),
      contrast: factorsOf('contrast', contrast),
      saturation: factorsOf('saturation', saturation),
      hue: factorsOf('hue', hue),
    };
  }

  forward(image: Tensor): Tensor {
    checkChannels('ColorJitter', image, [1, 3]);
    const order = permutation(adjustments.length, defaultGenerator());
    const drawn = adjustments.map(([name]) => {
      const range = this.factors[name];
      return range && drawUniform(...range);
    });
    return order.reduce((result, index) => {
      const [, adjust] = adjustments[index]!;
      const factor = drawn[index];
      return factor === undefined ? result : adjust(result, factor);
    }, image);
  }

  override toString(): string {
    const parts = adjustments.map(([name]) => {
      const range = this.factors[name];
      return `${name}=${range ? `(${range.join(', ')})` : 'None'}`;
    });
    return `ColorJitter(${parts.join(', ')})`;
  }
}

/** Options of `Grayscale`. */
export interface GrayscaleOptions {
  /** 1 or 3; 1 when omitted. */
  readonly numOutputChannels?: 1 | 3;
}

/** Brightness in place of colours, in so many channels. */
function greyed(image: Tensor, channels: number): Tensor {
  const grey = luma(image);
  return channels === 1
    ? grey
    : cat(
        Array.from({ length: channels }, () => grey),
        -3,
      );
}

/**
 * Brightness in place of colours: `[…, 1 or 3, H, W]` → `[…, numOutputChannels, H, W]`.
 *
 * @example new Grayscale()
 * @throws ValueError for other numbers of channels, ShapeError for pictures that have them.
 * @see https://pytorch.org/vision/stable/generated/torchvision.transforms.Grayscale.html
 */
export class Grayscale extends Transform {
  readonly numOutputChannels: number;

  constructor(options: GrayscaleOptions = {}) {
    super();
    checkOptions('Grayscale', options, ['numOutputChannels']);
    const { numOutputChannels = 1 } = options;
    if (numOutputChannels !== 1 && numOutputChannels !== 3)
      throw new ValueError('Grayscale', `numOutputChannels must be 1 or 3: ${String(numOutputChannels)}`, {
        numOutputChannels,
      });
    this.numOutputChannels = numOutputChannels;
  }

  forward(image: Tensor): Tensor {
    checkChannels('Grayscale', image, [1, 3]);
    return greyed(image, this.numOutputChannels);
  }

  override batch(images: Tensor): Tensor {
    return this.forward(images);
  }

  override toString(): string {
    return `Grayscale(num_output_channels=${this.numOutputChannels})`;
  }
}

/** Options of `RandomGrayscale`. */
export interface RandomGrayscaleOptions {
  /** How often it happens, from 0 to 1; 0.1 when omitted. */
  readonly p?: number;
}

/**
 * Sometimes brightness in place of colours: `[…, 1 or 3, H, W]` → the same shape.
 *
 * @example new RandomGrayscale({ p: 0.2 })
 * @throws ValueError unless `p` is from 0 to 1, ShapeError for other channels.
 * @see https://pytorch.org/vision/stable/generated/torchvision.transforms.RandomGrayscale.html
 */
export class RandomGrayscale extends Transform {
  readonly p: number;

  constructor(options: RandomGrayscaleOptions = {}) {
    super();
    checkOptions('RandomGrayscale', options, ['p']);
    this.p = options.p ?? 0.1;
    checkProbability('RandomGrayscale', this.p);
  }

  forward(image: Tensor): Tensor {
    checkChannels('RandomGrayscale', image, [1, 3]);
    return happens(this.p) ? greyed(image, channelsOf(image)) : image;
  }

  override toString(): string {
    return `RandomGrayscale(p=${this.p})`;
  }
}
