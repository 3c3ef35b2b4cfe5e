/**
 * @file Einstein's summation convention.
 */
import { resultType } from '../dtype.js';
import { ShapeError, ValueError } from '../errors.js';
import { shapeText } from '../shape.js';
import type { Tensor } from '../tensor.js';

/** One dimension of an operand: a letter, or a position counted from the end in the ellipsis. */
type Label = string;

/** A tensor whose dimensions have labels, each one once. */
interface Labelled {
  readonly tensor: Tensor;
  readonly labels: readonly Label[];
}

interface Equation {
  readonly inputs: readonly string[];
  /** undefined: every label that appears once, in alphabetical order, after the ellipsis. */
  readonly output: string | undefined;
}

const ellipsis = '...';

function fail(equation: string, rule: string): never {
  throw new ValueError('einsum', `${rule} in '${equation}'`, { equation });
}

function parse(equation: string, operands: number): Equation {
  const [left = '', output, ...more] = equation.replaceAll(' ', '').split('->');
  if (more.length > 0) fail(equation, 'more than one arrow');
  const inputs = left.split(',');
  if (inputs.length !== operands) fail(equation, `${inputs.length} operands but ${operands} tensors`);
  for (const part of [...inputs, output ?? '']) {
    if (!/^[a-zA-Z]*(?:\.\.\.)?[a-zA-Z]*$/u.test(part)) fail(equation, `invalid subscripts '${part}'`);
  }
  return { inputs, output };
}

/** Labels of the `count` dimensions that an ellipsis stands for. */
function hidden(count: number): Label[] {
  return Array.from({ length: count }, (_, i) => `${ellipsis}${count - i}`);
}

/** The labels of a term, one a dimension. */
function labelsOf(term: string, dims: number): Label[] {
  const [before = '', after] = term.split(ellipsis);
  return [...before.split(''), ...(after === undefined ? [] : [...hidden(dims), ...after.split('')])];
}

/** The operand with one dimension a label: a repeated letter takes the diagonal. */
function labelled(equation: string, term: string, tensor: Tensor): Labelled {
  const letters = term.replace(ellipsis, '').length;
  const rest = tensor.ndim - letters;
  if (rest < 0 || (rest > 0 && !term.includes(ellipsis))) {
    throw new ShapeError(
      'einsum',
      `'${term}' does not have as many subscripts as the operand dimensions, ${shapeText(tensor.shape)}, in '${equation}'`,
      { shapes: [tensor.shape] },
    );
  }
  let labels = labelsOf(term, rest);
  let result = tensor;
  for (let d = 0; d < labels.length; d++) {
    const twin = labels.indexOf(labels[d]!);
    if (twin === d) continue;
    if (result.shape[twin] !== result.shape[d]) {
      throw new ShapeError(
        'einsum',
        `'${labels[d]}' has sizes ${result.shape[twin]} and ${result.shape[d]} in '${equation}'`,
        {
          shapes: [tensor.shape],
        },
      );
    }
    // the diagonal becomes the last dimension
    const label = labels[d]!;
    result = result.diagonal({ dim1: twin, dim2: d });
    labels = [...labels.filter((l) => l !== label), label];
    d = -1;
  }
  return { tensor: result, labels };
}

/** Labels of the result where the equation leaves them out. */
function implied(terms: readonly Labelled[], inputs: readonly string[]): Label[] {
  const letters = inputs.join('').replaceAll(ellipsis, '');
  const once = [...new Set(letters)].filter((l) => letters.indexOf(l) === letters.lastIndexOf(l));
  return [...widest(terms), ...once.sort((a, b) => (a < b ? -1 : 1))];
}

/** Labels of the longest ellipsis. */
function widest(terms: readonly Labelled[]): Label[] {
  const counts = terms.map(({ labels }) => labels.filter((l) => l.startsWith(ellipsis)).length);
  return hidden(Math.max(0, ...counts));
}

/** The tensor with dimensions in the order of `labels`, of size 1 where it has none. */
function align({ tensor, labels }: Labelled, order: readonly Label[]): Tensor {
  const present = order.filter((l) => labels.includes(l));
  const ordered = tensor.permute(present.map((l) => labels.indexOf(l)));
  return ordered.reshape(order.map((l) => (labels.includes(l) ? tensor.shape[labels.indexOf(l)]! : 1)));
}

const sizeIn = ({ tensor, labels }: Labelled, label: Label): number => tensor.shape[labels.indexOf(label)] ?? 1;

