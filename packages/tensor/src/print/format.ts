/**
 * @file The text of a tensor, character by character as PyTorch prints it.
 */
import { type Extent, printedIndices, printedValues, type TensorView } from './elements.js';
import { chooseFormatter, type Formatter } from './formatter.js';
import { type PrintOptions, printOptions } from './options.js';

const PREFIX = 'tensor(';
/** dtypes that a printed element tells apart by itself; int32 is the default of integers. */
const UNNAMED_DTYPES: ReadonlySet<string> = new Set(['float32', 'int32', 'bool']);

/**
 * The text that PyTorch prints for a tensor, with `tensor(` in front and dtype, size and the given suffixes behind.
 *
 * Only the elements that are printed are read, and they alone decide the notation.
 *
 * @param view dtype, shape and elements
 * @param suffixes what follows the dtype, such as `requires_grad=True` or `grad_fn=<AddBackward0>`
 * @param options options for this call only, on top of those of `setPrintoptions`
 * @throws ValueError when an option does not exist or has a value that is not allowed
 * @example
 * formatTensor({ dtype: 'float32', shape: [2], strides: [1], offset: 0, values: [1, 2.5] }, ['requires_grad=True']);
 * // tensor([1.0000, 2.5000], requires_grad=True)
 * @see https://pytorch.org/docs/stable/generated/torch.set_printoptions.html
 */
export function formatTensor(
  view: TensorView,
  suffixes: readonly string[],
  options: Partial<PrintOptions> = {},
): string {
  const inForce = printOptions(options);
  const text = PREFIX + formatElements(view, inForce);
  return withSuffixes(text, [...ownSuffixes(view), ...suffixes], inForce.linewidth);
}

function formatElements(view: TensorView, options: PrintOptions): string {
  const count = view.shape.reduce((product, size) => product * size, 1);
  if (count === 0) return '[]';
  const { edgeitems, linewidth, threshold } = options;
  const extents = view.shape.map((size) => printedIndices(size, edgeitems, count > threshold));
  const formatter = chooseFormatter(view.dtype, printedValues(view, extents), options);
  return formatDimension({ view, extents, formatter, linewidth }, 0, view.offset);
}

interface Page {
  readonly view: TensorView;
  readonly extents: readonly Extent[];
  readonly formatter: Formatter;
  readonly linewidth: number;
}

function formatDimension(page: Page, dim: number, offset: number): string {
  const { extents, formatter, view } = page;
  const extent = extents[dim];
  if (!extent) return formatter.format(view.values[offset]!);
  const stride = view.strides[dim]!;
  const items = extent.indices.map((index) => formatDimension(page, dim + 1, offset + index * stride));
  const inner = extents.length - dim - 1;
  // elements stand in columns, where PyTorch indents the dots by one
  if (extent.gap !== undefined) items.splice(extent.gap, 0, inner === 0 ? ' ...' : '...');
  const indent = PREFIX.length + dim;
  const rows = inner === 0 ? inLines(items, page, indent) : items;
  const lineBreaks = '\n'.repeat(Math.max(1, inner));
  return `[${rows.join(`,${lineBreaks}${' '.repeat(indent + 1)}`)}]`;
}

/** Elements of the innermost dimension, as many to a line as fit. */
function inLines(items: readonly string[], { formatter, linewidth }: Page, indent: number): string[] {
  const perLine = Math.max(1, Math.floor((linewidth - indent) / (formatter.width + ', '.length)));
  const lines: string[] = [];
  for (let start = 0; start < items.length; start += perLine) {
    lines.push(items.slice(start, start + perLine).join(', '));
  }
  return lines;
}

function ownSuffixes({ device, dtype, shape }: TensorView): string[] {
  const empty = shape.includes(0);
  const unnamed = empty ? dtype === 'float32' : UNNAMED_DTYPES.has(dtype);
  return [
    ...(device === undefined ? [] : [`device='${device}'`]),
    ...(empty && shape.length !== 1 ? [`size=(${shape.join(', ')})`] : []),
    ...(unnamed ? [] : [`dtype=torch.${dtype}`]),
  ];
}

/** Suffixes stay on the last line while they fit, with PyTorch's count of its characters. */
function withSuffixes(text: string, suffixes: readonly string[], linewidth: number): string {
  let result = text;
  let lastLine = text.length - text.lastIndexOf('\n') + 1;
  for (const suffix of suffixes) {
    if (lastLine + suffix.length + 2 > linewidth) {
      result += `,\n${' '.repeat(PREFIX.length)}${suffix}`;
      lastLine = PREFIX.length + suffix.length;
    } else {
      result += `, ${suffix}`;
      lastLine += suffix.length + 2;
    }
  }
  return `${result})`;
}
