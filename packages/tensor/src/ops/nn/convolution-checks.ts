/**
 * @file When a convolution fits its inputs, as PyTorch sees it.
 */
import { ShapeError, ValueError } from '../../errors.js';
import type { Shape } from '../../layout.js';
import { shapeText } from '../../shape.js';
import { checkSameFloating } from './composite.js';
import type { ConvolutionAttrs, ConvolutionInputs } from './convolution.js';

/** Spatial sizes of the result. */
export function spatialSize(
  input: Shape,
  weight: Shape,
  { stride, padding, dilation }: Omit<ConvolutionAttrs, 'groups'>,
): number[] {
  return weight.slice(2).map((k, i) => {
    const room = input[i + 2]! + 2 * padding[i]! - dilation[i]! * (k - 1) - 1;
    return Math.floor(room / stride[i]!) + 1;
  });
}

/** @throws ValueError when an attribute is too small or not given for every dimension. */
export function checkAttrs(op: string, spatial: number, attrs: ConvolutionAttrs): void {
  const lowest: Readonly<Record<'stride' | 'padding' | 'dilation', number>> = { stride: 1, padding: 0, dilation: 1 };
  for (const name of ['stride', 'padding', 'dilation'] as const) {
    const list = attrs[name];
    if (list.length === spatial && list.every((n) => Number.isInteger(n) && n >= lowest[name])) continue;
    throw new ValueError(
      op,
      `${name} must be an integer ≥ ${lowest[name]} for each of the ${spatial} spatial dimensions, got ${shapeText(list)}`,
      { [name]: list },
    );
  }
  if (!Number.isInteger(attrs.groups) || attrs.groups < 1) {
    throw new ValueError(op, `groups must be a positive integer, got ${attrs.groups}`, { groups: attrs.groups });
  }
}

/** @throws ShapeError, DTypeError or ValueError when the inputs do not go together. */
export function checkConvolution([x, weight, bias]: ConvolutionInputs, attrs: ConvolutionAttrs): void {
  const spatial = weight.ndim - 2;
  const op = `conv${spatial}d`;
  const { groups, padding, dilation } = attrs;
  const fail = (rule: string): never => {
    throw new ShapeError(op, rule, { shapes: [x.shape, weight.shape] });
  };
  if (spatial < 1 || spatial > 3) {
    fail(`weight must be [K, C / groups, *] with 1 to 3 sizes of kernels, got ${shapeText(weight.shape)}`);
  }
  if (x.ndim !== weight.ndim) {
    fail(`weight ${shapeText(weight.shape)} expects an input of ${weight.ndim} dimensions, got ${shapeText(x.shape)}`);
  }
  checkAttrs(op, spatial, attrs);
  const [filters, groupChannels] = [weight.shape[0]!, weight.shape[1]!];
  if (x.shape[1] !== groupChannels * groups) {
    fail(
      `given groups=${groups}, weight of size ${shapeText(weight.shape)}, expected input ${shapeText(x.shape)} to have ${groupChannels * groups} channels, but got ${x.shape[1]} channels instead`,
    );
  }
  if (filters < groups || filters % groups !== 0) {
    fail(`given groups=${groups}, weight ${shapeText(weight.shape)} must have a multiple of ${groups} output channels`);
  }
  weight.shape.slice(2).forEach((k, i) => {
    const room = x.shape[i + 2]! + 2 * padding[i]!;
    const reach = dilation[i]! * (k - 1) + 1;
    if (k < 1) fail(`the kernel ${shapeText(weight.shape)} is empty`);
    if (room < reach) {
      fail(
        `the kernel can't be larger than the padded input: size ${reach} against ${room} in dimension ${i + 2} (input ${shapeText(x.shape)}, weight ${shapeText(weight.shape)})`,
      );
    }
  });
  if (bias && (bias.ndim !== 1 || bias.shape[0] !== filters)) {
    throw new ShapeError(
      op,
      `bias must hold one number for each of the ${filters} filters, got ${shapeText(bias.shape)}`,
      {
        shapes: [weight.shape, bias.shape],
      },
    );
  }
  checkSameFloating(op, x, weight, ...(bias ? [bias] : []));
}
