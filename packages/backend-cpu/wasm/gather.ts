/**
 * @file Reading and adding at positions along a dimension, of four-byte elements: `[i, j]` of the indexed tensor is at
 * `i · row + index · along + j · step`, of the others at `i · row + j · step`.
 */

/** Whether all indices lie in [0, size). */
export function indicesFit(index: usize, rows: i32, columns: i32, row: i32, step: i32, size: i32): bool {
  for (; rows > 0; rows--, index += row << 2) {
    let at = index;
    for (let j = columns; j > 0; j--, at += step << 2) if (load<u32>(at) >= <u32>size) return false;
  }
  return true;
}

/** The row's elements lie beside each other, and one index is for them all. */
@inline
function isBlock(iStep: i32, aStep: i32, bStep: i32): bool {
  return iStep == 0 && aStep == 1 && bStep == 1;
}

export function gather_b4(
  o: usize,
  index: usize,
  x: usize,
  rows: i32,
  columns: i32,
  iRow: i32,
  iStep: i32,
  xRow: i32,
  xStep: i32,
  along: i32,
): void {
  for (; rows > 0; rows--, index += iRow << 2, x += xRow << 2) {
    if (isBlock(iStep, 1, xStep)) {
      memory.copy(o, x + ((load<i32>(index) * along) << 2), columns << 2);
      o += columns << 2;
      continue;
    }
    let at = index;
    let from = x;
    for (let j = columns; j > 0; j--, o += 4, at += iStep << 2, from += xStep << 2)
      store<u32>(o, load<u32>(from + ((load<i32>(at) * along) << 2)));
  }
}

@inline
function put(adds: bool, to: usize, from: usize): void {
  if (adds) store<f32>(to, load<f32>(to) + load<f32>(from));
  else store<u32>(to, load<u32>(from));
}

/** Elements go to their places in ascending order: where an index appears twice, the last one is written last. */
@inline
function scatterGrid(
  adds: bool,
  o: usize,
  index: usize,
  x: usize,
  rows: i32,
  columns: i32,
  oRow: i32,
  oStep: i32,
  iRow: i32,
  iStep: i32,
  xRow: i32,
  xStep: i32,
  along: i32,
): void {
  for (; rows > 0; rows--, o += oRow << 2, index += iRow << 2, x += xRow << 2) {
    let j = columns;
    let at = index;
    let from = x;
    let base = o;
    if (isBlock(iStep, oStep, xStep)) {
      let to = o + ((load<i32>(index) * along) << 2);
      for (; j >= 4; j -= 4, to += 16, base += 16, from += 16)
        v128.store(to, adds ? f32x4.add(v128.load(to), v128.load(from)) : v128.load(from));
    }
    for (; j > 0; j--, at += iStep << 2, from += xStep << 2, base += oStep << 2)
      put(adds, base + ((load<i32>(at) * along) << 2), from);
  }
}

export function scatterAdd_f32(o: usize, index: usize, x: usize, rows: i32, columns: i32, oRow: i32, oStep: i32, iRow: i32, iStep: i32, xRow: i32, xStep: i32, along: i32): void {
  scatterGrid(true, o, index, x, rows, columns, oRow, oStep, iRow, iStep, xRow, xStep, along);
}

export function scatter_b4(o: usize, index: usize, x: usize, rows: i32, columns: i32, oRow: i32, oStep: i32, iRow: i32, iStep: i32, xRow: i32, xStep: i32, along: i32): void {
  scatterGrid(false, o, index, x, rows, columns, oRow, oStep, iRow, iStep, xRow, xStep, along);
}
