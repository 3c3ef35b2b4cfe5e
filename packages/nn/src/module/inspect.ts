/**
 * @file What `console.log` shows in Node: the method under this symbol, where an object has it.
 */
const inspectCustom = Symbol.for('nodejs.util.inspect.custom');

interface Text {
  toString(): string;
}

/** Makes Node print the instances of a class as their `toString()`. */
export function printAsText({ prototype }: { readonly prototype: Text }): void {
  Object.defineProperty(prototype, inspectCustom, {
    value(this: Text) {
      return this.toString();
    },
  });
}
