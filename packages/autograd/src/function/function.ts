/**
 * @file Functions whose gradient the user writes.
 */
import { isFloatingPoint, isTensor, type Storage, type Tensor, type Tensors } from '@x/tensor/core';
import { GradError } from '../errors.js';
import { checkWritable, rebase } from '../inplace.js';
import { GradMeta, gradEdge, requiresGrad } from '../meta.js';
import { recording, withGradMode } from '../mode/state.js';
import type { Edge } from '../node.js';
import { Context } from './context.js';
import { type FunctionDefinition, FunctionNode } from './node.js';

/**
 * Base class of functions with a gradient of their own: the static methods `forward(ctx, …)`, which runs without recording, and
 * `backward(ctx, …)`, which gets the gradients of the results and returns those of the arguments (null for what is no tensor).
 * A `backward` made of ordinary ops has gradients itself. The function is called with `apply`.
 *
 * @example
 * class Exp extends Function {
 *   static forward(ctx: FunctionContext<[Tensor]>, x: Tensor): Tensor {
 *     const y = x.exp();
 *     ctx.saveForBackward(y);
 *     return y;
 *   }
 *
 *   static backward(ctx: FunctionContext<[Tensor]>, grad: Tensor): Tensor {
 *     const [y] = ctx.savedTensors;
 *     return grad.mul(y);
 *   }
 * }
 * const y = Exp.apply(x);
 * @see https://pytorch.org/docs/stable/autograd.html#torch.autograd.Function
 */
abstract class CustomFunction {
  /** @throws GradError always: the class itself is the function. */
  constructor() {
    throw new GradError(new.target.name, `functions are not made with new: call ${new.target.name}.apply(…)`);
  }

  /**
   * Runs `forward` and makes a node of it. Results that share memory with an argument, without being marked dirty, are
   * copied.
   *
   * @throws GradError when arguments marked dirty are not among the results, are leaves that require a gradient, or are views
   *   beside other results; when there is no `backward`; and, in a backward pass, when it returns the wrong number or kind of
   *   gradients.
   */
  static apply<A extends readonly unknown[], R>(this: FunctionDefinition<A, R>, ...args: A): R {
    return call(this, args);
  }
}

export { CustomFunction as Function };

/** An argument or a base of one, as it was before `forward`. */
interface Argument {
  readonly edge: Edge | undefined;
  readonly baseEdge: Edge | undefined;
}

function call<A extends readonly unknown[], R>(definition: FunctionDefinition<A, R>, args: A): R {
  const before = args.map((arg): Argument => {
    if (!isTensor(arg)) return { edge: undefined, baseEdge: undefined };
    return { edge: gradEdge(arg), baseEdge: arg.base && gradEdge(arg.base) };
  });
  const context = new Context(args.map((arg) => isTensor(arg) && requiresGrad(arg)));
  const result = withGradMode(false, () => definition.forward(context, ...args));
  const outputs = outputsOf(definition.name, result);
  for (const tensor of context.dirty) {
    if (!outputs.includes(tensor)) {
      throw new GradError(
        definition.name,
        'some elements marked as dirty during the forward method were not returned as output; the inputs that are modified inplace must all be outputs of the function',
      );
    }
    tensor.storage.bumpVersion();
  }
  if (!recording() || !before.some(({ edge }) => edge)) return result;
  return replaced(result, record(definition, context, args, before, outputs));
}

function outputsOf(name: string, result: unknown): Tensors {
  if (result instanceof Promise) {
    result.catch(() => undefined);
    throw new GradError(name, 'forward returned a promise: it has to be synchronous');
  }
  if (isTensor(result)) return [result];
  return Array.isArray(result) ? result.filter(isTensor) : [];
}

/** Gives the results of a call their history. Those that others have to take the place of are in the map. */
function record<A extends readonly unknown[], R>(
  definition: FunctionDefinition<A, R>,
  context: Context,
  args: A,
  before: readonly Argument[],
  outputs: Tensors,
): ReadonlyMap<Tensor, Tensor> {
  if (typeof definition.backward !== 'function')
    throw new GradError(definition.name, 'has no static method backward, which its gradient needs');
  const edges = before.map(({ edge }) => edge);
  const node = new FunctionNode(definition, context, args, edges, outputs);
  const taken = new Set(args.filter(isTensor).map((t) => t.storage));
  const instead = new Map<Tensor, Tensor>();
  outputs.forEach((output, i) => {
    if (context.dirty.has(output)) overwritten(definition.name, node, output, i, args.indexOf(output), before);
    else instead.set(output, made(node, context, output, i, taken));
  });
  // an argument that is returned as it came is saved as the argument
  context.seal(node.name, new Map([...instead].filter(([output]) => !args.includes(output))));
  return instead;
}

/** Continues the history of an argument that `forward` wrote to. */
function overwritten(
  name: string,
  node: FunctionNode,
  output: Tensor,
  index: number,
  position: number,
  before: readonly Argument[],
): void {
  checkWritable(name, output);
  if (output.base && node.outputs.length > 1) {
    throw new GradError(
      name,
      'a function that modifies a view inplace cannot return more than one tensor; clone() the view before',
    );
  }
  rebase(output, node, before[position]?.baseEdge, position, index);
}

/** A result with history: the tensor itself where nobody else has its memory. */
function made(node: FunctionNode, context: Context, output: Tensor, index: number, taken: Set<Storage>): Tensor {
  const constant = context.nonDifferentiable.has(output) || !isFloatingPoint(output.dtype);
  const shared = taken.has(output.storage) || requiresGrad(output);
  taken.add(output.storage);
  const result = shared ? withGradMode(false, () => output.detach().clone()) : output;
  if (!constant) result.hook = new GradMeta(true, node, index);
  return result;
}

/** A result of `forward` with some tensors exchanged. */
function replaced<R>(result: R, instead: ReadonlyMap<Tensor, Tensor>): R;
function replaced(result: unknown, instead: ReadonlyMap<Tensor, Tensor>): unknown {
  if (isTensor(result)) return instead.get(result) ?? result;
  return Array.isArray(result) ? result.map((item) => replaced(item, instead)) : result;
}
