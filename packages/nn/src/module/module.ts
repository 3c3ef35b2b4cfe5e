/**
 * @file The base of all networks and layers.
 */
import type { RemovableHandle } from '@x/autograd';
import { type Tensor, ValueError } from '@x/tensor/core';
import { AnyModule } from './any-module.js';
import { type FullBackwardHook, withBackwardHooks } from './backward-hooks.js';
import { brand } from './brand.js';
import type { Copy } from './copy.js';
import { type ForwardHook, type ForwardPreHook, HookList } from './hooks.js';

/** What a pre-hook returned in place of the inputs. @throws ValueError when it is no array. */
function replaced<In extends readonly unknown[]>(inputs: In, result: In | void): In {
  if (result === undefined) return inputs;
  if (Array.isArray(result)) return result;
  throw new ValueError('registerForwardPreHook', 'a hook must return an array of inputs, or nothing');
}

/** Number of functions that see a module's inputs and outputs. */
let hookCount: (module: AnyModule) => number;

/**
 * The base of all networks and layers. A module is called like a function: `net(x)` runs its `forward`, and its hooks.
 *
 * A property that holds a `Parameter`, a `Buffer` or another module is registered under its name in snake_case, in the order
 * written (`#private` ones are not). Modules that take or give something else than one tensor say so:
 * `class Pair extends Module<[Tensor, Tensor], Tensor>`.
 * @example
 * class Net extends Module {
 *   hidden = new Linear(4, 8);
 *   out = new Linear(8, 2);
 *   forward(x: Tensor): Tensor {
 *     return this.out(relu(this.hidden(x)));
 *   }
 * }
 * const net = new Net();
 * net(randn(3, 4)).shape // [3, 2]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.Module.html
 */
export abstract class Module<In extends readonly unknown[] = [input: Tensor], Out = Tensor> extends AnyModule {
  readonly #preHooks = new HookList<ForwardPreHook<this, In>>();
  readonly #hooks = new HookList<ForwardHook<this, In, Out>>();
  readonly #backwardHooks = new HookList<FullBackwardHook<this>>();

  static {
    hookCount = (module) =>
      #hooks in module ? module.#preHooks.size + module.#hooks.size + module.#backwardHooks.size : 0;
  }

  constructor() {
    super((...inputs: In): Out => this.#run(inputs));
  }

  /** What the module computes. Call the module itself instead: `net(x)` also runs the hooks. */
  abstract forward(...inputs: In): Out;

  #run(inputs: In): Out {
    if (this.#preHooks.size + this.#hooks.size + this.#backwardHooks.size === 0) return this.forward(...inputs);
    let given = inputs;
    for (const hook of this.#preHooks) given = replaced(given, hook(this, given));
    const forward = (values: In): Out => this.forward(...values);
    let output =
      this.#backwardHooks.size === 0 ? forward(given) : withBackwardHooks(this, this.#backwardHooks, given, forward);
    for (const hook of this.#hooks) output = hook(this, given, output) ?? output;
    return output;
  }

  /** @param base - the class whose constructor runs, with `args`; its #private fields are then there. */
  override emptyCopy(
    _copy: Copy,
    base: abstract new (...args: never) => AnyModule = Module,
    args: readonly unknown[] = [],
  ): this {
    const made = Reflect.construct(base, args, this.constructor) as this;
    for (const hook of this.#preHooks) made.#preHooks.add(hook);
    for (const hook of this.#hooks) made.#hooks.add(hook);
    for (const hook of this.#backwardHooks) made.#backwardHooks.add(hook);
    return made;
  }

  /**
   * Runs a function before every `forward`; an array that it returns replaces the inputs.
   *
   * @example net.registerForwardPreHook((_, [x]) => console.log(x.shape))
   * @see https://pytorch.org/docs/stable/generated/torch.nn.Module.html#torch.nn.Module.register_forward_pre_hook
   */
  registerForwardPreHook(hook: ForwardPreHook<this, In>): RemovableHandle {
    return this.#preHooks.add(hook);
  }

  /**
   * Runs a function after every `forward`; what it returns, unless undefined, replaces the output.
   *
   * @example const handle = net.registerForwardHook((_, inputs, output) => console.log(output.shape)); handle.remove()
   * @see https://pytorch.org/docs/stable/generated/torch.nn.Module.html#torch.nn.Module.register_forward_hook
   */
  registerForwardHook(hook: ForwardHook<this, In, Out>): RemovableHandle {
    return this.#hooks.add(hook);
  }

  /**
   * Runs a function in the backward pass, when the gradients of the inputs are there; an array that it returns replaces them.
   * It sees those of tensors that are inputs or outputs themselves, not of tensors inside of others.
   *
   * @example net.registerFullBackwardHook((_, gradInput, gradOutput) => console.log(gradInput.length, gradOutput.length))
   * @see https://pytorch.org/docs/stable/generated/torch.nn.Module.html#torch.nn.Module.register_full_backward_hook
   */
  registerFullBackwardHook(hook: FullBackwardHook<this>): RemovableHandle {
    return this.#backwardHooks.add(hook);
  }
}

/** Whether functions were registered that see the inputs and outputs of a module. */
export function hasHooks(module: AnyModule): boolean {
  return hookCount(module) > 0;
}

export interface Module<In extends readonly unknown[], Out> {
  /** Runs the module: forward pre-hooks, `forward`, forward hooks. */
  (...inputs: In): Out;
}

brand('Module', Module);
