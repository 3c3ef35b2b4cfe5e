/**
 * @file What every module has, whatever it takes and gives: a name for each parameter, buffer and module in it, and what is
 * done with all of them.
 */
import { withDefaults } from '@x/functional';
import { type Tensor, type ToTarget, ValueError } from '@x/tensor/core';
import { Buffer, type BufferOptions } from './buffer.js';
import { Callable } from './callable.js';
import { moveModule } from './convert.js';
import { type Copy, copyModule } from './copy.js';
import { findMember, findModule } from './lookup.js';
import { checkName, snakeCase } from './names.js';
import type { Parameter } from './parameter.js';
import { type Named, namedChildren, namedMembers, namedModules, type NamedOptions } from './registration.js';
import { type IncompatibleKeys, loadState, namedState, type StateDict, type StateSource } from './state-dict.js';
import { moduleText } from './text.js';

/** A module of whatever inputs and output. */
export abstract class AnyModule extends Callable {
  /** Whether the module is being trained: dropout and batch normalisation act differently then. */
  training: boolean = true;

  /** Names and values that are looked at for parameters, buffers and modules: the properties. Containers give their items. */
  ownEntries(): Iterable<readonly [name: string, value: unknown]> {
    return Object.entries(this).map(([name, value]: [string, unknown]) => [snakeCase(name), value] as const);
  }

  /**
   * Makes a tensor a buffer under the property `name`; null leaves the property empty.
   *
   * @throws ValueError when the name is taken, empty or has a dot; GradError when the tensor requires a gradient.
   * @see https://pytorch.org/docs/stable/generated/torch.nn.Module.html#torch.nn.Module.register_buffer
   */
  registerBuffer(name: string, tensor: Tensor | null, options: BufferOptions = {}): void {
    this.#register('registerBuffer', name, tensor && new Buffer(tensor, options));
  }

  /**
   * Sets the property `name` to a parameter; null leaves it empty.
   *
   * @throws ValueError when the name is taken, empty or has a dot.
   * @see https://pytorch.org/docs/stable/generated/torch.nn.Module.html#torch.nn.Module.register_parameter
   */
  registerParameter(name: string, parameter: Parameter | null): void {
    this.#register('registerParameter', name, parameter);
  }

  /**
   * Sets the property `name` to a module; null leaves it empty.
   *
   * @throws ValueError when the name is taken, empty or has a dot.
   * @see https://pytorch.org/docs/stable/generated/torch.nn.Module.html#torch.nn.Module.register_module
   */
  registerModule(name: string, module: AnyModule | null): void {
    this.#register('registerModule', name, module);
  }

