import { type Tensor, tensor } from '@x/tensor';
import { expectTypeOf, it } from 'vitest';
import {
  type AnyModule,
  CrossEntropyLoss,
  Linear,
  Module,
  ModuleList,
  type Parameter,
  ReLU,
  Sequential,
} from '../src/index.js';

class Pair extends Module<[a: Tensor, b: Tensor], [sum: Tensor, count: number]> {
  forward(a: Tensor, b: Tensor): [sum: Tensor, count: number] {
    return [a.add(b), 2];
  }
}

const x = tensor([1]);

it('the call type of a module follows from its inputs and output', () => {
  expectTypeOf(new Linear(1, 1)).toBeCallableWith(x);
  expectTypeOf(new Linear(1, 1)).returns.toEqualTypeOf<Tensor>();
  expectTypeOf(new Pair()).parameters.toEqualTypeOf<[a: Tensor, b: Tensor]>();
  expectTypeOf(new Pair()).returns.toEqualTypeOf<[sum: Tensor, count: number]>();
  expectTypeOf(new CrossEntropyLoss()).parameters.toEqualTypeOf<[input: Tensor, target: Tensor]>();
});

it('a wrong call does not compile', () => {
  // @ts-expect-error: one input is missing
  expectTypeOf(new Pair()).toBeCallableWith(x);
  // @ts-expect-error: one input too many
  expectTypeOf(new Linear(1, 1)).toBeCallableWith(x, x);
  // @ts-expect-error: a number is no tensor
  expectTypeOf(new ReLU()).toBeCallableWith(1);
  // @ts-expect-error: a list of modules is not called
  expectTypeOf(new ModuleList([new ReLU()])).toBeCallableWith(x);
});

it('forward has to fit', () => {
  class Wrong extends Module {
    // @ts-expect-error: one tensor more than the module says
    forward(a: Tensor, b: Tensor): Tensor {
      return a.add(b);
    }
  }
  expectTypeOf(Wrong).toBeConstructibleWith();
});

it('a plain tensor cannot take the place of a parameter', () => {
  expectTypeOf<Tensor>().not.toExtend<Parameter>();
  expectTypeOf<Parameter>().toExtend<Tensor>();
  expectTypeOf(new Linear(1, 1).weight).toEqualTypeOf<Parameter>();
});

it('every module is an AnyModule, and lists keep the type of their items', () => {
  expectTypeOf<Pair>().toExtend<AnyModule>();
  expectTypeOf<Linear>().toExtend<AnyModule>();
  expectTypeOf(new ModuleList([new Linear(1, 1)]).get(0)).toEqualTypeOf<Linear>();
  expectTypeOf(new Sequential(new ReLU()).get(0)).toEqualTypeOf<Module>();
  // @ts-expect-error: Sequential gives each module one tensor
  expectTypeOf(Sequential).toBeConstructibleWith(new Pair());
});