/** Sums over labels that nobody needs any more. */
function summed(term: Labelled, keep: ReadonlySet<Label>): Labelled {
  const gone = term.labels.map((_, d) => d).filter((d) => !keep.has(term.labels[d]!));
  if (gone.length === 0) return term;
  return { tensor: term.tensor.sum(gone), labels: term.labels.filter((l) => keep.has(l)) };
}

/** The product of two terms, summed over labels that are not kept: one batch of matrix products. */
function contract(a: Labelled, b: Labelled, keep: ReadonlySet<Label>): Labelled {
  const both = (l: Label): boolean => a.labels.includes(l) && b.labels.includes(l);
  const broadcast = (l: Label): boolean => both(l) && sizeIn(a, l) !== sizeIn(b, l);
  const [x, y] = [a, b].map((own) => {
    const other = own === a ? b : a;
    // what only one of them has, or only one with more than one element, is summed alone
    return summed(own, new Set([...keep, ...other.labels.filter((l) => !broadcast(l))]));
  }) as [Labelled, Labelled];
  // sums of small integers are int32
  const dtype = resultType([x.tensor, y.tensor]);
  const all = [...new Set([...x.labels, ...y.labels])];
  const shared = all.filter((l) => sizeIn(x, l) === sizeIn(y, l));
  const batch = shared.filter((l) => keep.has(l));
  const inside = shared.filter((l) => !keep.has(l));
  const left = all.filter((l) => !shared.includes(l) && sizeIn(y, l) === 1);
  const right = all.filter((l) => !shared.includes(l) && sizeIn(y, l) !== 1);
  const shapeOf = (labels: readonly Label[], of: Labelled): number[] => labels.map((l) => sizeIn(of, l));
  const size = (shape: readonly number[]): number => shape.reduce((n, s) => n * s, 1);
  const [nb, ni] = [size(shapeOf(batch, x)), size(shapeOf(inside, x))];
  const p = align(x, [...batch, ...left, ...inside])
    .to(dtype)
    .reshape([nb, size(shapeOf(left, x)), ni]);
  const q = align(y, [...batch, ...inside, ...right])
    .to(dtype)
    .reshape([nb, ni, size(shapeOf(right, y))]);
  const shape = [...shapeOf(batch, x), ...shapeOf(left, x), ...shapeOf(right, y)];
  return { tensor: p.bmm(q).reshape(shape), labels: [...batch, ...left, ...right] };
}

/** @throws ShapeError when a label has two sizes, neither of them 1. */
function checkSizes(equation: string, terms: readonly Labelled[]): void {
  const sizes = new Map<Label, number>();
  for (const { tensor, labels } of terms) {
    labels.forEach((label, d) => {
      const [known, size] = [sizes.get(label) ?? 1, tensor.shape[d]!];
      if (known !== 1 && size !== 1 && known !== size) {
        throw new ShapeError('einsum', `'${label}' has sizes ${known} and ${size} in '${equation}'`, {
          shapes: terms.map((term) => term.tensor.shape),
        });
      }
      if (size !== 1 || !sizes.has(label)) sizes.set(label, size);
    });
  }
}

/**
 * Sums of products over dimensions named by letters: those that the result does not name are summed over. `...` stands for
 * dimensions that broadcast; without `->` the result has the letters that appear once, in alphabetical order.
 *
 * @throws ValueError for an equation that is none, ShapeError when sizes differ.
 * @example einsum('ij,jk->ik', ones(2, 3), ones(3, 4)).shape // [2, 4]
 * @see https://pytorch.org/docs/stable/generated/torch.einsum.html
 */
export function einsum(equation: string, ...operands: readonly (Tensor | readonly Tensor[])[]): Tensor {
  const tensors = operands.flat();
  const { inputs, output } = parse(equation, tensors.length);
  const terms = tensors.map((tensor, i) => labelled(equation, inputs[i]!, tensor));
  checkSizes(equation, terms);
  const order = output === undefined ? implied(terms, inputs) : labelsOf(output, widest(terms).length);
  const known = new Set(terms.flatMap(({ labels }) => labels));
  order.forEach((label, i) => {
    if (!known.has(label)) fail(equation, `output subscript '${label}' does not appear in any input`);
    if (order.indexOf(label) !== i) fail(equation, `output subscript '${label}' appears more than once`);
  });
  let result = terms[0]!;
  for (let i = 1; i < terms.length; i++) {
    const later = terms.slice(i + 1).flatMap(({ labels }) => labels);
    result = contract(result, terms[i]!, new Set([...order, ...later]));
  }
  const last = summed(result, new Set(order));
  return last.tensor.permute(order.map((l) => last.labels.indexOf(l)));
}
