/**
 * @file The module's own memory.
 */

/** First address behind the module's constants. */
export function heapBase(): usize {
  return __heap_base;
}