  #register(op: string, name: string, value: Tensor | AnyModule | null): void {
    checkName(op, name);
    const before: unknown = Reflect.get(this, name);
    if (before !== undefined && before !== null) throw new ValueError(op, `'${name}' already exists`, { name });
    Object.defineProperty(this, name, { value, enumerable: true, configurable: true, writable: true });
  }

  /** The parameters, those of the modules below included, each once. */
  parameters(options: Pick<NamedOptions, 'recurse'> = {}): Parameter[] {
    return this.namedParameters(options).map(([, parameter]) => parameter);
  }

  /**
   * The parameters with their names, those of the modules below included, each once.
   *
   * @example for (const [name, p] of net.namedParameters()) console.log(name, p.shape)
   * @see https://pytorch.org/docs/stable/generated/torch.nn.Module.html#torch.nn.Module.named_parameters
   */
  namedParameters(options: NamedOptions = {}): Named<Parameter>[] {
    return namedMembers(this, (of) => of.parameters, options);
  }

  /** The buffers, those of the modules below included, each once. */
  buffers(options: Pick<NamedOptions, 'recurse'> = {}): Buffer[] {
    return this.namedBuffers(options).map(([, buffer]) => buffer);
  }

  /** The buffers with their names, those of the modules below included, each once. */
  namedBuffers(options: NamedOptions = {}): Named<Buffer>[] {
    return namedMembers(this, (of) => of.buffers, options);
  }

  /** The modules that this one owns itself, each once. */
  children(): AnyModule[] {
    return this.namedChildren().map(([, child]) => child);
  }

  /** The modules that this one owns itself with their names, each once. */
  namedChildren(): Named<AnyModule>[] {
    return namedChildren(this);
  }

  /** The module and all modules below it, parents first, each once. */
  modules(): AnyModule[] {
    return this.namedModules().map(([, module]) => module);
  }

  /** The module (its name is '') and all modules below it with their names, parents first, each once. */
  namedModules(options: Pick<NamedOptions, 'prefix'> = {}): Named<AnyModule>[] {
    const { prefix } = withDefaults('namedModules', options, { prefix: '' });
    return namedModules(this, prefix);
  }

  /**
   * The module called `target`, such as `features.0`; the module itself for ''.
   *
   * @throws ValueError when there is none.
   */
  getSubmodule(target: string): AnyModule {
    return findModule(this, target);
  }

  /** The parameter called `target`, such as `fc1.weight`. @throws ValueError when there is none. */
  getParameter(target: string): Parameter {
    return findMember('getParameter', this, target, 'parameter', (of) => of.parameters);
  }

  /** The buffer called `target`, such as `bn.running_mean`. @throws ValueError when there is none. */
  getBuffer(target: string): Buffer {
    return findMember('getBuffer', this, target, 'buffer', (of) => of.buffers);
  }

  /**
   * Calls a function with every module below this one, then with this one.
   *
   * @example net.apply((m) => { if (m instanceof Linear) init.xavierUniform_(m.weight) })
   * @see https://pytorch.org/docs/stable/generated/torch.nn.Module.html#torch.nn.Module.apply
   */
  apply(fn: (module: AnyModule) => void): this {
    for (const child of this.children()) child.apply(fn);
    fn(this);
    return this;
  }

  /** Sets `training` here and in all modules below. */
  train(mode: boolean = true): this {
    for (const module of this.modules()) module.training = mode;
    return this;
  }

  /** Sets `training` to false here and in all modules below. */
  eval(): this {
    return this.train(false);
  }

  /**
   * Moves parameters, gradients and buffers to a dtype (floating point tensors only) or device, in place.
   *
   * @throws DTypeError when the dtype is not floating point, DeviceError when the device is not registered.
   * @example net.to('float64')
   * @see https://pytorch.org/docs/stable/generated/torch.nn.Module.html#torch.nn.Module.to
   */
  to(target: ToTarget): this {
    moveModule(this, target);
    return this;
  }

  /** Floating point parameters and buffers as float32. */
  float(): this {
    return this.to('float32');
  }

  /** Floating point parameters and buffers as float64. */
  double(): this {
    return this.to('float64');
  }

  /** Sets whether the parameters get gradients. */
  requiresGrad_(requiresGrad: boolean = true): this {
    for (const parameter of this.parameters()) parameter.requiresGrad = requiresGrad;
    return this;
  }

  /**
   * Forgets the gradients of all parameters, or, with `setToNone: false`, fills them with zeros.
   *
   * @see https://pytorch.org/docs/stable/generated/torch.nn.Module.html#torch.nn.Module.zero_grad
   */
  zeroGrad(options: { readonly setToNone?: boolean } = {}): void {
    const { setToNone } = withDefaults('zeroGrad', options, { setToNone: true });
    for (const parameter of this.parameters()) {
      if (!parameter.grad) continue;
      if (setToNone) parameter.grad = null;
      else parameter.grad.detach_().zero_();
    }
  }

  /**
   * Parameters and persistent buffers by name. The tensors share the module's memory: a later step of an optimizer shows in
   * them. `keepVars` gives the parameters themselves.
   *
   * @see https://pytorch.org/docs/stable/generated/torch.nn.Module.html#torch.nn.Module.state_dict
   */
  stateDict(options: { readonly prefix?: string; readonly keepVars?: boolean } = {}): StateDict {
    const { prefix, keepVars } = withDefaults('stateDict', options, { prefix: '', keepVars: false });
    return Object.fromEntries(
      namedState(this, '').map(([name, value]) => [prefix + name, keepVars ? value : value.detach()]),
    );
  }

  /**
   * Copies tensors into the parameters and buffers of these names; on an error nothing is copied.
   *
   * @param options.strict - whether names that are missing or unexpected are an error. Default: true.
   * @returns the names that were missing and unexpected.
   * @throws StateDictError naming all that is missing, unexpected and of another size.
   * @example net.loadStateDict(other.stateDict())
   * @see https://pytorch.org/docs/stable/generated/torch.nn.Module.html#torch.nn.Module.load_state_dict
   */
  loadStateDict(stateDict: StateSource, options: { readonly strict?: boolean } = {}): IncompatibleKeys {
    const { strict } = withDefaults('loadStateDict', options, { strict: true });
    return loadState(this, stateDict, strict);
  }

  /**
   * A module of the same class with copies of all parameters, buffers, modules and other values; what is shared within the
   * module is shared within the copy. Hooks are the same functions, gradients are not copied.
   *
   * @example layer.deepCopy().weight.equal(layer.weight) // true
   * @see https://docs.python.org/3/library/copy.html#copy.deepcopy
   */
  deepCopy(): this {
    return copyModule(this);
  }

  /**
   * A module of the same class without properties, for `deepCopy` to fill. A class with #private fields or methods overrides
   * it with `super.emptyCopy(copy, Net, args)`, which runs the constructor of `Net` with these arguments.
   */
  abstract emptyCopy(copy: Copy): this;

  /** What stands between the parentheses when the module is printed. */
  extraRepr(): string {
    return '';
  }

  /** The module as PyTorch prints it, with the names of its modules in snake_case. */
  override toString(): string {
    return moduleText(this);
  }
}
