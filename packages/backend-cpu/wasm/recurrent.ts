/**
 * @file Steps of LSTM and GRU and their gradients, of contiguous float32 rows with n hidden values; gates lie one after the other in
 * a row.
 */
import { sigmoid4, tanh4 } from './activations';
import { multiplyAdd } from './lanes';
import { get, put } from './moments';

// functions of their own: inlined into every use they would be most of the module
function sigmoid(x: v128): v128 {
  return sigmoid4(x);
}

function tanh(x: v128): v128 {
  return tanh4(x);
}

@inline
function sum(four: bool, a: usize, b: usize): v128 {
  return f32x4.add(get(four, a), get(four, b));
}

/** `y · (1 - y) · g`: through a sigmoid whose value is y. */
@inline
function throughSigmoid(g: v128, y: v128): v128 {
  return f32x4.mul(g, f32x4.mul(y, f32x4.sub(f32x4.splat(1), y)));
}

/** `(1 - y²) · g`: through a hyperbolic tangent whose value is y. */
@inline
function throughTanh(g: v128, y: v128): v128 {
  return f32x4.mul(g, f32x4.sub(f32x4.splat(1), f32x4.mul(y, y)));
}

/** Addresses of the rows; a gate's values are `width` bytes behind those of the gate before. */
@inline
function lstm(four: bool, h: usize, c: usize, a: usize, x: usize, g: usize, before: usize, width: usize): void {
  const input = sigmoid(sum(four, x, g));
  const forget = sigmoid(sum(four, x + width, g + width));
  const candidate = tanh(sum(four, x + 2 * width, g + 2 * width));
  const output = sigmoid(sum(four, x + 3 * width, g + 3 * width));
  const memory = multiplyAdd<f32>(forget, get(four, before), f32x4.mul(input, candidate));
  put(four, c, memory);
  put(four, h, f32x4.mul(output, tanh(memory)));
  put(four, a, input);
  put(four, a + width, forget);
  put(four, a + 2 * width, candidate);
  put(four, a + 3 * width, output);
}

/** `h` and `c` [rows, n] and the gates' values `a` [rows, 4 n], of two parts of the gates and the memory `before`. */
export function lstmCell_f32(h: usize, c: usize, a: usize, x: usize, g: usize, before: usize, rows: i32, n: i32): void {
  const width = <usize>n << 2;
  for (; rows > 0; rows--, h += width, c += width, before += width, a += 4 * width, x += 4 * width, g += 4 * width) {
    let j: usize = 0;
    for (; j + 16 <= width; j += 16) lstm(true, h + j, c + j, a + j, x + j, g + j, before + j, width);
    for (; j < width; j += 4) lstm(false, h + j, c + j, a + j, x + j, g + j, before + j, width);
  }
}

@inline
function lstmBackward(four: bool, o: usize, forBefore: usize, g: usize, h: usize, m: usize, a: usize, c: usize, before: usize, width: usize): void {
  const forHidden = sum(four, g, h);
  const input = get(four, a);
  const forget = get(four, a + width);
  const candidate = get(four, a + 2 * width);
  const output = get(four, a + 3 * width);
  const bent = tanh(get(four, c));
  const forMemory = f32x4.add(get(four, m), throughTanh(f32x4.mul(forHidden, output), bent));
  put(four, o, throughSigmoid(f32x4.mul(forMemory, candidate), input));
  put(four, o + width, throughSigmoid(f32x4.mul(forMemory, get(four, before)), forget));
  put(four, o + 2 * width, throughTanh(f32x4.mul(forMemory, input), candidate));
  put(four, o + 3 * width, throughSigmoid(f32x4.mul(forHidden, bent), output));
  put(four, forBefore, f32x4.mul(forMemory, forget));
}

