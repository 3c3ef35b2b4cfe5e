// Parameters of functions and constructors: the positional ones in order, and the keys of the options object.
import { declarationOf, exportOf, source } from './sources.mjs';

/** Types whose members are no options. */
const opaque = new Set(['Tensor', 'Generator', 'Module', 'Parameter', 'Array', 'ReadonlyArray', 'Shape']);
/** Types that pass on the members of their first argument. */
const transparent = new Set(['Readonly', 'Partial', 'Required', 'NonNullable']);

const union = (lists) => [...new Set(lists.flat())];

const literals = (node) =>
  node.type === 'TSUnionType'
    ? node.types.flatMap(literals)
    : node.type === 'TSLiteralType'
      ? [node.literal.value]
      : [];

const memberKeys = (members) => members.filter((m) => m.type === 'TSPropertySignature').map((m) => m.key.name);

/** Members that other packages add to an interface of @x/tensor. */
function augmented(name, files) {
  return files.flatMap((file) => source(file).augments.get(name) ?? []).flatMap((node) => memberKeys(node.body.body));
}

/** `F.Sizes` in its parts, as a type or as what an interface extends. */
function split({ name, left, right, object, property }) {
  return name === undefined ? { space: (left ?? object).name, name: (right ?? property).name } : { name };
}

export class Signatures {
  #augmenting;

  /** @param augmenting files that may add to interfaces of @x/tensor */
  constructor(augmenting) {
    this.#augmenting = augmenting;
  }

  /** The keys of an object type. */
  keys(file, type) {
    const byKind = {
      TSTypeLiteral: () => memberKeys(type.members),
      TSIntersectionType: () => union(type.types.map((part) => this.keys(file, part))),
      TSUnionType: () => union(type.types.map((part) => this.keys(file, part))),
      TSTypeReference: () => this.#referenced(file, type),
      TSTypeOperator: () => this.keys(file, type.typeAnnotation),
      TSTupleType: () => this.#trailing(file, type),
    };
    return byKind[type?.type]?.() ?? [];
  }

  /** Options at the end of a tuple: `[...sizes: number[], options: TensorOptions]`. */
  #trailing(file, { elementTypes }) {
    const last = elementTypes.at(-1);
    return last?.type === 'TSNamedTupleMember' && last.label.name === 'options'
      ? this.keys(file, last.elementType)
      : [];
  }

  #referenced(file, { typeName, typeArguments }) {
    const { space: prefix, name } = split(typeName);
    const [first, second] = typeArguments?.params ?? [];
    if (opaque.has(name)) return [];
    if (transparent.has(name)) return this.keys(file, first);
    if (name === 'Omit') return this.keys(file, first).filter((key) => !literals(second).includes(key));
    if (name === 'Pick') return literals(second);
    const space = prefix === undefined ? undefined : declarationOf(file, prefix);
    const declared = space ? exportOf(space.file, name) : declarationOf(file, name);
    return declared ? union(declared.nodes.map((node) => this.#declared(declared.file, node))) : [];
  }

  #declared(file, node) {
    if (node.type === 'TSTypeAliasDeclaration') return this.keys(file, node.typeAnnotation);
    if (node.type !== 'TSInterfaceDeclaration') return [];
    const parents = node.extends.map(({ expression, typeArguments }) =>
      this.keys(file, { type: 'TSTypeReference', typeName: expression, typeArguments }),
    );
    return union([...parents, memberKeys(node.body.body), augmented(node.id.name, this.#augmenting)]);
  }

  /** One list of parameters as { positional, options }. */
  #parameters(file, params) {
    const positional = [];
    let options = [];
    params.forEach((param, i) => {
      const inner = param.type === 'TSParameterProperty' ? param.parameter : param;
      const bare = inner.type === 'AssignmentPattern' ? inner.left : inner;
      const rest = bare.type === 'RestElement';
      const id = rest ? bare.argument : bare;
      const type = (rest ? bare.typeAnnotation : id.typeAnnotation)?.typeAnnotation;
      const keys = i === params.length - 1 ? this.keys(file, type) : [];
      options = keys;
      if (id.name === 'this') return;
      if (keys.length > 0 && !rest) return;
      const optional = inner !== bare || id.optional;
      positional.push(rest ? `...${id.name}` : `${id.name ?? 'value'}${optional ? '?' : ''}`);
    });
    return { positional, options };
  }

  /** The signatures of a function (its overloads, or its only form) or of a class (its constructor's). */
  of({ file, nodes }) {
    const functions = nodes.flatMap((node) => callables(file, node));
    const overloads = functions.filter((fn) => !fn.node.body);
    const shown = overloads.length > 0 ? overloads : functions;
    return shown.map(({ node, file: where }) => this.#parameters(where, node.params));
  }
}

/** The functions that a declaration can be called as: itself, or a constructor, inherited where the class has none. */
function callables(file, node) {
  if (/Function/.test(node.type)) return [{ file, node }];
  if (node.type !== 'ClassDeclaration') return [];
  const constructors = node.body.body.filter((member) => member.kind === 'constructor');
  if (constructors.length > 0) return constructors.map(({ value }) => ({ file, node: value }));
  const parent = node.superClass?.type === 'Identifier' ? declarationOf(file, node.superClass.name) : undefined;
  return parent ? parent.nodes.flatMap((base) => callables(parent.file, base)) : [];
}
