/**
 * @file Names as PyTorch writes them: `weightDecay` here is `weight_decay` in a state dict and in printed text.
 */

/** `maxExpAvgSq` → `max_exp_avg_sq`; a capital at the start stays one, as in `T_max`. */
export function snakeCase(name: string): string {
  return name.replace(/(?<=.)[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** The object's entries under PyTorch's names. */
export function withSnakeKeys(values: object): Record<string, unknown> {
  const entries: [string, unknown][] = Object.entries(values);
  return Object.fromEntries(entries.map(([key, value]) => [snakeCase(key), value]));
}