/** Gradients of the gates `o` [rows, 4 n] and of the memory before, from those of `h` (two parts, `g` and `h`) and of `c` (`m`). */
export function lstmCellBackward_f32(
  o: usize, forBefore: usize, g: usize, h: usize, m: usize, a: usize, c: usize, before: usize, rows: i32, n: i32,
): void {
  const width = <usize>n << 2;
  for (; rows > 0; rows--) {
    let j: usize = 0;
    for (; j + 16 <= width; j += 16)
      lstmBackward(true, o + j, forBefore + j, g + j, h + j, m + j, a + j, c + j, before + j, width);
    for (; j < width; j += 4)
      lstmBackward(false, o + j, forBefore + j, g + j, h + j, m + j, a + j, c + j, before + j, width);
    o += 4 * width;
    a += 4 * width;
    forBefore += width;
    g += width;
    h += width;
    m += width;
    c += width;
    before += width;
  }
}

@inline
function gru(four: bool, h: usize, a: usize, x: usize, g: usize, before: usize, width: usize): void {
  const reset = sigmoid(sum(four, x, g));
  const update = sigmoid(sum(four, x + width, g + width));
  const hidden = get(four, g + 2 * width);
  const candidate = tanh(multiplyAdd<f32>(reset, hidden, get(four, x + 2 * width)));
  put(four, h, multiplyAdd<f32>(update, f32x4.sub(get(four, before), candidate), candidate));
  put(four, a, reset);
  put(four, a + width, update);
  put(four, a + 2 * width, candidate);
  put(four, a + 3 * width, hidden);
}

/** `h` [rows, n], and `a` [rows, 4 n]: the gates' values and the hidden part of the candidate; `before` is the hidden state before. */
export function gruCell_f32(h: usize, a: usize, x: usize, g: usize, before: usize, rows: i32, n: i32): void {
  const width = <usize>n << 2;
  for (; rows > 0; rows--, h += width, before += width, a += 4 * width, x += 3 * width, g += 3 * width) {
    let j: usize = 0;
    for (; j + 16 <= width; j += 16) gru(true, h + j, a + j, x + j, g + j, before + j, width);
    for (; j < width; j += 4) gru(false, h + j, a + j, x + j, g + j, before + j, width);
  }
}

@inline
function gruBackward(four: bool, o: usize, p: usize, forBefore: usize, g: usize, h: usize, a: usize, before: usize, width: usize): void {
  const forHidden = sum(four, g, h);
  const reset = get(four, a);
  const update = get(four, a + width);
  const candidate = get(four, a + 2 * width);
  const kept = f32x4.mul(forHidden, update);
  const forCandidate = throughTanh(f32x4.sub(forHidden, kept), candidate);
  const forReset = throughSigmoid(f32x4.mul(forCandidate, get(four, a + 3 * width)), reset);
  const forUpdate = throughSigmoid(f32x4.mul(forHidden, f32x4.sub(get(four, before), candidate)), update);
  put(four, o, forReset);
  put(four, o + width, forUpdate);
  put(four, o + 2 * width, forCandidate);
  put(four, p, forReset);
  put(four, p + width, forUpdate);
  put(four, p + 2 * width, f32x4.mul(forCandidate, reset));
  put(four, forBefore, kept);
}

/** Gradients of the gates' parts from the input `o` and from the state `p` [rows, 3 n], and of the state before apart from the gates. */
export function gruCellBackward_f32(
  o: usize, p: usize, forBefore: usize, g: usize, h: usize, a: usize, before: usize, rows: i32, n: i32,
): void {
  const width = <usize>n << 2;
  for (; rows > 0; rows--) {
    let j: usize = 0;
    for (; j + 16 <= width; j += 16) gruBackward(true, o + j, p + j, forBefore + j, g + j, h + j, a + j, before + j, width);
    for (; j < width; j += 4) gruBackward(false, o + j, p + j, forBefore + j, g + j, h + j, a + j, before + j, width);
    o += 3 * width;
    p += 3 * width;
    a += 4 * width;
    forBefore += width;
    g += width;
    h += width;
    before += width;
  }
}
