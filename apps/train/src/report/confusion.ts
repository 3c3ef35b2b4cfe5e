import type { Evaluation } from '../evaluate.js';

/** How often each label (row) was taken for each class (column): `[C, C]`. */
function countPairs({ labels, predictions }: Evaluation, classes: number): number[][] {
  const counts = Array.from({ length: classes }, () => Array.from({ length: classes }, () => 0));
  labels.forEach((label, index) => {
    const row = counts[label];
    const column = predictions[index] ?? -1;
    if (row?.[column] !== undefined) row[column] += 1;
  });
  return counts;
}

/** The confusion matrix as lines of text; a dot stands for 0. Classes with names have them at the end of their row. */
export function confusionMatrix(test: Evaluation, classes: readonly string[]): string[] {
  const counts = countPairs(test, classes.length);
  const width = Math.max(...counts.flat().map((count) => String(count).length), 2) + 2;
  const line = (head: string, cells: readonly string[]): string =>
    head.padStart(4) + cells.map((cell) => cell.padStart(width)).join('');
  const numbers = classes.map((_, index) => String(index));
  const rows = counts.map((row, index) => {
    const name = classes[index] === String(index) ? '' : `  ${classes[index]}`;
    return (
      line(
        String(index),
        row.map((count) => (count === 0 ? '.' : String(count))),
      ) + name
    );
  });
  return [line('', numbers), ...rows];
}
